/** What people write is text: no markup of theirs runs, wherever it is shown. */
import type { Browser } from "playwright-core";
import { endpoints, job, newcomer, newKey, someCategory } from "../e2e/kit.ts";
import { launch, settled, visit } from "./chromium.ts";

const PAYLOADS = [
  "<script>alert(1)</script>",
  "<img src=x onerror=alert(1)>",
  "<svg onload=alert(1)>",
  "<svg><script>alert(1)</script></svg>",
  "<iframe srcdoc='<script>parent.alert(1)</script>'></iframe>",
  "<a href='javascript:alert(1)'>x</a>",
  "[x](javascript:alert(1))",
  "[x](JaVaScRiPt:alert(1))",
  "[x](data:text/html,<script>alert(1)</script>)",
  '![x](x"onerror="alert(1))',
  "![x](https://example.com/x.png)",
  "<details open ontoggle=alert(1)>",
  "<input autofocus onfocus=alert(1)>",
  "<math><mtext><table><mglyph><style><img src=x onerror=alert(1)>",
  "<noscript><p title='</noscript><img src=x onerror=alert(1)>'>",
  "<style>@import 'javascript:alert(1)'</style>",
  "<base href='javascript:alert(1)//'>",
  "<form action='javascript:alert(1)'><button>x</button></form>",
  "</textarea><script>alert(1)</script>",
  '"><img src=x onerror=alert(1)>',
  "`<img src=x onerror=alert(1)>`",
  "<object data='javascript:alert(1)'></object>",
  "<meta http-equiv=refresh content='0;url=javascript:alert(1)'>",
  "<video><source onerror=alert(1)></video>",
];
const long = PAYLOADS.join("\n\n");

let browser: Browser;
beforeAll(async () => {
  browser = await launch();
});
afterAll(() => browser?.close());

test("scripts in names, jobs, letters, profiles and messages stay words", async () => {
  const client = await newcomer("Xena", "client");
  const freelancer = await newcomer("Xaver", "freelancer");
  const category = await someCategory();
  const short = PAYLOADS[1] ?? "";
  const { version } = await freelancer.api.updateMe({ body: { displayName: short }, version: freelancer.me.version });
  await freelancer.api.updateFreelancerProfile({
    version,
    body: {
      headline: PAYLOADS[2],
      bio: long,
      portfolio: [{ title: short, description: long.slice(0, 900), link: null, imageFileId: null }],
    },
  });
  await client.api.updateClientProfile({ version: client.me.version, body: { company: short, about: long } });
  const posted = await client.api.createJob({
    body: { ...job, ...category, title: short, description: long, questions: [short], publish: true },
  });
  const proposal = await freelancer.api.submitProposal({
    params: { jobId: posted.id },
    body: {
      letter: long,
      terms: { total: 30_000, milestones: [{ title: short, amount: 30_000 }] },
      answers: [long.slice(0, 900)],
    },
  });
  const room = await client.api.openRoom({ body: { freelancerId: freelancer.me.id } });
  await client.api.sendMessage({
    params: { roomId: room.id },
    body: { clientMessageId: newKey(), afterSeq: room.lastSeq, text: long },
  });

  const { page, context } = await visit(browser, endpoints.webUrl, { cookie: client.cookie() });
  const run: string[] = [];
  page.on("dialog", (dialog) => {
    run.push(page.url());
    void dialog.dismiss();
  });
  for (const path of [
    "/",
    "/jobs",
    "/talent",
    `/jobs/${posted.id}`,
    `/jobs/${posted.id}/edit/review`,
    `/jobs/${posted.id}/proposals`,
    `/proposals/${proposal.id}`,
    `/freelancers/${freelancer.me.id}`,
    `/clients/${client.me.id}`,
    `/messages/${room.id}`,
    "/notifications",
    "/profile",
  ]) {
    await page.goto(path);
    await settled(page);
    const alien = await page.evaluate<number>(
      'document.querySelectorAll(\'main script, main iframe, main object, main svg script, main [onerror], main [onload], main a[href^="javascript:" i], main a[href^="data:" i]\').length',
    );
    if (alien > 0) run.push(`${path} has markup of its author`);
  }
  await context.close();
  expect(run).toEqual([]);
}, 120_000);
