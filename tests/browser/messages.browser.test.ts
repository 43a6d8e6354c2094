/** A conversation beside its messages: who is here, what was said when, who wants nothing more of whom, and what the bell says. */
import type { Browser, Page } from "playwright-core";
import { endpoints, eventually, newcomer, newKey, type Person } from "../e2e/kit.ts";
import { launch, visit } from "./chromium.ts";

let browser: Browser;
let clara: Person;
let felix: Person;
let roomId: string;
beforeAll(async () => {
  browser = await launch();
});
afterAll(() => browser?.close());
beforeEach(async () => {
  [clara, felix] = await Promise.all([newcomer("Clara", "client"), newcomer("Felix", "freelancer")]);
  ({ id: roomId } = await clara.api.openRoom({ body: { freelancerId: felix.me.id } }));
});

async function opened(person: Person, path: string): Promise<Page> {
  const { page } = await visit(browser, endpoints.webUrl, { cookie: person.cookie() });
  await page.goto(path);
  return page;
}
const say = async (person: Person, text: string) => {
  const { lastSeq: afterSeq } = await person.api.listMessages({ params: { roomId } });
  await person.api.sendMessage({ params: { roomId }, body: { clientMessageId: newKey(), afterSeq, text } });
};

test("who is here is said in words, and a word that was said is found where it was said", async () => {
  await say(clara, "The café opens in May");
  await say(felix, "I will draw the menu");
  const socket = await felix.socket();
  const page = await opened(clara, `/messages/${roomId}`);
  await page.getByRole("region", { name: "Conversation with Felix" }).getByText("Online").waitFor();
  await page.getByRole("button", { name: "Search in this conversation" }).click();
  await page.getByRole("searchbox", { name: "Search in this conversation" }).fill("cafe");
  await page
    .locator("search")
    .getByRole("button", { name: /The café opens/ })
    .click();
  await page.getByRole("log").locator("[data-found]", { hasText: "The café opens in May" }).waitFor();
  socket.close();
  await page.context().close();
}, 90_000);

test("whoever is blocked cannot write, is told so, and can again once that is undone in the settings", async () => {
  await say(clara, "Hello Felix");
  const [page, other] = await Promise.all([clara, felix].map((person) => opened(person, `/messages/${roomId}`)));
  await page!.getByRole("button", { name: "More", exact: true }).click();
  await page!.getByRole("menuitem", { name: "Block Felix" }).click();
  await page!.getByRole("dialog").getByRole("button", { name: "Block" }).click();
  await page!.getByText("You have blocked Felix").waitFor();
  expect(await page!.getByRole("textbox", { name: "Message" }).count()).toBe(0);
  await other!.getByRole("textbox", { name: "Message" }).fill("Are you there?");
  await other!.keyboard.press("Enter");
  await other!.getByText(/One of you has blocked the other/).waitFor();
  await page!.goto("/settings/privacy");
  await page!.getByRole("button", { name: "Unblock Felix" }).click();
  await page!.getByText("You have blocked nobody.").waitFor();
  await other!.getByRole("button", { name: "Try again" }).click();
  await eventually(
    () => clara.api.listMessages({ params: { roomId } }),
    ({ items }) => items.at(-1)?.text === "Are you there?",
  );
  await Promise.all([page!.context().close(), other!.context().close()]);
}, 90_000);

test("reading a conversation in one tab takes its notification from the bell of another", async () => {
  await say(clara, "Hello Felix");
  await eventually(
    () => felix.api.countUnread(),
    ({ unread }) => unread === 1,
  );
  const tab = await opened(felix, "/notifications");
  await tab.getByRole("link", { name: "Notifications, 1 unread" }).waitFor();
  const page = await opened(felix, `/messages/${roomId}`);
  await page.getByRole("log").getByText("Hello Felix").waitFor();
  await tab.getByRole("link", { name: "Notifications", exact: true }).waitFor();
  await Promise.all([tab.context().close(), page.context().close()]);
}, 90_000);
