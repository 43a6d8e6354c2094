/**
 * Every function may do what it does and nothing else: of all that is granted, nothing is missed and nothing is idle. Where
 * functions are not watched — everywhere but on the local cloud — there is nothing to compare.
 */
import { randomUUID } from "node:crypto";
import { cpSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { createApiClient } from "@freelancerm/contracts/client";
import { startLocalCloud } from "@freelancerm/local";
import type { ObservedCall } from "@freelancerm/local/edge/index";
import { unobserved } from "../../infra/unobserved.ts";
import { assemblyOf } from "../../packages/demo/src/assembly.ts";
import { administrator } from "./administrator.ts";
import { endpoints, eventually, newcomer, PASSWORD } from "./kit.ts";
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

/** Takes an action from the role of a function in the templates of an assembly. */
function withhold(assembly: string, functionName: string, action: string): void {
  for (const file of readdirSync(assembly).filter((name) => name.endsWith(".template.json"))) {
    const template = JSON.parse(readFileSync(join(assembly, file), "utf8"));
    // biome-ignore lint/suspicious/noExplicitAny: CloudFormation is as free as JSON.
    const resources = Object.values<any>(template.Resources);
    const fn = resources.find(({ Properties }) => Properties?.FunctionName === functionName);
    if (!fn) continue;
    const [role] = fn.Properties.Role["Fn::GetAtt"];
    for (const { Properties } of resources.filter(({ Type }) => Type === "AWS::IAM::Policy")) {
      if (!Properties.Roles.some(({ Ref }: { Ref: string }) => Ref === role)) continue;
      for (const statement of Properties.PolicyDocument.Statement) {
        statement.Action = [statement.Action].flat().filter((one: string) => one !== action);
      }
    }
    writeFileSync(join(assembly, file), JSON.stringify(template));
  }
}

watched("a role that lacks what its function needs", () => {
  const folder = mkdtempSync(join(tmpdir(), "freelancerm-withheld-"));
  afterAll(() => rmSync(folder, { recursive: true, force: true }));

  test("fails the journey, and the log and the console name the function and the action", async () => {
    const root = resolve(".");
    const assembly = join(folder, "assembly");
    cpSync(await assemblyOf(root, join(root, ".local", "cache")), assembly, { recursive: true });
    withhold(assembly, "freelancerm-local-users", "dynamodb:PutItem");
    const ports = { edgePort: 0, appPort: 0, mailPort: 0, stripePort: 0 };
    const cloud = await startLocalCloud({ assembly, root, stateDir: join(folder, "state"), ...ports });
    try {
      const email = "nina@example.com";
      const attributes = { name: "Nina", "custom:role": "client" };
      const nina = { sub: randomUUID(), email, password: PASSWORD, attributes, groups: ["client"] };
      await cloud.cognito.importUsers(cloud.deployment.outputs.UserPoolId!, [nina]);
      const api = createApiClient({ baseUrl: cloud.endpoints.api });
      // The first time somebody signs in their account is written.
      await expect(api.signIn({ body: { email, password: PASSWORD } })).rejects.toMatchObject({ status: 500 });

      const refusal = "freelancerm-local-users is not authorized to perform: dynamodb:PutItem on resource: ";
      const { logicalId } = cloud.deployment.find("freelancerm-local-users")!;
      const log = cloud.functions.logs.linesOf(logicalId).map(({ text }) => text);
      expect(log.join("\n")).toContain(refusal);
      const page = await (await fetch(`${cloud.endpoints.console}?view=trace&kind=iam.denied`)).text();
      expect(page).toContain(refusal);
    } finally {
      await cloud.close();
    }
  });
});
