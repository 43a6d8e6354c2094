/**
 * The outbox: entries that ride on the items they tell of. What the table's stream shows is what was committed, so an
 * entry leaves exactly when its change did. docs/adr/0004-the-stream-is-the-outbox.md.
 *
 * An entry is stored without the facts its item already has: they are read back from the same image.
 */
import { isDeepStrictEqual } from "node:util";
import { type AnyEvent, type EventType, events } from "@freelancerm/contracts/events";
import { ID_DIGITS, ownerOfJob, partiesOf, proposalOfContract } from "@freelancerm/contracts/ids";
import type { Deadline, DeadlineKind, OutboxEntry, SaveOptions, StoredEntry } from "@freelancerm/core/entity";
import { DAY, iso, ms } from "@freelancerm/core/time";
import { keys } from "./keys.ts";
import type { Item } from "./table.ts";

/** How long an entry stays on its item: what a recovery can send again after the stream has forgotten it. */
const KEPT = 2 * DAY;

type Facts = Record<string, unknown>;

/** What an entity says of itself, under the names events use, with what its id says. */
function factsOf(entity: Facts): Facts {
  const id = String(entity.id ?? entity.contractId ?? "");
  const named = entity.id === undefined && id ? { ref: id, milestone: entity.number } : { ref: id };
  switch (id.slice(0, 4)) {
    case "job_":
      return { ...entity, ...named, jobId: id, clientId: ownerOfJob(id) };
    case "prp_":
      return { ...entity, ...named, proposalId: id, ...partiesOf(id) };
    case "ctr_":
      return { ...entity, ...named, contractId: id, proposalId: proposalOfContract(id), ...partiesOf(id) };
    default:
      return { ...entity, ...named };
  }
}

/** An event's id begins with the time it was made at; `at` is stored only where it says something else. */
const madeAt = (eventId: string): string =>
  iso([...eventId.slice(4, 14)].reduce((time, digit) => time * 32 + ID_DIGITS.indexOf(digit), 0));

const fieldsOf = (type: EventType): string[] => Object.keys(events[type].shape);

function packEvent(event: AnyEvent, facts: Facts): StoredEntry {
  const entries = Object.entries(event.data).filter(([name, value]) => !isDeepStrictEqual(facts[name], value));
  const packed: StoredEntry = { id: event.id, type: event.type, at: event.at, data: Object.fromEntries(entries) };
  if (entries.length === 0) delete packed.data;
  if (packed.at === madeAt(event.id)) delete packed.at;
  // An optional field the event left out, though the item has one of that name, cannot be told apart: such events stay whole.
  return isDeepStrictEqual(unpackEvent(packed, facts), event) ? packed : { ...event, whole: true };
}

function unpackEvent({ id, type, at = madeAt(id), data = {}, whole }: StoredEntry, facts: Facts): AnyEvent {
  const own = whole ? [] : fieldsOf(type!).filter((name) => facts[name] !== undefined && !(name in data));
  const found = Object.fromEntries(own.map((name) => [name, facts[name]]));
  return { id, type, at, data: { ...found, ...data } } as AnyEvent;
}

/** A deadline's kind and time are its entry's id; its facts are named where the item has them. */
function packDeadline({ at, kind, ref, facts = {} }: Deadline, known: Facts): StoredEntry {
  const entries = Object.entries(facts);
  const of = entries.filter(([name, value]) => known[name] === value).map(([name]) => name);
  const own = Object.fromEntries(entries.filter(([name]) => !of.includes(name)));
  return {
    id: `${kind}@${at}`,
    ...(ref !== known.ref && { ref }),
    ...(of.length > 0 && { of }),
    ...(Object.keys(own).length > 0 && { data: own }),
  };
}

function unpackDeadline({ id, ref, of = [], data = {} }: StoredEntry, known: Facts): OutboxEntry {
  const [kind, at] = id.split("@") as [DeadlineKind, string];
  const facts = { ...Object.fromEntries(of.map((name) => [name, known[name]])), ...data } as Deadline["facts"];
  const deadline: Deadline = { at, kind, ref: ref ?? String(known.ref), facts };
  const named = Object.entries(facts ?? {}).sort(([a], [b]) => (a < b ? -1 : 1));
  return { id: [kind, deadline.ref, ...named.map(([, value]) => value)].join("#"), deadline };
}

const unpack = (entry: StoredEntry, facts: Facts): OutboxEntry =>
  entry.type === undefined ? unpackDeadline(entry, facts) : unpackEvent(entry, facts);

const atOf = ({ id, at }: StoredEntry): string => at ?? madeAt(id);

/** What goes on the item: entries of former saves that a recovery may still need, then the new ones. */
export function outboxOf(entity: object & { outbox?: StoredEntry[] }, options: SaveOptions): StoredEntry[] {
  const { events: happened = [], deadlines = [] } = options;
  const facts = factsOf(entity as Facts);
  const savedAt = happened.at(-1)?.at;
  const fresh = [
    ...happened.map((event) => packEvent(event, facts)),
    ...deadlines.map((deadline) => packDeadline(deadline, facts)),
  ];
  const renewed = new Set(fresh.map(({ id }) => id));
  const kept = (entity.outbox ?? []).filter((entry) => {
    if (renewed.has(entry.id)) return false;
    if (savedAt === undefined) return true;
    return entry.type === undefined ? entry.id.split("@")[1]! > savedAt : ms(savedAt) - ms(atOf(entry)) < KEPT;
  });
  return [...kept, ...fresh];
}

type Image = object | undefined;

const entriesIn = (image: Image): StoredEntry[] => (image as { outbox?: StoredEntry[] } | undefined)?.outbox ?? [];
const factsIn = (image: Image): Facts => {
  const { card = {}, body = {} } = (image ?? {}) as { card?: Facts; body?: Facts };
  return factsOf({ ...card, ...body });
};

/** Entries a change added: those of the new image that the old one did not have. */
export function addedEntries(before: Image, after: Image): OutboxEntry[] {
  const known = new Set(entriesIn(before).map(({ id }) => id));
  const facts = factsIn(after);
  return entriesIn(after)
    .filter(({ id }) => !known.has(id))
    .map((entry) => unpack(entry, facts));
}

/** Entries an item still carries from a time on: what is sent again after the stream was out of reach for a day. */
export function entriesSince(item: Item, since: string): OutboxEntry[] {
  const facts = factsIn(item);
  return entriesIn(item)
    .filter((entry) => entry.type === undefined || atOf(entry) >= since)
    .map((entry) => unpack(entry, facts));
}

/** The row that makes a deadline fall due; filing it twice changes nothing. */
export const deadlineItem = ({ id, deadline }: Extract<OutboxEntry, { deadline: unknown }>): Item => ({
  ...keys.deadline(deadline.at, id),
  body: deadline,
});
