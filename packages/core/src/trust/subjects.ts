/** What can be reported, by kind: what it says, whose it is, and how it is taken away. */
import { Refusal } from "@freelancerm/contracts/errors";
import type { Subject } from "@freelancerm/contracts/trust";
import type { Actor } from "../actor.ts";
import type { Needs } from "../deps.ts";
import { type Change, happenedAt } from "../entity.ts";
import { unlisted } from "../jobs/close-job.ts";
import { jobMachine, requireJob, requireVisible } from "../jobs/job.ts";
import { changedAt, emptied } from "../messaging/change-message.ts";
import type { MessageEvent } from "../messaging/message.ts";
import { counterpartOf } from "../messaging/room.ts";
import { limits } from "../policy/policy.ts";
import { can } from "../state-machine.ts";
import { iso } from "../time.ts";
import { mayRead } from "../users/freelancer-profile.ts";

type SeeDeps = Needs<"accounts" | "jobs" | "messages" | "reviews" | "rooms">;
type RemoveDeps = Needs<"clock" | "ids" | "jobs" | "messages" | "reviews">;
type Of<K extends Subject["kind"]> = Extract<Subject, { kind: K }>;

/** As it shows to somebody. */
export interface Seen {
  ownerId: string;
  title: string;
  said: string;
}

/** A removal prepared: its writes, and what they change. */
export interface Removal {
  changes: Change[];
  before: Record<string, unknown>;
  after: Record<string, unknown>;
}

interface Kind<S extends Subject> {
  /** Undefined, or a refusal, when it does not show to the actor. */
  see(deps: SeeDeps, actor: Actor, subject: S): Promise<Seen | undefined>;
  /** Undefined when there is nothing (left) to remove. */
  remove(deps: RemoveDeps, subject: S): Promise<Removal | undefined>;
}

/** Longest piece of a subject that is kept with a report. */
const KEPT = 6000;
const lines = (...parts: (string | undefined)[]) => parts.filter(Boolean).join("\n\n").slice(0, KEPT);

const job: Kind<Of<"job">> = {
  see: async (deps, actor, { id }) => {
    const { clientId, title, description } = requireVisible(await deps.jobs.find(id), actor);
    return { ownerId: clientId, title, said: lines(title, description) };
  },
  remove: async (deps, { id }) => {
    const before = requireJob(await deps.jobs.find(id));
    if (before.status === "removed") return undefined;
    const { job: after, ...outbox } = unlisted(deps, before, "remove", "system", "It breaks the rules.");
    return {
      changes: [deps.jobs.save(after, outbox)],
      before: { status: before.status },
      after: { status: after.status },
    };
  },
};

const user: Kind<Of<"user">> = {
  see: async (deps, actor, { id }) => {
    const found = await deps.accounts.findWhole(id);
    const freelancer = found?.freelancer && mayRead(found.freelancer, actor) ? found.freelancer : undefined;
    if (!found || !(freelancer || found.client)) return undefined;
    const { displayName } = found.account;
    const said = lines(
      displayName,
      freelancer?.headline,
      freelancer?.bio,
      found.client?.company,
      found.client?.about,
      ...(freelancer?.portfolio ?? []).map(({ title, description }) => `${title}\n${description}`),
    );
    return { ownerId: id, title: displayName, said };
  },
  remove: async () => undefined,
};

const message: Kind<Of<"message">> = {
  see: async (deps, actor, { id, seq }) => {
    const [row, stored] = await Promise.all([deps.rooms.find(actor.id, id), deps.messages.find(id, seq)]);
    if (!row || !stored?.message.senderId || stored.message.deletedAt) return undefined;
    const { senderId, text, attachments } = stored.message;
    const said = lines(text, ...attachments.map(({ name }) => `[${name}]`));
    return { ownerId: senderId, title: said.slice(0, 80), said };
  },
  remove: async (deps, { id, seq }) => {
    const stored = await deps.messages.find(id, seq);
    if (!stored || stored.message.deletedAt) return undefined;
    const now = deps.clock.now();
    const after = emptied(stored.message, changedAt(stored.message, now));
    const recipientId = counterpartOf(id, String(after.senderId));
    const facts = { message: after, recipientId };
    const event = happenedAt(deps, "message.changed.v1", facts, after.deletedAt!) as MessageEvent;
    return {
      changes: [deps.messages.save(event, stored.version), deps.messages.keep(stored, now + limits.originalKept)],
      before: { deletedAt: null },
      after: { deletedAt: after.deletedAt },
    };
  },
};

const review: Kind<Of<"review">> = {
  see: async (deps, _, { id, by }) => {
    const found = (await deps.reviews.findOfContract(id))[by];
    if (!found?.publishedAt) return undefined;
    return { ownerId: found.authorId, title: found.jobTitle, said: lines(found.comment) };
  },
  /** @rule A review that is removed loses its words; its scores stay, for the contract did end. */
  remove: async (deps, { id, by }) => {
    const found = (await deps.reviews.findOfContract(id))[by];
    if (!found?.comment) return undefined;
    const removedAt = iso(deps.clock.now());
    return {
      changes: [deps.reviews.save({ ...found, comment: "" })],
      before: { removedAt: null },
      after: { removedAt },
    };
  },
};

const kinds: { [K in Subject["kind"]]: Kind<Of<K>> } = { job, user, message, review };
const kindOf = (subject: Subject) => kinds[subject.kind] as Kind<Subject>;

/**
 * What somebody is about to report.
 * @rule What can be seen can be reported, a message by the other member of its room; not what is one's own.
 */
export async function requireSeen(deps: SeeDeps, actor: Actor, subject: Subject): Promise<Seen> {
  const seen = await kindOf(subject).see(deps, actor, subject);
  if (!seen) throw new Refusal("resource.not_found");
  if (seen.ownerId === actor.id) throw new Refusal("report.own");
  return seen;
}

/** Takes a subject away for good. */
export const removalOf = (deps: RemoveDeps, subject: Subject): Promise<Removal | undefined> =>
  kindOf(subject).remove(deps, subject);

/** The same, unless that is not possible any more: whoever is suspended may have a job that was filled. */
export async function removalIfPossible(deps: RemoveDeps, subject: Subject): Promise<Removal | undefined> {
  if (subject.kind === "job") {
    const found = await deps.jobs.find(subject.id);
    if (!found || !can(jobMachine, found.status, "remove", "system")) return undefined;
  }
  return removalOf(deps, subject);
}
