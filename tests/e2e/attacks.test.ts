/** What somebody hostile tries with an account of their own, at the public doors, and what comes of it: nothing. */
import type { ServerFrame } from "@freelancerm/contracts/socket";
import { WebSocket } from "ws";
import {
  anyone,
  endpoints,
  eventually,
  newcomer,
  newKey,
  PASSWORD,
  type Person,
  refusesUpgrade,
  signIn,
} from "./kit.ts";
import { hire, outcome, post, propose, terms } from "./steps.ts";

let client: Person;
let freelancer: Person;
let thief: Person;
let roomId: string;
let foreignRoomId: string;

beforeAll(async () => {
  client = await newcomer("Vera", "client");
  freelancer = await newcomer("Felix", "freelancer");
  thief = await newcomer("Theo", "client");
  const other = await newcomer("Otto", "freelancer");
  roomId = (await thief.api.openRoom({ body: { freelancerId: other.me.id } })).id;
  foreignRoomId = (await client.api.openRoom({ body: { freelancerId: freelancer.me.id } })).id;
});

const open = new Set<WebSocket>();
const kept = (socket: WebSocket): WebSocket => {
  open.add(socket);
  return socket.on("error", () => undefined);
};
/** Ends what was left open, so that the runner can leave. */
afterAll(() => {
  for (const socket of open) socket.terminate();
});

describe("frames", () => {
  /** A socket that sends bytes as they are. */
  async function rawSocket() {
    const { url } = await thief.api.createSocketTicket();
    const socket = kept(new WebSocket(url));
    const frames: ServerFrame[] = [];
    socket.on("message", (data) => frames.push(JSON.parse(String(data))));
    await new Promise((resolve, reject) => socket.once("open", resolve).once("unexpected-response", reject));
    return { socket, frames };
  }
  const said = (more: object) =>
    JSON.stringify({ action: "message.send", roomId, clientMessageId: "attack-0001", afterSeq: 0, text: "x", ...more });

  test.each<[string, () => string, string]>([
    ["half of JSON", () => '{"action":', "request.invalid"],
    ["a list", () => "[]", "request.invalid"],
    ["nothing", () => "null", "request.invalid"],
    ["an action of every object", () => '{"action":"constructor"}', "request.invalid"],
    ["an action of the prototype", () => '{"action":"__proto__"}', "request.invalid"],
    ["the gateway's own action", () => '{"action":"$disconnect"}', "request.invalid"],
    ["an action that is none", () => '{"action":{"$gt":""}}', "request.invalid"],
    ["10,000 lists in each other", () => `${"[".repeat(10_000)}${"]".repeat(10_000)}`, "request.invalid"],
    ["another sender", () => said({ senderId: freelancer.me.id }), "request.invalid"],
    ["a prototype", () => said({}).replace("{", '{"__proto__":{"roomId":"x"},'), "request.invalid"],
    ["half a character", () => said({}).replace('"x"', '"\\ud800"'), "request.invalid"],
    ["somebody else's room", () => said({ roomId: foreignRoomId }), "room.not_open"],
    ["a room that is not there", () => said({ roomId: `rom_${"0".repeat(32)}` }), "room.not_open"],
    [
      "a look into somebody else's room",
      () => `{"action":"resume","roomId":"${foreignRoomId}","afterSeq":0}`,
      "room.not_open",
    ],
    ["typing in somebody else's room", () => `{"action":"typing","roomId":"${foreignRoomId}"}`, "room.not_open"],
    [
      "somebody else's file",
      () => said({ attachmentIds: [`fil_${client.me.id.slice(4)}${"0".repeat(26)}`] }),
      "file.not_ready",
    ],
  ])("with %s are answered with an error and change nothing", async (_, frame, code) => {
    const { socket, frames } = await rawSocket();
    socket.send(frame());
    const [answer] = await eventually(
      () => frames,
      ({ length }) => length > 0,
    );
    expect(answer).toMatchObject({ action: "error", code });
    expect(JSON.stringify(answer)).not.toMatch(/arn:|node_modules|\.ts:\d|ZodError|DynamoDB/);
    socket.terminate();
    expect((await client.api.listMessages({ params: { roomId: foreignRoomId } })).items).toEqual([]);
    expect((await thief.api.listMessages({ params: { roomId } })).items).toEqual([]);
  });

  test.each([
    ["of bytes", Buffer.from('{"action":"ping"}')],
    ["larger than the gateway takes", "x".repeat(200 * 1024)],
  ])("%s end the connection", async (_, frame) => {
    const { socket } = await rawSocket();
    const closed = new Promise((resolve) => socket.once("close", resolve));
    socket.send(frame);
    await closed;
  });
});

