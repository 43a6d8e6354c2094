import { categoryRoutes } from "@freelancerm/contracts/categories";
import { JobDraft } from "@freelancerm/contracts/jobs";
import type { Message } from "@freelancerm/contracts/messaging";
import { SendMessage } from "@freelancerm/contracts/messaging";
import { ProposalDraft } from "@freelancerm/contracts/proposals";
import { reviewRoutes } from "@freelancerm/contracts/reviews";
import { userRoutes } from "@freelancerm/contracts/users";
import { balancesOf, type JournalEntry, verifyChain } from "@freelancerm/core/payments/ledger";
import type { Item } from "@freelancerm/data/table";
import * as z from "zod/mini";
import { categories } from "./content/categories.ts";
import { buildDemoWorld, type DemoWorld } from "./demo-world.ts";
import { demoAccounts } from "./seed.ts";

const now = Date.parse("2026-11-23T10:00:00.000Z");
type Fields = Record<string, unknown>;

let world: DemoWorld;
beforeAll(async () => {
  world = await buildDemoWorld({ now });
}, 60_000);

const those = (matches: (item: Item) => boolean): Fields[] =>
  world.items.filter(matches).map((item) => ({ ...(item.body as object), ...(item.card as object) }));
const jobs = () => those(({ pk, sk }) => pk.startsWith("CLIENT#") && sk.startsWith("JOB#"));
const proposals = () => those(({ sk }) => sk.startsWith("PROPOSAL#"));
const contracts = () => those(({ sk }) => sk === "CONTRACT");
const milestones = () => those(({ sk }) => sk.startsWith("CONTRACT#MILESTONE#"));
const freelancers = () => those(({ sk }) => sk === "FREELANCER");
const reviews = () => those(({ sk }) => sk.startsWith("REVIEW#"));
const messages = () =>
  world.items
    .filter(({ sk }) => sk.startsWith("MESSAGE#"))
    .map(({ outbox }) => (outbox as { data: { message: Message } }[])[0]!.data.message);
const journals = () => {
  const entries = those(({ sk }) => sk.startsWith("LEDGER#")) as unknown as JournalEntry[];
  const ids = new Set(entries.map(({ contractId }) => contractId));
  return [...ids].map((id) => ({
    contractId: id,
    entries: entries.filter(({ contractId }) => contractId === id).sort((a, b) => a.seq - b.seq),
  }));
};
const statuses = (items: Fields[]) => new Set(items.map(({ status }) => status));
const picked = (fields: Fields, names: string[]) => Object.fromEntries(names.map((name) => [name, fields[name]]));

