/** Demo data: the past of a lively marketplace, put into a fresh local cloud once. */
import { existsSync, readFileSync, renameSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import type { Item } from "@freelancerm/data/table";
import type { LocalCloud } from "@freelancerm/local";
import { createStripeProcessor } from "@freelancerm/platform/stripe";
import { createCast } from "./cast.ts";
import { buildDemoWorld } from "./demo-world.ts";
import { createPayingProcessor } from "./processors.ts";
import { loadQuietly } from "./quiet-load.ts";

const PASSWORD = "demo-password-42";
const STRIPE_KEY = "sk_test_local";

/** Who can be signed in as, by what their pages show. Everybody else of the demo has the same password. */
export const demoAccounts: { email: string; password: string; role: string }[] = [
  ["client", "client@example.com"],
  ["freelancer", "freelancer@example.com"],
  ["client+freelancer", "both@example.com"],
  ["administrator", "admin@example.com"],
  ["moderator", "moderator@example.com"],
  ["mediator", "mediator@example.com"],
  ["finance", "finance@example.com"],
].map(([role, email]) => ({ email: email!, password: PASSWORD, role: role! }));

/**
 * Fills a local cloud with the demo, once per state folder. What is to be loaded is written down whole before the first item
 * is: an interrupted load goes on with the same items, anything earlier starts over.
 */
export async function seedDemo(cloud: LocalCloud, stateDir: string): Promise<void> {
  const done = join(stateDir, "demo-seeded.json");
  const pending = join(stateDir, "demo-items.json");
  if (existsSync(done)) return;

  const known = existsSync(pending);
  const items = known ? (JSON.parse(readFileSync(pending, "utf8")) as Item[]) : await paidFor(cloud);
  if (!known) writeWhole(pending, JSON.stringify(items));
  await importPeople(cloud);
  await loadQuietly(cloud, cloud.deployment.outputs.TableName!, items);
  writeWhole(done, `${JSON.stringify({ seededAt: new Date(cloud.clock.now()).toISOString(), items: items.length })}\n`);
  rmSync(pending);
}

function writeWhole(file: string, text: string): void {
  writeFileSync(`${file}.new`, text);
  renameSync(`${file}.new`, file);
}

/** The demo's items with its money really moved at the stand-in for Stripe, whose announcements of it nobody needs. */
async function paidFor({ endpoints, clock }: LocalCloud): Promise<Item[]> {
  const real = createStripeProcessor({
    secretKey: async () => STRIPE_KEY,
    webhookSecret: async () => "",
    siteUrl: () => endpoints.app,
    apiBase: endpoints.stripe,
  });
  const webhooks = (mode: "drop" | "normal") =>
    fetch(`${endpoints.stripe}/_control/webhooks`, { method: "POST", body: new URLSearchParams({ mode }) });
  await webhooks("drop");
  try {
    const processor = createPayingProcessor(real, clock.now);
    return (await buildDemoWorld({ now: clock.now(), processor })).items;
  } finally {
    await webhooks("normal");
  }
}

async function importPeople({ cognito, deployment }: LocalCloud): Promise<void> {
  const { clients, freelancers, staff } = createCast();
  const people = [...new Set([...clients, ...freelancers, ...staff])];
  await cognito.importUsers(
    deployment.outputs.UserPoolId!,
    people.map(({ sub, email, name, roles, staffRoles }) => ({
      sub,
      email,
      password: PASSWORD,
      attributes: { name, "custom:role": roles.at(-1) ?? "client" },
      groups: [...roles, ...staffRoles],
    })),
  );
}