describe("uploads", () => {
  type Announced = Awaited<ReturnType<typeof announce>>;
  const announce = (more: object = {}) =>
    thief.api.createUpload({
      body: { purpose: "message", name: "setup.bat", contentType: "text/plain", size: 5, ...more },
    });
  async function posted({ url, fields }: Announced, content: string, other: Record<string, string> = {}) {
    const form = new FormData();
    for (const [name, value] of Object.entries({ ...fields, ...other })) form.append(name, value);
    form.append("file", new Blob([content]));
    return (await fetch(url, { method: "POST", body: form })).ok;
  }

  test.each([
    ["a page", { contentType: "text/html" }, "file.type_refused"],
    ["a drawing that runs scripts", { purpose: "avatar", contentType: "image/svg+xml" }, "file.type_refused"],
    ["a type of every object", { contentType: "constructor/x" }, "file.type_refused"],
    ["a picture of 6 MB", { purpose: "avatar", contentType: "image/png", size: 6 * 1024 * 1024 }, "file.too_large"],
    ["nothing", { size: 0 }, "request.invalid"],
    ["less than nothing", { size: -1 }, "request.invalid"],
    ["a name that turns around", { name: "a\u202etxt.exe" }, "request.invalid"],
    ["a name with a header in it", { name: "a\r\nX-Evil: 1" }, "request.invalid"],
  ])("%s is not even announced", async (_, more, code) => {
    expect(await outcome(announce(more))).toBe(code);
  });

  test("the form takes what was announced, and only at its place", async () => {
    const upload = await announce();
    const attempts: [string, Record<string, string>?][] = [
      ["longer than announced"],
      ["hello", { "Content-Type": "text/html" }],
      ["hello", { key: `files/${upload.fileId}` }],
      ["hello", { key: `${upload.fields.key}/../other` }],
      ["hello", { acl: "public-read" }],
      ["hello", { success_action_redirect: "https://evil.example" }],
    ];
    for (const [content, other] of attempts)
      expect([other, await posted(upload, content, other)]).toEqual([other, false]);
    expect(await outcome(thief.api.completeUpload({ params: upload }))).toBe("file.not_ready");
    expect(await posted(upload, "hello")).toBe(true);
    expect(await outcome(client.api.completeUpload({ params: upload }))).toBe("resource.not_found");
    await thief.api.completeUpload({ params: upload });
    const address = await addressOf(upload.fileId, thief);
    // Whoever posts again reaches the quarantine, and never what was checked.
    await posted(upload, "EVIL!");
    const answer = await fetch(address);
    expect([await answer.text(), answer.headers.get("content-disposition")]).toEqual([
      "hello",
      expect.stringMatching(/^attachment; filename="setup\.bat\.txt"/),
    ]);
    for (const url of [address.split("?")[0]!, address.replace("/files/", "/quarantine/")]) {
      expect((await fetch(url)).ok).toBe(false);
    }
    for (const who of [client, freelancer, undefined]) expect(await statusOf(upload.fileId, who)).toBe(404);
    expect(
      await outcome(client.api.sendMessage({ params: { roomId: foreignRoomId }, body: withFile(upload.fileId) })),
    ).toBe("file.not_ready");
    const { attachments } = await thief.api.sendMessage({ params: { roomId }, body: withFile(upload.fileId) });
    const { token } = attachments[0]!;
    expect(await statusOf(`${upload.fileId}?token=${token}`, undefined)).toBe(303);
    for (const wrong of [`zzzzzz.${token!.split(".")[1]}`, `-1.${token!.split(".")[1]}`, `${token}x`, "."]) {
      expect(await statusOf(`${upload.fileId}?token=${wrong}`, client)).toBe(404);
    }
  });

  test("a picture is one by its bytes, not by its name", async () => {
    const upload = await announce({ purpose: "avatar", name: "me.png", contentType: "image/png", size: 25 });
    expect(await posted(upload, "<script>alert(1)</script>")).toBe(true);
    expect(await outcome(thief.api.completeUpload({ params: upload }))).toBe("file.type_refused");
  });

  const withFile = (fileId: string) => ({
    clientMessageId: `file-${newKey()}`,
    afterSeq: 0,
    text: "",
    attachmentIds: [fileId],
  });
  const fetched = (path: string, who: Person | undefined) =>
    fetch(`${endpoints.httpUrl}/files/${path}`, {
      redirect: "manual",
      headers: who ? { authorization: `Bearer ${who.token()}` } : {},
    });
  const statusOf = async (path: string, who: Person | undefined) => (await fetched(path, who)).status;
  const addressOf = async (path: string, who: Person) => (await fetched(path, who)).headers.get("location")!;
});

