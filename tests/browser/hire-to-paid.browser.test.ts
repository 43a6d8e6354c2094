/** The marketplace's main job in two browsers at once: post, propose, hire, fund, talk, deliver, pay. */
import type { Browser, Page } from "playwright-core";
import { endpoints, job, newcomer, type Person, setUpPayouts, someCategory } from "../e2e/kit.ts";
import { launch, settled, until, type Visitor, visit, WIDTHS } from "./chromium.ts";

let browser: Browser;
const visitors: Visitor[] = [];
beforeAll(async () => {
  browser = await launch();
});
afterAll(() => browser?.close());
afterEach(async () => {
  for (const { context, faults } of visitors.splice(0)) {
    await context.close();
    expect(faults).toEqual([]);
  }
});

async function enter(name: string, role: "client" | "freelancer", width?: number) {
  const person = await newcomer(name, role);
  const visitor = await visit(browser, endpoints.webUrl, { cookie: person.cookie(), width });
  visitors.push(visitor);
  return { person, page: visitor.page };
}

const button = (page: Page, name: string | RegExp) => page.getByRole("button", { name }).first();
const heading = (page: Page, name: string | RegExp) => page.getByRole("heading", { name }).first();
const says = (page: Page, text: string | RegExp) => page.getByText(text).first().waitFor();

/** Chooses from a select by its label. */
async function choose(page: Page, label: string, option?: string) {
  await page.getByLabel(label, { exact: false }).first().click();
  const list = page.locator("[role=option]:visible");
  await (option ? list.filter({ hasText: option }) : list).first().click();
}

async function postJob(page: Page, title: string) {
  await page.goto("/jobs/new/title");
  // A step that is not right says why, and stays.
  await button(page, "Next").click();
  await page.locator("#field-description[aria-invalid=true]").waitFor();
  await page.getByLabel("Title").fill(title);
  await choose(page, "Category");
  await page.getByLabel("Description").fill("A hand-drawn logo for a bakery in Porto, as vector files.");
  await button(page, "Next").click();
  await heading(page, "Who can do it?").waitFor();
  await button(page, "Next").click();
  await heading(page, "How big is it?").waitFor();
  await button(page, "Next").click();
  await heading(page, "What may it cost?").waitFor();
  await page.getByLabel("From, for the whole job").fill("200");
  await page.getByLabel("Up to, for the whole job").fill("600");
  await button(page, "Next").click();
  await heading(page, "Look it over").waitFor();
  await button(page, "Publish the job").click();
  await heading(page, title).waitFor();
  await says(page, "This is how freelancers see your job.");
}

test("from a posted job to a paid milestone, live on both sides", async () => {
  const [{ page: client }, { page: freelancer, person: felix }] = await Promise.all([
    enter("Clara", "client"),
    enter("Felix", "freelancer"),
  ]);
  await setUpPayouts(felix);
  const title = `A logo for bakery ${Date.now()}`;
  await postJob(client, title);
  const jobPath = new URL(client.url()).pathname;

  // Propose: fees are shown as the price is typed.
  await freelancer.goto(jobPath);
  await freelancer.getByRole("link", { name: "Send a proposal" }).first().click();
  await freelancer.getByLabel("Letter").last().fill("I draw bakeries for a living, here is how I would go about it.");
  await freelancer.getByLabel("What is delivered").fill("The logo");
  await freelancer.getByLabel("Price").first().fill("300,00");
  await says(freelancer, "$285.00");
  await button(freelancer, "Send the proposal").click();
  await heading(freelancer, "Your proposal").waitFor();

  // The client's bell counts it without a reload.
  await client.getByTestId("bell-count").filter({ hasText: "1" }).waitFor();
  await client.getByRole("link", { name: "See proposals" }).click();
  await client.getByRole("link", { name: "Felix" }).click();
  await client.waitForURL("**/proposals/prp_*");
  await settled(client);
  await button(client, "Hire").click();
  await client.getByRole("dialog").getByText("$309.00").waitFor();
  await client.getByRole("dialog").getByRole("button", { name: "Hire" }).click();
  await heading(client, "Fund the milestone: The logo").waitFor();
  const contractPath = new URL(client.url()).pathname;

  // Fund at the hosted checkout, and come back.
  await button(client, "Fund milestone 1").click();
  await client.getByRole("dialog").getByRole("button", { name: "Go to the payment page" }).click();
  await client.waitForURL((url) => !url.href.startsWith(endpoints.webUrl));
  await client.getByRole("button", { name: /pay/i }).click();
  await client.waitForURL(`${endpoints.webUrl}/**`);
  await says(client, "The milestone is funded. Work can start.");

  // Talk, both in the room.
  await freelancer.goto(contractPath);
  await freelancer.getByRole("link", { name: /^Message (Clara|Felix)/ }).click();
  await client
    .getByRole("link", { name: /^Message (Clara|Felix)/ })
    .first()
    .click();
  await client.getByRole("textbox", { name: "Message" }).fill("The bags are brown kraft paper.");
  await client.keyboard.press("Enter");
  await says(freelancer, "The bags are brown kraft paper.");
  await says(client, "Read");
  await freelancer.getByRole("textbox", { name: "Message" }).pressSequentially("Good");
  await says(client, "Felix is writing");
  await freelancer.getByRole("textbox", { name: "Message" }).fill("Good to know.");
  await button(freelancer, "Send").click();
  await says(client, "Good to know.");

  // Deliver, and pay.
  await client.goto(contractPath);
  await freelancer.goto(contractPath);
  await button(freelancer, "Submit work").click();
  await freelancer.getByLabel("What you deliver").fill("Here is the logo.");
  await freelancer.getByRole("dialog").getByRole("button", { name: "Submit" }).click();
  await heading(client, "Review the work: The logo").waitFor();
  await button(client, "Approve and pay").click();
  await client
    .getByRole("dialog")
    .getByRole("button", { name: /^Approve and pay/ })
    .click();
  await says(client, "Paid");
  await freelancer.getByText("Paid", { exact: true }).first().waitFor();
  await freelancer.goto("/payments");
  await says(freelancer, "+$285.00");
}, 120_000);

