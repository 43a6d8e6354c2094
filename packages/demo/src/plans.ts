/** Which jobs there are and what becomes of each: first those that make the demo accounts' pages worth a look, then the rest. */
import { DAY, HOUR } from "@freelancerm/core/time";
import type { Cast, Member } from "./cast.ts";
import { stars } from "./content/people.ts";
import type { Standing } from "./hiring.ts";
import { type Idea, ideas } from "./jobs.ts";
import type { JobPlan } from "./posting.ts";
import type { Random } from "./random.ts";

/** Who else proposes for jobs of a category. */
const KIN: Record<string, string[]> = {
  "web-development": ["ecommerce", "mobile-apps"],
  ecommerce: ["web-development", "marketing"],
  "mobile-apps": ["web-development", "ui-ux-design"],
  "data-and-ai": ["web-development", "marketing"],
  design: ["ui-ux-design", "video-and-audio"],
  "ui-ux-design": ["design", "web-development"],
  writing: ["translation", "marketing"],
  translation: ["writing", "admin-support"],
  marketing: ["writing", "design"],
  "video-and-audio": ["design", "marketing"],
  "accounting-and-law": ["admin-support"],
  engineering: ["mobile-apps", "design"],
  "admin-support": ["accounting-and-law", "writing"],
};

/** They have no payout account: what is approved waits for it. */
const WITHOUT_PAYOUTS = ["Joshua Bennett", "Marco Ferri"];

/** How many jobs there are in all. */
const JOBS = 324;

interface Wish extends Partial<Pick<JobPlan, "fate" | "offerTo" | "countered" | "undecided" | "positions">> {
  client?: Member;
  category?: string;
  /** Days before now. */
  age: number;
  applicants?: number;
  /** Among the applicants in any case. */
  with?: Member[];
  hire?: { freelancer?: Member; standing: Standing; done?: number; milestones?: number; since?: number } & Partial<
    Pick<NonNullable<JobPlan["hire"]>, "negotiated" | "reviews">
  >;
}

