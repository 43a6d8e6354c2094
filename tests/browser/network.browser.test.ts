/** The network as it is: cut, dead without a word, slow. What is said arrives once and in order, what is sent arrives whole. */
import type { Browser, Page, WebSocketRoute } from "playwright-core";
import { endpoints, eventually, newcomer, newKey, type Person } from "../e2e/kit.ts";
import { launch, until, type Visitor, visit } from "./chromium.ts";

let browser: Browser;
let clara: Person;
let felix: Person;
let roomId: string;
let visitor: Visitor;
let page: Page;
beforeAll(async () => {
  browser = await launch();
});
afterAll(() => browser?.close());
beforeEach(async () => {
  [clara, felix] = await Promise.all([newcomer("Clara", "client"), newcomer("Felix", "freelancer")]);
  ({ id: roomId } = await clara.api.openRoom({ body: { freelancerId: felix.me.id } }));
  visitor = await visit(browser, endpoints.webUrl, { cookie: clara.cookie() });
  page = visitor.page;
});
afterEach(async () => {
  await visitor.context.close();
  expect(visitor.faults).toEqual([]);
});

/** The page's sockets in their order; `dead` says which of them carry nothing any more, though they are open. */
async function watchSockets(dead: (nth: number) => boolean = () => false): Promise<WebSocketRoute[]> {
  const sockets: WebSocketRoute[] = [];
  await page.routeWebSocket(/\/socket/, (socket) => {
    const nth = sockets.push(socket);
    const server = socket.connectToServer();
    socket.onMessage((frame) => dead(nth) || server.send(frame));
    server.onMessage((frame) => dead(nth) || socket.send(frame));
  });
  return sockets;
}

async function say(text: string) {
  await page.getByRole("textbox", { name: "Message" }).fill(text);
  await page.keyboard.press("Enter");
}
const log = () =>
  page
    .getByRole("log")
    .textContent()
    .then((text) => text ?? "");
const sees = (text: string) => page.getByRole("log").getByText(text, { exact: true }).waitFor({ timeout: 30_000 });

async function felixSays(text: string) {
  const { lastSeq: afterSeq } = await felix.api.listMessages({ params: { roomId } });
  await felix.api.sendMessage({ params: { roomId }, body: { clientMessageId: newKey(), afterSeq, text } });
}

/** What was said, as the log keeps it, once everything is there. */
async function kept(count: number): Promise<string[]> {
  const { items } = await eventually(
    () => felix.api.listMessages({ params: { roomId } }),
    (answer) => answer.items.length >= count,
  );
  return [...items].sort((one, other) => one.seq - other.seq).map(({ text }) => text);
}

test("what is said into a connection that died without a word goes on the next one, once and in order", async () => {
  let dead = false;
  const sockets = await watchSockets((nth) => dead && nth === 1);
  await page.goto(`/messages/${roomId}`);
  await say("First");
  await kept(1);
  dead = true;
  await say("Second");
  await say("Third");
  await felixSays("Meanwhile");
  await sees("Meanwhile");
  const said = await kept(4);
  expect(sockets.length).toBeGreaterThan(1);
  expect(said.filter((text) => text !== "Meanwhile")).toEqual(["First", "Second", "Third"]);
  await sees("Third");
  await eventually(async () => expect((await log()).match(/First|Second|Third|Meanwhile/g)).toEqual(said) ?? true);
}, 90_000);

test("who only reads is told by the heartbeat that the connection is dead", async () => {
  let dead = false;
  const sockets = await watchSockets((nth) => dead && nth === 1);
  await page.clock.install();
  await page.goto(`/messages/${roomId}`);
  await say("Are you there?");
  await kept(1);
  dead = true;
  await felixSays("I am");
  await page.clock.fastForward(61_000);
  expect(sockets).toHaveLength(1);
  await page.clock.fastForward(10_500);
  await sees("I am");
  expect(sockets).toHaveLength(2);
}, 90_000);

test("what changed after a page was read and before its socket was open is shown once it is", async () => {
  let open = () => {};
  const held = new Promise<void>((resolve) => {
    open = resolve;
  });
  await page.route("**/api/socket-tickets", async (route) => {
    await held;
    await route.continue();
  });
  await page.goto("/messages");
  await page.getByText("Felix").first().waitFor();
  await page.waitForRequest("**/api/socket-tickets");
  await felixSays("Between the two");
  // All that is told of it has been told when its notification is there.
  await eventually(
    () => clara.api.countUnread(),
    ({ unread }) => unread === 1,
  );
  expect(await page.getByText("Between the two").count()).toBe(0);
  open();
  await page.getByText("Between the two").first().waitFor();
}, 90_000);

test("a cut network is said so, and what was written meanwhile is sent when it is back", async () => {
  const sockets = await watchSockets();
  await page.goto(`/messages/${roomId}`);
  await say("Before");
  await kept(1);
  // What a page brings once it is quiet has come, too.
  await page.waitForLoadState("networkidle");
  await visitor.context.setOffline(true);
  await sockets[0]?.close();
  await page.getByText(/You are offline/).waitFor();
  await say("In the tunnel");
  await say("Still in the tunnel");
  await felixSays("Hello?");
  expect(await kept(2)).toEqual(["Before", "Hello?"]);
  await visitor.context.setOffline(false);
  const said = await kept(4);
  expect(said).toEqual(["Before", "Hello?", "In the tunnel", "Still in the tunnel"]);
  await eventually(
    async () => expect((await log()).match(/Before|Hello|(In|Still in) the tunnel/g)).toHaveLength(4) ?? true,
  );
  await page.getByText(/You are offline/).waitFor({ state: "detached" });
}, 90_000);

test("a file shows its way up a slow line, and the other one opens the very same", async () => {
  const picture = Buffer.concat([
    Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]),
    Buffer.alloc(400_000, "sketch"),
  ]);
  await page.goto(`/messages/${roomId}`);
  await page.getByRole("textbox", { name: "Message" }).waitFor();
  const line = await visitor.context.newCDPSession(page);
  await line.send("Network.enable");
  const slow = { offline: false, latency: 0, downloadThroughput: -1, uploadThroughput: 250_000 };
  await line.send("Network.emulateNetworkConditions", slow);
  await page.locator("input[type=file]").setInputFiles({ name: "sketch.png", mimeType: "image/png", buffer: picture });
  await page.getByRole("progressbar", { name: "Uploading sketch.png" }).waitFor();
  await until(page, "document.querySelector('progress')?.value > 0");
  await page.getByRole("button", { name: "Remove sketch.png" }).waitFor();
  await until(page, "!document.querySelector('progress')");
  await page.getByRole("textbox", { name: "Message" }).fill("The sketch");
  await page.getByRole("button", { name: "Send" }).click();
  await kept(1);

  const other = await visit(browser, endpoints.webUrl, { cookie: felix.cookie() });
  await other.page.goto(`/messages/${roomId}`);
  const link = other.page.getByRole("link", { name: /sketch\.png/ });
  const answer = await other.context.request.get((await link.getAttribute("href")) ?? "");
  expect(answer.ok()).toBe(true);
  expect((await answer.body()).equals(picture)).toBe(true);
  await other.context.close();
  expect(other.faults).toEqual([]);
}, 90_000);
