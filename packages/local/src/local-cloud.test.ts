import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { existsSync, mkdtempSync, rmSync } from "node:fs";
import { createServer } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { type LocalCloud, type LocalCloudOptions, startLocalCloud } from "./index.ts";
import { notesAssembly } from "./local-cloud-fixture.ts";

process.env.AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED = "true";
const root = process.cwd();
const assembly = notesAssembly();
const stateDir = mkdtempSync(join(tmpdir(), "cloud-"));
const ports = { edgePort: 0, appPort: 0, mailPort: 0, stripePort: 0 };
const start = (more: Partial<LocalCloudOptions> = {}) =>
  startLocalCloud({ assembly, root, stateDir, ...ports, secrets: { stamp: "a stamp" }, ...more });

afterAll(() => {
  for (const folder of [assembly, stateDir]) rmSync(folder, { recursive: true, force: true });
});

describe("a running app", () => {
  let cloud: LocalCloud;
  beforeAll(async () => {
    cloud = await start();
  }, 20_000);
  afterAll(() => cloud.close());

  test("takes a request from the gateway through table, stream, bus and rule to the last function", async () => {
    const answer = await fetch(`${cloud.deployment.outputs.ApiUrl}/notes`, { method: "POST", body: "first" });
    expect([answer.status, await answer.json()]).toEqual([201, { kept: "first" }]);
    await waitFor(() =>
      cloud.functions.logs.linesOf("Consumer").some(({ text }) => text === "consumed first with a stamp"),
    );
  }, 15_000);

  test("denies a function what its role does not grant, and shows what was called against what is granted", async () => {
    expect(await json(`${cloud.endpoints.api}/forbidden`)).toMatchObject({ name: "AccessDeniedException" });
    const { observed, granted } = await json(`${cloud.endpoints.edge}/_local/permissions`);
    const table = `arn:aws:dynamodb:us-east-1:000000000000:table/${cloud.deployment.outputs.TableName}`;
    const denied = expect.stringContaining("is not authorized to perform: dynamodb:Scan on resource: ");
    expect(observed).toContainEqual({ functionName: "Notes", action: "dynamodb:Scan", resource: table, denied });
    expect(granted.Notes).toEqual([{ action: "dynamodb:PutItem", resource: table, observed: true }]);
  });

  test("shows its functions on the console", async () => {
    const page = await (await fetch(cloud.endpoints.console)).text();
    for (const name of ["Notes", "Relay", "Consumer"]) expect(page).toContain(name);
    expect(await (await fetch(`${cloud.endpoints.console}?view=tables`)).text()).toContain(
      cloud.deployment.outputs.TableName,
    );
  });

  test("moves its time on request", async () => {
    const url = `${cloud.endpoints.edge}/_local/clock`;
    const post = (advance: unknown) => fetch(url, { method: "POST", body: JSON.stringify({ advance }) });
    expect(await (await post("14d")).json()).toMatchObject({ offset: 14 * 86_400_000 });
    expect((await post("yesterday")).status).toBe(400);
    expect((await json(url)).now).toBeGreaterThan(Date.now() + 13 * 86_400_000);
  });

  test("refuses a second instance on its state folder and a port that is taken", async () => {
    await expect(start()).rejects.toThrow(`in use by process ${process.pid}`);
    const other = createServer().listen(0, "127.0.0.1");
    await once(other, "listening");
    const { port } = other.address() as { port: number };
    const elsewhere = mkdtempSync(join(tmpdir(), "cloud-"));
    await expect(start({ stateDir: elsewhere, appPort: port })).rejects.toThrow(
      `Port ${port} for the application is already in use`,
    );
    expect(existsSync(join(elsewhere, "lock.json"))).toBe(false);
    rmSync(elsewhere, { recursive: true });
    other.close();
  });
});

test("kill -9 loses no note: the next process takes the folder over and finishes what was announced", async () => {
  const folder = mkdtempSync(join(tmpdir(), "cloud-"));
  const script = `
    import { startLocalCloud } from ${JSON.stringify(new URL("./index.ts", import.meta.url).href)};
    const options = ${JSON.stringify({ assembly, root, stateDir: folder, ...ports, secrets: { stamp: "x" } })};
    const { deployment } = await startLocalCloud(options);
    console.log(deployment.outputs.ApiUrl);`;
  const child: ChildProcess = spawn(process.execPath, ["--import", "tsx", "--input-type=module", "-e", script], {
    stdio: ["ignore", "pipe", "inherit"],
    cwd: root,
  });
  const url = await new Promise<string>((resolve) =>
    child.stdout!.once("data", (line) => resolve(String(line).trim())),
  );
  const answer = await fetch(`${url}/notes`, { method: "POST", body: "survivor" });
  expect(answer.status).toBe(201);
  child.kill("SIGKILL");
  await once(child, "exit");
  const cloud = await start({ stateDir: folder });
  const itemsOf = async (TableName?: string) => (await cloud.dynamo.client.call("Scan", { TableName })).Items;
  expect(await itemsOf(cloud.deployment.outputs.TableName)).toEqual([{ pk: { S: "survivor" } }]);
  await waitFor(async () => (await itemsOf("seen")).length === 1);
  await cloud.close();
  rmSync(folder, { recursive: true });
}, 30_000);

// biome-ignore lint/suspicious/noExplicitAny: answers of several routes.
async function json(url: string): Promise<any> {
  return (await fetch(url)).json();
}

async function waitFor(condition: () => boolean | Promise<boolean>): Promise<void> {
  const end = Date.now() + 10_000;
  while (!(await condition())) {
    if (Date.now() > end) throw new Error(`Waited in vain for ${condition}`);
    await new Promise((resolve) => setTimeout(resolve, 10));
  }
}
