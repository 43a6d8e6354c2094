/** Starting, stopping and being killed, as whoever runs the marketplace on a machine lives it. */
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { roomIdOf } from "@freelancerm/contracts/ids";
import { freeRow, occupy, processesOf, type Started, start } from "./own-marketplace.ts";

const folders = mkdtempSync(join(tmpdir(), "freelancerm-operations-"));
afterAll(() => rmSync(folders, { recursive: true, force: true }));
const folder = (name: string) => join(folders, name);

// Whoever names a deployment by ENDPOINTS asks about that one; setup.ts says so by starting none.
const onThisMachine = process.env.MARKETPLACE_PID ? describe : describe.skip;

// The marketplace of the second half has to be there before the people who live in it are made.
const stateDir = folder("own");
const port = await freeRow();
let own: Started;
async function begin(): Promise<void> {
  rmSync(join(stateDir, "endpoints.json"), { force: true });
  own = start(stateDir, ["--port", String(port)]);
  await own.ready();
}
if (onThisMachine === describe) {
  await begin();
  process.env.ENDPOINTS = join(stateDir, "endpoints.json");
}
const { anyone, eventually, inboxOf, newcomer, newKey, payAt } = await import("./kit.ts");
const { administrator } = await import("./administrator.ts");
const { hire, post, propose } = await import("./steps.ts");

/** What the start says before it gives up: one sentence, no stack, and nothing stays behind. */
async function refusalOf(stateDir: string, args = ["--port", "0"], env = {}): Promise<string> {
  const started = start(stateDir, args, env);
  expect(await started.exited).toBe(1);
  const lines = started.output().trim().split("\n");
  expect(lines).toHaveLength(1);
  expect(processesOf(stateDir)).toEqual([]);
  return lines[0]!;
}

onThisMachine("a start that cannot succeed says why in one sentence:", () => {
  test("a port is taken", async () => {
    // The last that is looked at: nothing was begun on the others.
    const port = await freeRow();
    const release = await occupy(port + 3);
    const said = await refusalOf(folder("port"), ["--port", String(port)]);
    await release();
    expect(said).toMatch(
      new RegExp(`^FreelancerM could not start: Port ${port + 3} for Stripe is already in use: .+\\.$`),
    );
  });

  test("the engine's package is not installed", async () => {
    const hidden = join(folders, "hidden.cjs");
    writeFileSync(
      hidden,
      `const Module = require("node:module");
      const resolve = Module._resolveFilename;
      Module._resolveFilename = (name, ...rest) => {
        if (name.startsWith("@dynoxide/")) throw new Error("not found");
        return resolve(name, ...rest);
      };`,
    );
    const said = await refusalOf(folder("package"), undefined, { NODE_OPTIONS: `--require ${hidden}` });
    expect(said).toMatch(
      /The DynamoDB engine dynoxide is not there: install the npm package @dynoxide\/linux-x64 .+\.$/,
    );
  });

  test("the chosen engine is not there", async () => {
    const jar = join(folders, "DynamoDBLocal.jar");
    const said = await refusalOf(folder("engine"), undefined, { LOCAL_ENGINE: "java", DYNAMODB_LOCAL_JAR: jar });
    expect(said).toContain(`DynamoDB Local was not found at ${jar}`);
  });

  test("a file lies where the state folder should be", async () => {
    writeFileSync(folder("file"), "not a folder");
    expect(await refusalOf(folder("file"))).toMatch(/The state folder .+ cannot be used: .+/);
  });

  test("a state file is broken", async () => {
    const file = join(folder("broken"), "state", "seed.json");
    mkdirSync(join(file, ".."), { recursive: true });
    writeFileSync(file, '{"seed": "half');
    const said = await refusalOf(folder("broken"));
    expect(said).toContain(`The state file ${file} is not readable JSON: delete it, or start with --fresh.`);
  });

  test("the tables are broken", async () => {
    const file = join(folder("tables"), "state", "dynamodb", "tables.db");
    mkdirSync(join(file, ".."), { recursive: true });
    writeFileSync(file, "this is no database ".repeat(400));
    expect(await refusalOf(folder("tables"))).toMatch(/The DynamoDB engine dynoxide did not start: .+database/i);
  });

  test.each([["--port", "eighty"], ["--what"]])("an option is wrong: %s", async (...args) => {
    const started = start(folder("option"), args);
    expect(await started.exited).toBe(2);
    expect(started.output()).toMatch(/^.+\n\nUsage: npm start/);
  });
});

