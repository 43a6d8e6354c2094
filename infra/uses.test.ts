import { buildSync } from "esbuild";
import { bundleOptions, functionFolder } from "./bundle.ts";
import { type FunctionName, functions } from "./functions.ts";
import { root } from "./root.ts";
import {
  deadlineRunner,
  eventBus,
  fileStore,
  ledgerAudit,
  mail,
  socketAddress,
  stripeKey,
  stripeWebhookSecret,
  type Use,
} from "./uses.ts";

/** What a module of the platform cannot work without, by what its use says. */
const needs: Record<string, string> = {
  books: ledgerAudit.says,
  deadlines: deadlineRunner.says,
  identity: "user pool",
  mailer: mail.says,
  relay: eventBus.says,
  sockets: "socket",
  storage: fileStore.says,
  stripe: stripeKey.says,
};

/** Modules of the platform each function's code reaches. */
function reached(): Record<FunctionName, string[]> {
  const names = Object.keys(functions) as FunctionName[];
  const { metafile } = buildSync({
    ...bundleOptions,
    minify: false,
    entryPoints: Object.fromEntries(names.map((name) => [name, `${functionFolder(name)}/handler.ts`])),
    outdir: "unused",
    absWorkingDir: root,
    write: false,
    metafile: true,
  });
  const modules = (name: FunctionName) =>
    Object.entries(metafile.outputs[`unused/${name}.mjs`]!.inputs)
      .filter(([, { bytesInOutput }]) => bytesInOutput > 0)
      .flatMap(([path]) => /^packages\/platform\/src\/([\w-]+)\.ts$/.exec(path)?.[1] ?? []);
  return Object.fromEntries(names.map((name) => [name, modules(name)])) as Record<FunctionName, string[]>;
}

test("every function may use what its code reaches", () => {
  const missing = Object.entries(reached()).flatMap(([name, modules]) => {
    const said = functions[name as FunctionName].uses.map(({ says }: Use) => says);
    return modules
      .filter((module) => needs[module] && !said.some((use) => use.startsWith(needs[module]!)))
      .map((module) => `${name} reaches ${module}`);
  });
  expect(missing).toEqual([]);
});

test("the webhook alone reads the secret that signs its events, and the room's function says where the socket is", () => {
  const using = (use: Use) => Object.entries(functions).flatMap(([name, { uses }]) => (uses.includes(use) ? name : []));
  expect(using(stripeWebhookSecret)).toEqual(["stripe-webhook"]);
  expect(using(socketAddress)).toEqual(["messaging"]);
});
