/**
 * Measures what loading feels like on a slow phone, of a running marketplace: a processor four times slower, 1.6 Mbit/s with
 * 150 ms to the server, nothing cached. Prints the median of the rounds, and fails when a page misses its budget.
 *   npx tsx tests/browser/vitals.ts [.local/endpoints.json] [rounds]
 */
import { existsSync } from "node:fs";
import { resolve } from "node:path";
import type { Page } from "playwright-core";

const [endpointsFile = ".local/endpoints.json", rounds = "3"] = process.argv.slice(2);
process.env.ENDPOINTS = resolve(endpointsFile);
if (!existsSync(process.env.ENDPOINTS)) {
  console.error(
    `No marketplace runs: ${process.env.ENDPOINTS} is missing. Start one with npm start, or name its endpoints.json.`,
  );
  process.exit(2);
}
// The kit ends its sockets after a test file; here the process ends them.
(globalThis as { afterAll?: unknown }).afterAll ??= () => {};

const { launch, settled, visit, WIDTHS } = await import("./chromium.ts");
const { playScenario } = await import("./scenario.ts");
const { endpoints } = await import("../e2e/kit.ts");

const BUDGET = { lcpMs: 2_000, cls: 0.05, inpMs: 200 };
const LINE = { offline: false, latency: 150, downloadThroughput: 1_600_000 / 8, uploadThroughput: 750_000 / 8 };
const SLOWER = 4;

interface Vitals {
  /** Milliseconds until the largest thing in sight was painted. */
  lcpMs: number;
  /** The sum of all shifts nobody asked for. */
  cls: number;
  /** Milliseconds of the slowest answer to a key or a click. */
  inpMs: number;
}

/** Keeps what the browser reports; as text, for it runs on the page before anything else. */
const OBSERVE = `
  window.vitals = { lcpMs: 0, cls: 0, inpMs: 0 };
  const observe = (type, options, note) =>
    new PerformanceObserver((list) => list.getEntries().forEach(note)).observe({ type, buffered: true, ...options });
  observe("largest-contentful-paint", {}, (entry) => { vitals.lcpMs = entry.startTime; vitals.what = entry.element?.outerHTML?.slice(0, 90); });
  observe("layout-shift", {}, (entry) => { if (!entry.hadRecentInput) vitals.cls += entry.value; });
  observe("event", { durationThreshold: 16 }, (entry) => { if (entry.interactionId) vitals.inpMs = Math.max(vitals.inpMs, entry.duration); });
`;

const press = (key: string) => async (page: Page) => {
  await page.keyboard.press(key);
};
const click = (role: "button" | "link" | "tab", name: string | RegExp) => (page: Page) =>
  page.getByRole(role, { name }).first().click();
const type = (label: string) => (page: Page) =>
  page.getByLabel(label, { exact: false }).first().pressSequentially("bread");

const { client, freelancer, openJobId, contractId, roomId } = await playScenario();
const pages: { name: string; path: string; cookie?: string; touch: (page: Page) => Promise<unknown> }[] = [
  { name: "home", path: "/", touch: click("button", /Use the dark theme|Menu/) },
  { name: "browse jobs", path: "/jobs", touch: press("j") },
  { name: "job", path: `/jobs/${openJobId}`, cookie: freelancer.cookie(), touch: press("Tab") },
  { name: "sign in", path: "/sign-in", touch: type("E-mail address") },
  { name: "messages", path: `/messages/${roomId}`, cookie: client.cookie(), touch: type("Message") },
  { name: "contract", path: `/contracts/${contractId}`, cookie: client.cookie(), touch: press("Tab") },
];

const browser = await launch();

async function measure({ path, cookie, touch }: (typeof pages)[number]): Promise<Vitals & { what?: string }> {
  const { page, context } = await visit(browser, endpoints.webUrl, { width: WIDTHS.phone, cookie });
  await page.addInitScript(OBSERVE);
  // As deployed: without the sandbox's clock at the foot of the page.
  await page.route("**/config.json", (route) => route.fulfill({ json: { stage: "production" } }));
  const cdp = await context.newCDPSession(page);
  await cdp.send("Network.enable");
  await cdp.send("Network.emulateNetworkConditions", LINE);
  await cdp.send("Emulation.setCPUThrottlingRate", { rate: SLOWER });
  page.setDefaultTimeout(60_000);
  await page.goto(path);
  await settled(page);
  await new Promise((resolve) => setTimeout(resolve, 1_000));
  // The largest paint is final with the first touch.
  const loaded = await page.evaluate<Vitals>("({ ...vitals })");
  await touch(page);
  await new Promise((resolve) => setTimeout(resolve, 700));
  const { inpMs } = await page.evaluate<Vitals>("vitals");
  await context.close();
  return { ...loaded, inpMs };
}

const median = (numbers: number[]) => [...numbers].sort((a, b) => a - b)[Math.floor(numbers.length / 2)] ?? 0;

let missed = 0;
console.log("page            LCP ms     CLS  INP ms   largest");
for (const page of pages) {
  const found: Awaited<ReturnType<typeof measure>>[] = [];
  for (let round = 0; round < Number(rounds); round++) found.push(await measure(page));
  const of = (name: keyof Vitals) => median(found.map((one) => one[name]));
  const [lcpMs, cls, inpMs] = [of("lcpMs"), of("cls"), of("inpMs")];
  const over = lcpMs > BUDGET.lcpMs || cls > BUDGET.cls || inpMs > BUDGET.inpMs;
  if (over) missed += 1;
  const figures = [
    page.name.padEnd(14),
    lcpMs.toFixed(0).padStart(7),
    cls.toFixed(3).padStart(7),
    inpMs.toFixed(0).padStart(7),
  ];
  console.log(`${figures.join(" ")} ${over ? "✗" : " "} ${found[0]?.what ?? ""}`);
}
await browser.close();
console.log(
  `${missed} of ${pages.length} pages miss LCP ${BUDGET.lcpMs} ms, CLS ${BUDGET.cls} or INP ${BUDGET.inpMs} ms.`,
);
process.exit(missed > 0 ? 1 : 0);