onThisMachine("what was acknowledged stays", () => {
  const jobs = async () => (await anyone.listJobs()).items.map(({ id }) => id);
  let cast: Awaited<ReturnType<typeof hireTwo>>;

  async function hireTwo() {
    const [client, freelancer] = await Promise.all([newcomer("Clio", "client"), newcomer("Fritz", "freelancer")]);
    const { api } = await administrator(client);
    await api.createCategory({ body: { id: "design", name: "Design", description: "" } });
    for (const id of ["logo", "vector"]) {
      await api.createSkill({ params: { categoryId: "design" }, body: { id, name: id } });
    }
    const { contractId } = await hire(client, freelancer);
    const funding = { params: { contractId, number: 1 }, idempotencyKey: newKey() };
    const { checkoutUrl } = await client.api.fundMilestone(funding);
    return { client, freelancer, contractId, checkoutUrl: checkoutUrl!, open: await post(client) };
  }

  beforeAll(async () => {
    cast = await hireTwo();
  });

  test("a second start on the same folder is refused, and says by whom it is used", async () => {
    const second = start(stateDir, ["--port", "0"]);
    expect(await second.exited).toBe(1);
    expect(second.output()).toContain(`is in use by process ${own.child.pid}`);
  });

  test("Ctrl-C leaves no process, and the next start finds everything", async () => {
    expect(processesOf(stateDir).length).toBeGreaterThan(1);
    own.child.kill("SIGINT");
    expect(await own.exited).toBe(0);
    expect(processesOf(stateDir)).toEqual([]);
    await begin();
    expect(await jobs()).toEqual([cast.open.id]);
    expect(await cast.client.api.getContract({ params: { contractId: cast.contractId } })).toMatchObject({ held: 0 });
  });

  test("kill -9 leaves no process; what was answered is there and what was on its way arrives, once", async () => {
    const { client, freelancer, contractId, checkoutUrl, open } = cast;
    const roomId = roomIdOf(client.me.id, freelancer.me.id);
    await eventually(() => client.api.getRoom({ params: { roomId } }));
    const { lastSeq } = await client.api.listMessages({ params: { roomId } });
    const message = { clientMessageId: "before-the-end", afterSeq: lastSeq, text: "The lights went out" };
    // All three are answered, and killed before anybody can have been told.
    const [posted, said, proposal] = await Promise.all([
      post(client),
      client.api.sendMessage({ params: { roomId }, body: message }),
      propose(freelancer, open.id),
      payAt(checkoutUrl),
    ]);
    own.child.kill("SIGKILL");
    await own.exited;
    await eventually(
      () => processesOf(stateDir),
      (left) => left.length === 0,
      5000,
    );

    await begin();
    expect(await jobs()).toEqual([posted.id, open.id]);
    expect((await client.api.listMessages({ params: { roomId } })).items.at(-1)).toEqual(said);
    expect(await client.api.sendMessage({ params: { roomId }, body: message })).toEqual(said);
    expect(await client.api.getProposal({ params: { proposalId: proposal.id } })).toMatchObject({
      status: "submitted",
    });

    // The processor's webhook, the events of the outbox and the mails find their way.
    await eventually(
      () => client.api.getContract({ params: { contractId } }),
      ({ held }) => held === 30_000,
    );
    expect((await client.api.listContractLedger({ params: { contractId } })).items.map(({ type }) => type)).toEqual([
      "funded",
    ]);
    await eventually(
      () => freelancer.api.getRoom({ params: { roomId } }),
      (room) => room.lastSeq === said.seq,
    );
    const about = `/proposals/${proposal.id}`;
    const told = () => client.api.listNotifications({ query: { limit: 100 } });
    await eventually(told, ({ items }) => items.some(({ link }) => link === about));
    const mails = async () => (await inboxOf(client.email)).filter(({ text }) => text.includes(about));
    await eventually(mails, (found) => found.length > 0);
    expect((await told()).items.filter(({ link }) => link === about)).toHaveLength(1);
    expect(await mails()).toHaveLength(1);
  });

  afterAll(async () => {
    own?.child.kill("SIGTERM");
    await own?.exited;
    expect(processesOf(stateDir)).toEqual([]);
  });
});