describe("the demo", () => {
  test("is the same when it is built again", async () => {
    const again = await buildDemoWorld({ now });
    expect(again.items).toEqual(world.items);
  }, 60_000);

  test("tells in each contract's log what follows from what in its order, also within one moment", () => {
    const logs = new Map<string, string[]>();
    const lines = world.items.filter(({ sk }) => sk.startsWith("ACTIVITY#"));
    for (const { pk, body } of lines.sort((a, b) => (a.sk < b.sk ? -1 : 1))) {
      const { type, milestone } = body as { type: string; milestone: number | null };
      logs.set(`${pk} ${milestone}`, [...(logs.get(`${pk} ${milestone}`) ?? []), type]);
    }
    const released = [...logs.values()].filter((types) => types.includes("milestone.released.v1"));
    expect(released.length).toBeGreaterThan(50);
    for (const types of released) expect(types.slice(-2)).toEqual(["milestone.approved.v1", "milestone.released.v1"]);
  });

  test("has enough of everything for each page to look alive", () => {
    expect(categories.length).toBeGreaterThanOrEqual(8);
    for (const { skills } of categories) expect(skills.length).toBeGreaterThanOrEqual(6);
    expect(those(({ sk }) => sk === "CLIENT").length).toBeGreaterThanOrEqual(30);
    expect(freelancers().length).toBeGreaterThanOrEqual(60);
    expect(jobs().length).toBeGreaterThanOrEqual(300);
    expect(proposals().length).toBeGreaterThanOrEqual(500);
    expect(contracts().length).toBeGreaterThanOrEqual(50);
    expect(messages().length).toBeGreaterThanOrEqual(400);
    expect(reviews().length).toBeGreaterThanOrEqual(60);
    expect(freelancers().filter(({ rating }) => (rating as { score: number }).score).length).toBeGreaterThanOrEqual(8);
    expect(those(({ sk }) => sk.startsWith("PAYMENT#")).length).toBeLessThanOrEqual(80);
  });

  test("shows jobs, proposals, contracts and milestones in every state they rest in", () => {
    expect(statuses(jobs())).toEqual(new Set(["draft", "open", "paused", "filled", "closed", "expired", "removed"]));
    expect(statuses(proposals())).toEqual(
      new Set(["submitted", "offered", "accepted", "declined", "withdrawn", "closed"]),
    );
    expect(statuses(contracts())).toEqual(new Set(["active", "ended"]));
    expect(statuses(milestones())).toEqual(
      new Set(["funded", "submitted", "changes_requested", "approved", "released", "refunded"]),
    );
    expect(new Set(reviews().map(({ publishedAt }) => publishedAt !== null))).toEqual(new Set([true, false]));
  });

  test("repeats no title, no letter and no message of a job's own", () => {
    const titles = jobs().map(({ title }) => title);
    expect(new Set(titles).size).toBe(titles.length);
    const letters = proposals().map(({ letter }) => letter);
    expect(new Set(letters).size).toBe(letters.length);
    expect(JSON.stringify([titles, letters, messages()])).not.toMatch(/\{\w+\}|undefined/);
  });

  test("keeps to the bounds of the API's own schemas", () => {
    const draft = Object.keys(JobDraft.shape);
    for (const job of jobs()) z.parse(JobDraft, { ...picked(job, draft), attachmentIds: [] });
    for (const proposal of proposals()) {
      z.parse(ProposalDraft, { ...picked(proposal, ["letter", "terms", "answers"]), attachmentIds: [] });
    }
    const profile = userRoutes.updateFreelancerProfile.body;
    for (const freelancer of freelancers()) {
      const portfolio = (freelancer.portfolio as Fields[]).map(({ id: _, ...piece }) => piece);
      z.parse(profile, { ...picked(freelancer, Object.keys(profile.shape)), portfolio });
    }
    const company = userRoutes.updateClientProfile.body;
    for (const client of those(({ sk }) => sk === "CLIENT"))
      z.parse(company, picked(client, Object.keys(company.shape)));
    for (const { scores, comment } of reviews()) z.parse(reviewRoutes.submitReview.body, { scores, comment });
    for (const { clientMessageId, text } of messages()) z.parse(SendMessage, { clientMessageId, text, afterSeq: 0 });
    for (const { skills, ...category } of categories) {
      z.parse(categoryRoutes.createCategory.body, category);
      for (const { id, name, synonyms } of skills) z.parse(categoryRoutes.createSkill.body, { id, name, synonyms });
    }
  });

  test("has journals whose chains verify and whose money is where the milestones say", () => {
    const held = new Map<string, number>();
    for (const { contractId, status, amount, clientFee } of milestones() as unknown as {
      contractId: string;
      status: string;
      amount: number;
      clientFee: number;
    }[]) {
      const holds = ["funded", "submitted", "changes_requested", "approved"].includes(status);
      held.set(contractId, (held.get(contractId) ?? 0) + (holds ? amount + clientFee : 0));
    }
    expect(journals().length).toBeGreaterThan(40);
    for (const { contractId, entries } of journals()) {
      expect(verifyChain(world.deps.hash, entries)).toBeUndefined();
      expect(balancesOf(entries).held).toBe(held.get(contractId));
    }
  });

  test("counts what is there", async () => {
    const { totals, categories: figures } = await world.deps.browse.figures();
    const open = jobs().filter(({ status, visibility }) => status === "open" && visibility === "public");
    expect(totals).toEqual({ openJobs: open.length, freelancers: freelancers().length, contracts: contracts().length });
    for (const { id } of categories) {
      expect(figures[id]).toEqual({
        openJobs: open.filter(({ categoryId }) => categoryId === id).length,
        freelancers: freelancers().filter(({ categoryId }) => categoryId === id).length,
      });
    }
    for (const freelancer of freelancers()) {
      const about = reviews().filter(
        ({ subjectId, by, publishedAt }) => subjectId === freelancer.id && by === "client" && publishedAt,
      );
      expect((freelancer.rating as { reviews: number }).reviews).toBe(about.length);
    }
  });

  test("leaves nothing to publish but keeps what is still to fall due", () => {
    const waiting = world.items.filter(({ sk, outbox }) => outbox && !sk.startsWith("MESSAGE#"));
    expect(waiting).toEqual([]);
    const due = world.items.filter(({ pk }) => pk.startsWith("DUE#"));
    const watched = new Set(
      due.filter(({ sk }) => /job\.(warn|expire)/.test(sk)).map(({ body }) => (body as { ref: string }).ref),
    );
    for (const { id, status } of jobs()) if (status === "open") expect(watched).toContain(id);
    for (const { sk } of due) expect(Date.parse(sk.slice(0, 24))).toBeGreaterThan(now);
  });

  test("gives the demo accounts something to do", async () => {
    const { client, freelancer } = world.cast.demo;
    const own = async (role: "client" | "freelancer", id: string) => {
      const { items } = await world.deps.contracts.listOf(role, id, { limit: 100 });
      const whole = await Promise.all(items.map((item) => world.deps.contracts.findWhole(item.id)));
      return new Set(whole.flatMap((contract) => contract!.milestones.map(({ status }) => status)));
    };
    expect(await own("client", client.id)).toEqual(
      new Set(["pending", "funded", "submitted", "changes_requested", "released"]),
    );
    const hers = await own("freelancer", freelancer.id);
    for (const status of ["changes_requested", "funded", "submitted", "released"] as const)
      expect(hers).toContain(status);
    const { items } = await world.deps.jobs.listOfClient(client.id, { limit: 100 });
    const received = await Promise.all(items.map(({ id }) => world.deps.proposals.allOfJob(id)));
    expect(received.filter((some) => some.length >= 4).length).toBeGreaterThanOrEqual(4);
    for (const { id } of [client, freelancer]) {
      const newest = await world.deps.notifications.newest(id);
      expect(newest.some(({ readAt }) => readAt === null)).toBe(true);
      expect(newest.some(({ readAt }) => readAt !== null)).toBe(true);
      const rooms = await world.deps.rooms.listOf(id);
      expect(rooms.some(({ lastSeq, readSeq }) => lastSeq > readSeq)).toBe(true);
    }
    expect((await world.deps.payoutAccounts.find(freelancer.id))?.status).toBe("active");
  });

  test("leaves the moderator something to decide, shows what was decided, and tells of searches", async () => {
    const { deps, cast } = world;
    const open = await deps.cases.list("open", { limit: 10 });
    expect(open.items.map(({ subject, reports }) => [subject.kind, reports])).toEqual([
      ["job", 2],
      ["user", 1],
    ]);
    for (const { dueAt } of open.items) expect(Date.parse(dueAt)).toBeGreaterThan(now);
    const decided = await deps.cases.list("decided", { limit: 10 });
    expect(decided.items.length).toBeGreaterThan(0);
    for (const [{ id }, searches] of [
      [cast.demo.freelancer, 2],
      [cast.demo.both, 1],
    ] as const) {
      expect(await deps.savedSearches.listOf(id)).toHaveLength(searches);
      const newest = await deps.notifications.newest(id);
      expect(newest.filter(({ kind }) => kind === "search_matched").length).toBeGreaterThan(0);
    }
  });

  test("names accounts that exist, one for each role", () => {
    const { clients, freelancers: people, staff } = world.cast;
    const emails = [...clients, ...people, ...staff].map(({ email }) => email);
    for (const { email } of demoAccounts) expect(emails).toContain(email);
    expect(new Set(emails).size).toBe(new Set([...clients, ...people, ...staff]).size);
  });
});