test("a file goes through the chat, and what is said offline arrives when the network is back", async () => {
  const [{ page: client }, { page: freelancer, person: ines }] = await Promise.all([
    enter("Carla", "client"),
    enter("Ines", "freelancer"),
  ]);
  await client.goto(`/freelancers/${ines.me.id}`);
  await button(client, "Message").click();
  await client.waitForURL("**/messages/*");
  const path = new URL(client.url()).pathname;
  await client.locator("input[type=file]").setInputFiles({
    name: "sketch.png",
    mimeType: "image/png",
    buffer: Buffer.from(
      "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==",
      "base64",
    ),
  });
  await client.getByRole("button", { name: "Remove sketch.png" }).waitFor();
  await client.getByRole("textbox", { name: "Message" }).fill("The sketch");
  await button(client, "Send").click();
  await client.getByText("Sent", { exact: true }).waitFor();
  await freelancer.goto(path);
  await says(freelancer, "The sketch");
  await freelancer.getByRole("link", { name: /sketch\.png/ }).waitFor();

  await client.context().setOffline(true);
  await says(client, /You are offline/);
  // An open socket outlives the emulated network; a dead one is replaced by the heartbeat.
  await client.getByRole("textbox", { name: "Message" }).fill("Said without a network");
  await client.keyboard.press("Enter");
  await client.context().setOffline(false);
  await says(freelancer, "Said without a network");
}, 120_000);

test("a job is posted on a phone", async () => {
  const { page } = await enter("Petra", "client", 390);
  await postJob(page, "A menu for a bakery, on one page");
});

test("a job is found and a proposal begun by keyboard alone", async () => {
  const { page: client } = await enter("Karin", "client");
  await postJob(client, "Bread pictures by keyboard");
  const { page } = await enter("Kim", "freelancer");
  await page.goto("/jobs");
  await heading(page, "Bread pictures by keyboard").waitFor();
  await page.keyboard.press("/");
  await page.keyboard.type("keyboard");
  await page.keyboard.press("Enter");
  await page.locator("mark").first().waitFor();
  await page.keyboard.press("Tab");
  await page.keyboard.press("j");
  await page.keyboard.press("Enter");
  await page.getByRole("heading", { name: "Bread pictures by keyboard", level: 1 }).waitFor();
  expect(await page.evaluate("document.activeElement.tagName")).toBe("H1");
  for (let presses = 0; presses < 40; presses++) {
    if ((await page.evaluate("document.activeElement.textContent")) === "Send a proposal") break;
    await page.keyboard.press("Tab");
  }
  await page.keyboard.press("Enter");
  await heading(page, "Send a proposal").waitFor();
});

