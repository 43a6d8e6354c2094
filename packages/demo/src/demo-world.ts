/** The demo's past in one go: who joined, what was posted, proposed, agreed, paid and said, up to now. */
import { createCategory } from "@freelancerm/core/categories/edit-categories";
import { createSkill } from "@freelancerm/core/categories/edit-skills";
import type { Deps } from "@freelancerm/core/deps";
import type { Processor } from "@freelancerm/core/payments/processor";
import { DAY, HOUR, iso, MINUTE, ms } from "@freelancerm/core/time";
import { OPERATOR } from "@freelancerm/core/trust/audit";
import { keys } from "@freelancerm/data/keys";
import type { Item } from "@freelancerm/data/table";
import { type Cast, createCast, type Member, tellOfJoining } from "./cast.ts";
import { createChat } from "./chat.ts";
import { categories } from "./content/categories.ts";
import { unreadLines } from "./content/conversations.ts";
import { createHiring } from "./hiring.ts";
import { createPlans } from "./plans.ts";
import { createPosting, type JobPlan } from "./posting.ts";
import { createPaperProcessor } from "./processors.ts";
import { createRandom } from "./random.ts";
import { tellOfSearches } from "./searches.ts";
import { createSimulation, type Simulation } from "./simulation.ts";
import { tellOfReports } from "./trust.ts";

export interface DemoWorld {
  cast: Cast;
  /** Everything as it is stored at the end, with nothing left to publish. */
  items: Item[];
  /** The stores over these items, at the end of the time told. */
  deps: Deps;
}

/** Days that are told. */
const PAST = 60;
/** What happened so lately may still be unread. */
const LATELY = 20 * HOUR;

async function layOutCategories({ world }: Simulation): Promise<void> {
  for (const [order, { skills, ...category }] of categories.entries()) {
    await createCategory(world)(OPERATOR, { ...category, order: (order + 1) * 10 });
    for (const skill of skills) await createSkill(world)(OPERATOR, { ...skill, categoryId: category.id });
  }
}

/** The newest message of some conversations waits for the demo accounts. */
function leaveUnread(simulation: Simulation, plans: JobPlan[], { demo }: Cast, now: number): void {
  const chat = createChat(simulation, createRandom(7), now);
  const running = plans.filter(({ hire }) => hire && hire.standing !== "ended");
  const waiting = [
    ...running
      .filter(({ client }) => client === demo.client)
      .slice(0, 3)
      .map((plan) => ({ plan, by: "f" as const })),
    ...running
      .filter(({ hire }) => hire!.freelancer === demo.freelancer)
      .slice(1, 3)
      .map((plan) => ({ plan, by: "c" as const })),
    ...running
      .filter(({ hire }) => hire!.freelancer === demo.both)
      .slice(1, 2)
      .map((plan) => ({ plan, by: "c" as const })),
  ];
  for (const [index, { plan, by }] of waiting.entries()) {
    const pair = { client: plan.client, freelancer: plan.hire!.freelancer };
    const step = plan.idea.template.steps[0]!.toLowerCase();
    chat.tell(now - (200 - index * 31) * MINUTE, pair, [[by, unreadLines[index % unreadLines.length]!]], { step });
  }
}

/** People have seen what is older. */
async function readNotifications({ world }: Simulation, members: Member[], now: number): Promise<void> {
  for (const { id } of members) {
    const newest = await world.notifications.newest(id);
    const seen = newest.filter(({ createdAt, readAt }) => !readAt && ms(createdAt) < now - LATELY);
    await world.notifications.markRead(
      id,
      seen.map((notification) => notification.id),
      iso(now - LATELY),
    );
  }
}

/** Rows that only guard against doing something twice: nothing of this past comes again. */
const PASSING = [keys.mail("", "").pk, keys.consumed("", "").pk];
const FIRST_MESSAGE = keys.message("", 0).sk.replace(/\d+$/, "");

/** As an item is loaded: what it told of was told long ago. A message is stored as what it tells, so it keeps that. */
function settled({ outbox, ...item }: Item): Item {
  return item.sk.startsWith(FIRST_MESSAGE) ? { ...item, outbox } : item;
}

/** The same for the same `now` (milliseconds since the epoch) and processor. */
export async function buildDemoWorld({
  now,
  processor = createPaperProcessor(),
}: {
  now: number;
  processor?: Processor;
}): Promise<DemoWorld> {
  const opening = now - (PAST + 1) * DAY;
  const simulation = createSimulation(processor);
  const random = createRandom(42);
  const cast = createCast();
  simulation.tell(opening - 300 * DAY, () => layOutCategories(simulation));
  tellOfJoining(simulation, random, cast, opening);

  const chat = createChat(simulation, random, now);
  const hiring = createHiring(simulation, random, chat);
  const moderator = cast.staff.find(({ staffRoles }) => staffRoles.includes("moderator"))!;
  const posting = createPosting(simulation, random, { chat, hiring, moderator, end: now });
  const plans = createPlans(random, cast, now);
  for (const plan of plans) posting.tell(plan);
  leaveUnread(simulation, plans, cast, now);
  tellOfReports(simulation, cast, plans, now);
  tellOfSearches(simulation, cast, now);

  await simulation.run(now);
  await readNotifications(simulation, [...cast.clients, ...cast.freelancers], now);
  const items = simulation.memory
    .all()
    .filter(({ pk }) => !PASSING.some((prefix) => pk.startsWith(prefix)))
    .map(settled);
  return { cast, items, deps: simulation.world };
}
