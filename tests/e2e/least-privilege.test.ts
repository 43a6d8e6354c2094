/**
 * Every function may do what it does and nothing else: of all that is granted, nothing is missed and nothing is idle. Where
 * functions are not watched — everywhere but on the local cloud — there is nothing to compare.
 */
import type { ObservedCall } from "@freelancerm/local/edge/index";
import { unobserved } from "../../infra/uses.ts";
import { administrator } from "./administrator.ts";
import { endpoints, eventually, newcomer } from "./kit.ts";
import { tour } from "./tour.ts";

interface Permissions {
  observed: ObservedCall[];
  granted: Record<string, { action: string; resource: string; observed: boolean }[]>;
}
const local = (what: string) => fetch(`${endpoints.identityUrl}/_local/${what}`);
const watched = (await local("permissions").catch(() => undefined))?.ok ? describe : describe.skip;

watched("the local cloud watches every call:", () => {
  const permissions = async () => (await (await local("permissions")).json()) as Permissions;
  let names: Map<string, string>;

  beforeAll(async () => {
    const { resources } = (await (await local("deployment")).json()) as {
      resources: { logicalId: string; physicalId: string }[];
    };
    names = new Map(
      resources.map(({ logicalId, physicalId }) => [logicalId, physicalId.replace("freelancerm-local-", "")]),
    );
    await tour(await administrator(await newcomer("Root", "client")));
  }, 180_000);

  test("nothing was refused", async () => {
    const { observed } = await permissions();
    expect(observed.length).toBeGreaterThan(100);
    expect(observed.flatMap(({ denied }) => denied ?? [])).toEqual([]);
  });

  test("nothing is granted that no function needs, but for the exceptions beside the grants", async () => {
    const isExcepted = (name: string, action: string) =>
      unobserved.some(({ functions, actions }) => actions.includes(action) && (functions?.includes(name) ?? true));
    const idle = async () =>
      Object.entries((await permissions()).granted).flatMap(([id, grants]) =>
        grants
          .filter(({ action, observed }) => !observed && !isExcepted(names.get(id)!, action))
          .map(({ action, resource }) => `${names.get(id)} ${action} ${resource}`),
      );
    // What the last step set going may still be on its way.
    await eventually(idle, (left) => left.length === 0, 10_000).catch(() => undefined);
    expect(await idle()).toEqual([]);
  });
});