describe("contracts", () => {
  test("terms that were raised a moment before are not signed", async () => {
    const { id: jobId } = await post(client);
    const read = await propose(freelancer, jobId);
    const params = { proposalId: read.id };
    const raised = { total: 6_000_000, milestones: [{ title: "All of it", amount: 6_000_000 }] };
    await freelancer.api.editProposal({ params, body: { letter: read.letter, terms: raised }, version: read.version });
    expect(await outcome(client.api.acceptProposal({ params, version: read.version }))).toBe("resource.changed");
    expect(await client.api.getProposal({ params })).toMatchObject({ status: "submitted", contractId: null });
  });

  test("no milestone is so large that nobody can read the contract any more", async () => {
    const { contractId } = await hire(client, freelancer);
    const params = { contractId };
    const add = () =>
      client.api.addMilestone({ params, body: { title: "All the rest", amount: 10_000_000_000 - 30_000 } });
    await add();
    expect(await outcome(add())).toBe("request.invalid");
    expect(await freelancer.api.getContract({ params })).toMatchObject({ total: 10_000_000_000 });
    expect((await freelancer.api.listMyContracts({ query: { role: "freelancer" } })).items.length).toBeGreaterThan(0);
  });

  test("an Idempotency-Key answers only whoever sent it, and only the same", async () => {
    const { contractId } = await hire(client, freelancer);
    const idempotencyKey = newKey();
    const params = { contractId, number: 1 };
    const payment = await client.api.fundMilestone({ params, idempotencyKey });
    expect(await client.api.fundMilestone({ params, idempotencyKey })).toEqual(payment);
    const other = client.api.fundMilestone({ params: { contractId, number: 2 }, idempotencyKey });
    expect(await outcome(other)).toBe("idempotency.key_reused");
    expect(await outcome(thief.api.fundMilestone({ params, idempotencyKey }))).toBe("resource.not_found");
    expect(await outcome(freelancer.api.refundMilestone({ params, idempotencyKey }))).toBe("milestone.wrong_state");
  });

  test("offers made and taken back end after ten, and the mails with them", async () => {
    const { id: jobId } = await post(client);
    const params = { proposalId: (await propose(freelancer, jobId)).id };
    const outcomes: string[] = [];
    for (let made = 0; made < 12; made++) {
      outcomes.push(await outcome(client.api.makeOffer({ params, body: { terms } })));
      await outcome(client.api.withdrawOffer({ params }));
    }
    expect(outcomes.slice(9)).toEqual(["ok", "offer.too_many_rounds", "offer.too_many_rounds"]);
  });
});

test.each([
  ["a NUL", "Ve\u0000ra"],
  ["half a character", "Vera \ud800"],
  ["a second line", "Vera\r\nBcc: all@example.com"],
  ["nothing that shows", "\u200b\u200b\u200b"],
  ["a turned direction", "Vera\u202eregnaD"],
])("%s is no name", async (_, displayName) => {
  const { version } = await thief.api.getMe();
  expect(await outcome(thief.api.updateMe({ body: { displayName }, version }))).toBe("request.invalid");
});

test("whoever changes the password is rid of a thief: session, socket and ticket", async () => {
  const owner = await newcomer("Wanda", "client");
  const stolen = await signIn(owner.email, PASSWORD);
  const socket = await stolen.socket();
  const { url } = await stolen.api.createSocketTicket();
  const token = stolen.token();
  // Sessions are told apart by the second they began in.
  await new Promise((resolve) => setTimeout(resolve, 1100));
  await owner.api.changePassword({ body: { current: PASSWORD, next: "another horse 43" } });
  await socket.closed;
  const refreshed = await fetch(`${endpoints.httpUrl}/session/refresh`, {
    method: "POST",
    headers: { cookie: stolen.cookie() },
  });
  const ticket = await fetch(`${endpoints.httpUrl}/socket-tickets`, {
    method: "POST",
    headers: { authorization: `Bearer ${token}` },
  });
  expect([refreshed.status, ticket.status]).toEqual([401, 401]);
  const late = kept(new WebSocket(url));
  const status = await new Promise<number>((resolve) =>
    late.on("unexpected-response", (_, { statusCode }) => resolve(statusCode!)).on("open", () => resolve(101)),
  );
  expect([status, refusesUpgrade(status)]).toEqual([status, true]);
  expect(await outcome(anyone.signIn({ body: { email: owner.email, password: PASSWORD } }))).toBe(
    "auth.invalid_credentials",
  );
});