export function createPlans(random: Random, cast: Cast, now: number): JobPlan[] {
  const pile = random.some(ideas, ideas.length);
  const load = new Map<string, number>();
  const plans: JobPlan[] = [];
  const others = cast.clients.filter((client) => client !== cast.demo.client && client !== cast.demo.both);
  const named = (name: string) => cast.freelancers.find((person) => person.name === name)!;
  const paidOut = ({ name }: Member) => !WITHOUT_PAYOUTS.includes(name);

  function takeIdea(category?: string): Idea {
    const index = category ? pile.findIndex(({ categoryId }) => categoryId === category) : 0;
    return pile.splice(Math.max(0, index), 1)[0]!;
  }

  /** Those who have proposed least come first, more or less. */
  function applicantsFor(categoryId: string, count: number, firm: Member[], client: Member): Member[] {
    const rank = (person: Member) =>
      (load.get(person.id) ?? 0) + random.between(0, 5) + (person.categoryId === categoryId ? 0 : 5);
    const rest = cast.freelancers
      .filter((person) => person !== client && !firm.includes(person))
      .filter((person) => [categoryId, ...KIN[categoryId]!].includes(person.categoryId))
      .map((person) => ({ person, rank: rank(person) }))
      .sort((a, b) => a.rank - b.rank)
      .map(({ person }) => person);
    const chosen = [...firm, ...rest].slice(0, Math.max(count, firm.length));
    for (const { id } of chosen) load.set(id, (load.get(id) ?? 0) + 1);
    return random.some(chosen, chosen.length);
  }

  /** Mostly the best known of a category. */
  function winnerIn(categoryId: string, client: Member): Member {
    const able = cast.freelancers.filter(
      (person) => person.categoryId === categoryId && person !== client && paidOut(person),
    );
    return random.chance(0.65) ? able[0]! : random.pick(able.slice(0, 4));
  }

  function add({ client = random.pick(others), category, age, fate, hire, applicants = 0, ...wish }: Wish): void {
    const idea = takeIdea(category);
    const winner = hire && (hire.freelancer ?? winnerIn(idea.categoryId, client));
    const firm = [...new Set([winner, wish.offerTo, ...(wish.with ?? [])].filter((person) => person !== undefined))];
    plans.push({
      client,
      idea,
      at: Math.round(now - age * DAY),
      fate: fate ?? (hire ? "hired" : "open"),
      applicants: applicantsFor(idea.categoryId, applicants, firm, client),
      positions: wish.positions,
      offerTo: wish.offerTo,
      countered: wish.countered,
      undecided: wish.undecided,
      ...(hire && {
        hire: {
          freelancer: winner!,
          standing: hire.standing,
          done: hire.done ?? 0,
          milestones: hire.milestones,
          negotiated: hire.negotiated ?? random.chance(0.25),
          reviews: hire.reviews ?? "both",
          resumeAt: hire.since === undefined ? undefined : now - hire.since * DAY,
        },
      }),
    });
  }

  function ended(wish: Omit<Wish, "age" | "hire">, freelancer?: Member, more: Partial<Wish["hire"]> = {}): void {
    const milestones = random.chance(0.3) ? 2 : 1;
    const hire = { freelancer, standing: "ended" as const, done: milestones, milestones, ...more };
    add({ ...wish, age: random.between(33, 58), applicants: random.whole(2, 5), hire });
  }

  tellOfDemoClient();
  tellOfDemoFreelancer();
  tellOfDemoBoth();
  tellOfOthers();
  return plans;

  function tellOfDemoClient(): void {
    const { client, freelancer, both } = cast.demo;
    const mine = { client };
    add({ ...mine, category: "web-development", age: 5.2, applicants: 6, undecided: true, with: [freelancer] });
    add({ ...mine, category: "marketing", age: 3.6, applicants: 6, undecided: true });
    add({ ...mine, category: "translation", age: 1.8, applicants: 5, undecided: true });
    add({ ...mine, category: "writing", age: 4 / 24, applicants: 3, undecided: true });
    const offered = { ...mine, category: "design", age: 5.5, applicants: 6, undecided: true };
    add({ ...offered, offerTo: named("Beatriz Almeida"), countered: true });
    add({ ...mine, category: "admin-support", age: 0.6, fate: "draft" });
    add({ ...mine, category: "data-and-ai", age: 12, fate: "paused", applicants: 3 });
    add({ ...mine, category: "video-and-audio", age: 21, fate: "closed", applicants: 3 });
    add({ ...mine, category: "design", age: 47, applicants: 3 });
    const running = { ...mine, applicants: 4 };
    add({
      ...running,
      category: "web-development",
      age: 26,
      hire: { freelancer, standing: "submitted", done: 1, since: 2.6 },
    });
    add({ ...running, category: "ui-ux-design", age: 16, hire: { freelancer: both, standing: "funded", since: 1.2 } });
    add({ ...running, category: "video-and-audio", age: 14, hire: { standing: "changes_requested", since: 3.5 } });
    add({ ...running, category: "writing", age: 5, hire: { standing: "unfunded", negotiated: false } });
    for (const category of ["design", "translation", "accounting-and-law"]) ended({ ...mine, category });
    ended({ ...mine, category: "marketing" }, undefined, { reviews: "freelancer", since: 3 });
  }

  function tellOfDemoFreelancer(): void {
    const { freelancer } = cast.demo;
    const category = "web-development";
    const [a, b, c, d, e] = random.some(others, 5) as [Member, Member, Member, Member, Member];
    for (const client of [a, b, c, a]) ended({ client, category }, freelancer);
    ended({ client: d, category }, freelancer, { reviews: "client", since: 4 });
    const running = { category, applicants: 4 };
    add({ ...running, client: b, age: 17, hire: { freelancer, standing: "changes_requested", since: 3.2 } });
    add({ ...running, client: e, age: 12, hire: { freelancer, standing: "funded", since: 0.8 } });
    add({ ...running, client: c, age: 15, hire: { freelancer, standing: "refund_requested", since: 3 } });
    add({ client: d, category, age: 4.5, applicants: 3, offerTo: freelancer });
    for (const age of [0.4, 1.5, 2.5, 8, 11]) add({ category, age, applicants: 3, with: [freelancer] });
    add({ category: "ecommerce", age: 6, applicants: 4, with: [freelancer] });
  }

  function tellOfDemoBoth(): void {
    const { both } = cast.demo;
    const category = "ui-ux-design";
    for (let count = 0; count < 3; count++) ended({ category }, both);
    add({ category, age: 13, applicants: 4, hire: { freelancer: both, standing: "submitted", since: 3.4 } });
    add({ category, age: 3, applicants: 4, offerTo: both });
    add({ client: both, category: "web-development", age: 2.2, applicants: 5, undecided: true });
    add({ client: both, category: "writing", age: 9, applicants: 4, hire: { standing: "funded", since: 1.5 } });
    ended({ client: both, category: "video-and-audio" });
  }

  function tellOfOthers(): void {
    for (const star of stars.slice(2).map(named)) {
      for (const client of random.some(others, 3)) ended({ client, category: star.categoryId }, star);
    }
    for (const since of [2, 4, 6, 9]) {
      ended({}, undefined, { reviews: since > 5 ? "client" : "freelancer", since });
    }
    const standings: Standing[] = [
      "funded",
      "funded",
      "submitted",
      "submitted",
      "changes_requested",
      "unfunded",
      "unfunded",
    ];
    for (const standing of standings) {
      add({
        age: random.between(9, 15),
        applicants: random.whole(2, 5),
        hire: { standing, since: random.between(2.3, 4.3) },
      });
    }
    add({ age: 30, applicants: 4, hire: { standing: "funded", done: 1, since: 3 } });
    add({ age: 34, applicants: 3, hire: { standing: "released", done: 1 } });
    add({ age: 24, applicants: 3, hire: { standing: "refunded" } });
    add({ age: 31, applicants: 3, hire: { standing: "refunded" } });
    add({ age: 11, applicants: 4, positions: 2, hire: { standing: "funded", since: 3 } });
    const unpaid = WITHOUT_PAYOUTS.map(named);
    for (const freelancer of unpaid) {
      const hire = { freelancer, standing: "awaiting_payout" as const, since: 6 };
      add({ category: freelancer.categoryId, age: 18, applicants: 3, hire });
    }
    for (let count = 0; count < 5; count++) {
      add({
        age: random.between(2, 9),
        applicants: 4,
        offerTo: random.pick(cast.freelancers.slice(3, 30)),
        countered: count % 2 === 0,
      });
    }
    for (let count = 0; count < 13; count++) add({ age: random.between(0.1, 20), fate: "draft" });
    for (let count = 0; count < 8; count++)
      add({ age: random.between(5, 25), fate: "paused", applicants: random.whole(1, 3) });
    for (let count = 0; count < 17; count++)
      add({ age: random.between(3, 50), fate: "closed", applicants: random.whole(1, 4) });
    for (let count = 0; count < 3; count++) add({ age: random.between(6, 40), fate: "removed", applicants: 1 });
    for (let count = 0; count < 5; count++)
      add({ age: random.between(33, 55), fate: "renewed", applicants: random.whole(1, 3) });
    for (let count = 0; count < 38; count++) add({ age: random.between(31, 60), applicants: random.whole(0, 3) });
    for (const hours of [0.4, 0.9, 1.7, 2.8, 4.1, 5.5, 7.2, 9.5])
      add({ age: (hours * HOUR) / DAY, applicants: random.whole(0, 2) });
    // Newer jobs are more frequent: a marketplace that grows.
    while (plans.length < JOBS) {
      const age = 29 * random.between(0.02, 1) ** 1.3;
      add({ age, applicants: Math.min(random.whole(0, 6), Math.ceil(age * 1.5)) });
    }
  }
}
