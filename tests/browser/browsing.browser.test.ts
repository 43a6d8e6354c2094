/** Looking for work and for people: filters that say what they do, an order that says why, and steps that are done when they are. */
import type { Browser } from "playwright-core";
import { endpoints, job, newcomer, type Person, someCategory } from "../e2e/kit.ts";
import { launch, settled, type Visitor, visit } from "./chromium.ts";

let browser: Browser;
let clara: Person;
let felix: Person;
let jobId: string;
let visitor: Visitor;
beforeAll(async () => {
  browser = await launch();
  [clara, felix] = await Promise.all([newcomer("Clara", "client"), newcomer("Felix", "freelancer")]);
  const category = await someCategory();
  const profile = { headline: "Draws for bakeries", bio: "", hourlyRate: 4_500, currency: "EUR" as const };
  await felix.api.updateFreelancerProfile({
    version: felix.me.version,
    body: { ...profile, ...category, availability: "now", portfolio: [] },
  });
  ({ id: jobId } = await clara.api.createJob({ body: { ...job, ...category, publish: true } }));
});
afterAll(() => browser?.close());
afterEach(async () => {
  await visitor.context.close();
  expect(visitor.faults).toEqual([]);
});

const open = async (path: string, person?: Person, width?: number) => {
  visitor = await visit(browser, endpoints.webUrl, { cookie: person?.cookie(), width });
  await visitor.page.goto(path);
  await settled(visitor.page);
  return visitor.page;
};
const search = () => new URL(visitor.page.url()).searchParams;

test("an amount that is none says so at its field and changes nothing", async () => {
  const page = await open("/jobs");
  const from = page.getByLabel("Budget from, USD");
  await from.fill("abc");
  await from.press("Enter");
  await page.getByRole("alert").getByText("Enter an amount in USD").waitFor();
  expect(await from.getAttribute("aria-invalid")).toBe("true");
  expect(search().size).toBe(0);
});

test("a budget that ends below where it begins says so; put right, it shows with its currency and goes with it", async () => {
  const page = await open("/jobs");
  await page.getByLabel("Budget from, USD").fill("500");
  await page.getByLabel("Budget up to, USD").fill("300");
  await page.getByLabel("Budget up to, USD").press("Enter");
  await page.getByRole("alert").getByText("Enter at least $500").waitFor();
  expect(search().get("budgetMax")).toBeNull();
  await page.getByLabel("Budget up to, USD").fill("700");
  await page.getByLabel("Budget up to, USD").press("Enter");
  for (const words of ["Paid in USD", "From $500", "Up to $700"]) {
    await page.getByRole("button", { name: `Remove filter ${words}` }).waitFor();
  }
  await page.getByRole("button", { name: "Remove filter Paid in USD" }).click();
  await page.waitForURL((url) => url.search === "");
});

test("an address with filters that cannot be says which", async () => {
  const page = await open("/jobs?budgetMin=500&budgetMax=300&currency=EUR");
  await page.getByText("The highest budget must not be lower than the minimum.").waitFor();
  await page.getByRole("button", { name: "Clear the filters" }).click();
  await page.getByRole("heading", { level: 2 }).first().waitFor();
  expect(search().size).toBe(0);
});

test("a choice says how many jobs it lists", async () => {
  const page = await open("/jobs");
  const choice = page.locator("label", { hasText: "Fixed price" });
  await choice.getByText(/\d/).waitFor();
  const [figure = ""] = (await choice.textContent())!.match(/\d+/) ?? [];
  expect(Number(figure)).toBeGreaterThan(0);
  await choice.click();
  await page.waitForURL(/type=fixed/);
  await page
    .getByRole("status")
    .getByText(new RegExp(`^${figure} jobs? match`))
    .waitFor();
});

test("best match is a choice of freelancers, and every point of it can be read", async () => {
  const page = await open("/jobs", felix);
  await page.getByRole("button", { name: "Best match" }).click();
  await page.waitForURL(/sort=match/);
  const row = page.locator("article", { has: page.locator(`a[href="/jobs/${jobId}"]`) });
  await row.getByText("Why it ranks here").click();
  await row.getByRole("row", { name: "Your category 15 of 15" }).waitFor();
  const points = await row.getByRole("cell").allTextContents();
  const sum = points.reduce((total, text) => total + Number.parseInt(text, 10), 0);
  await row.getByText(`Match ${sum}`, { exact: true }).waitFor();
});

test("a client finds who matches a job from the job itself, on a phone too", async () => {
  const page = await open(`/jobs/${jobId}`, clara, 390);
  await page.getByRole("link", { name: "Who matches" }).click();
  await page.getByText(`those who match “${job.title}” best`).waitFor();
  const card = page.locator("article", { has: page.locator(`a[href="/freelancers/${felix.me.id}"]`) });
  await card.getByText("Why it ranks here").click();
  await card.getByRole("row", { name: "The job's category 15 of 15" }).waitFor();
});

test("a step of a new job is done when it was gone through and is right, not before", async () => {
  const page = await open("/jobs/new/title", clara);
  const done = () =>
    page
      .getByRole("navigation", { name: "Steps" })
      .locator("[data-right]")
      .allTextContents()
      .then((all) => all.map((text) => text.replace(", complete", "")));
  await page.getByLabel("Title").fill("Landing page for a bakery");
  expect(await done()).toEqual([]);
  await page.getByRole("link", { name: "Scope" }).click();
  await page.getByRole("heading", { name: "How big is it?" }).waitFor();
  expect(await done()).toEqual([]);
  await page.getByRole("link", { name: "Skills" }).click();
  await page.getByRole("heading", { name: "Who can do it?" }).waitFor();
  expect(await done()).toEqual(["Scope"]);
  await page.reload();
  await page.getByRole("heading", { name: "Who can do it?" }).waitFor();
  expect(await done()).toEqual(["Scope"]);
});