/** Somebody's open job with a proposal of somebody else, made without a browser. */
async function proposed() {
  const [client, freelancer, category] = await Promise.all([
    newcomer("Clara", "client"),
    newcomer("Felix", "freelancer"),
    someCategory(),
  ]);
  await setUpPayouts(freelancer);
  const title = `Letters for a shop window ${Date.now()}`;
  const posted = await client.api.createJob({ body: { ...job, ...category, title, publish: true } });
  const terms = { total: 30_000, milestones: [{ title: "The letters", amount: 30_000 }] };
  const letter = "I paint letters on glass and would come by this week.";
  await freelancer.api.submitProposal({ params: { jobId: posted.id }, body: { letter, terms, answers: [] } });
  return { client, freelancer, title, jobId: posted.id };
}

async function open(person: Person, width?: number): Promise<Page> {
  const visitor = await visit(browser, endpoints.webUrl, { cookie: person.cookie(), width });
  visitors.push(visitor);
  return visitor.page;
}

/** Presses Tab until the focus is on what has this name. */
async function tabTo(page: Page, name: RegExp) {
  const focused = () =>
    page.evaluate<string>(
      "(document.activeElement.getAttribute('aria-label') ?? document.activeElement.textContent ?? '').trim()",
    );
  for (let presses = 0; presses < 80; presses++) {
    if (name.test(await focused())) return;
    await page.keyboard.press("Tab");
  }
  throw new Error(`The focus never came to ${name}.`);
}

test("a client hires from the home page with the keyboard alone", async () => {
  const { client, title } = await proposed();
  const page = await open(client);
  await page.goto("/");
  await heading(page, /Welcome/).waitFor();
  await tabTo(page, /^My jobs$/);
  await page.keyboard.press("Enter");
  await heading(page, "My jobs").waitFor();
  await says(page, title);
  await tabTo(page, new RegExp(title));
  await page.keyboard.press("Enter");
  await heading(page, title).waitFor();
  await tabTo(page, /^See proposals/);
  await page.keyboard.press("Enter");
  await page.getByRole("link", { name: "Felix" }).first().waitFor();
  await tabTo(page, /^Felix$/);
  await page.keyboard.press("Enter");
  await button(page, "Hire").waitFor();
  await settled(page);
  await tabTo(page, /^Hire$/);
  await page.keyboard.press("Enter");
  const dialog = page.getByRole("dialog");
  await dialog.getByText("€309.00").waitFor();
  await until(page, "document.querySelector('[role=dialog]').contains(document.activeElement)");
  await tabTo(page, /^Hire$/);
  await page.keyboard.press("Enter");
  await heading(page, "Fund the milestone: The letters").waitFor();
});

test("on two phones: hired, funded, delivered and paid", async () => {
  const { client, freelancer, jobId } = await proposed();
  const [hers, his] = await Promise.all([open(client, WIDTHS.phone), open(freelancer, WIDTHS.phone)]);
  await hers.goto(`/jobs/${jobId}/proposals`);
  await hers.getByRole("link", { name: "Felix" }).first().click();
  await hers.waitForURL("**/proposals/prp_*");
  await settled(hers);
  await button(hers, "Hire").click();
  await hers.getByRole("dialog").getByRole("button", { name: "Hire" }).click();
  await heading(hers, "Fund the milestone: The letters").waitFor();
  const contractPath = new URL(hers.url()).pathname;
  await button(hers, "Fund milestone 1").click();
  await hers.getByRole("dialog").getByRole("button", { name: "Go to the payment page" }).click();
  await hers.waitForURL((url) => !url.href.startsWith(endpoints.webUrl));
  await hers.getByRole("button", { name: /pay/i }).click();
  await says(hers, "The milestone is funded. Work can start.");
  await his.goto(contractPath);
  await button(his, "Submit work").click();
  await his.getByLabel("What you deliver").fill("The letters are on the glass.");
  await his.getByRole("dialog").getByRole("button", { name: "Submit" }).click();
  await heading(hers, "Review the work: The letters").waitFor();
  await button(hers, "Approve and pay").click();
  await hers
    .getByRole("dialog")
    .getByRole("button", { name: /^Approve and pay/ })
    .click();
  await hers.getByText("Paid", { exact: true }).first().waitFor();
  await his.getByText("Paid", { exact: true }).first().waitFor();
}, 120_000);
