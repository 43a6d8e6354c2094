/**
 * What the client needs of the routes, without their schemas: a browser only has to know where to ask, and every page would
 * begin with the whole vocabulary otherwise. Forms import the schemas they check from their own modules.
 */
import type { Plugin } from "vite";
import { routes } from "../packages/contracts/src/index.ts";
import type { Route } from "../packages/contracts/src/route.ts";

const FILE = "\0routes-table";
const INDEX = /\/packages\/contracts\/src\/index\.ts$/;

const table = () =>
  Object.fromEntries(
    Object.entries<Route>(routes).map(([operation, { method, path, caller, cookie }]) => [
      operation,
      { method, path, caller, cookie },
    ]),
  );

export const routesTable = (): Plugin => ({
  name: "routes-table",
  enforce: "pre",
  async resolveId(source, importer) {
    if (source !== "@freelancerm/contracts" && source !== "./index.ts") return;
    const found = await this.resolve(source, importer, { skipSelf: true });
    return found && INDEX.test(found.id) ? FILE : undefined;
  },
  load: (id) => (id === FILE ? `export const routes = ${JSON.stringify(table())};` : undefined),
});
