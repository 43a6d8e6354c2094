/** What every stored entity and every store has in common. */
import type { ErrorCode } from "@freelancerm/contracts/errors";
import type { AnyEvent, EventData, EventType } from "@freelancerm/contracts/events";
import type { DeadlineKind } from "@freelancerm/contracts/sandbox";
import { iso } from "./time.ts";

export type { DeadlineKind };

/** Something to do at a time: filed with the state it belongs to, fired once it is due. */
export interface Deadline {
  /** ISO 8601, UTC. */
  at: string;
  kind: DeadlineKind;
  /** Id of the entity it is about. */
  ref: string;
  /** Milestone number, round, … whatever tells whether it still applies. */
  facts?: Record<string, string | number>;
}

/** What leaves with a change: filed by the relay after the commit, exactly as committed. */
export type OutboxEntry = AnyEvent | { id: string; deadline: Deadline };

/** An entry as it rides on its item; only the outbox reads it. */
export interface StoredEntry {
  id: string;
  /** Of an event; a deadline has none. */
  type?: EventType;
  /** Unless the id says so. */
  at?: string;
  /** Facts the item does not have. */
  data?: Record<string, unknown>;
  /** `data` is all there is. */
  whole?: true;
  ref?: string;
  of?: string[];
}

/** An entity as its store returns it. Spread it when you change it: `outbox` must travel along. */
export interface Versioned {
  /** 0 before it is stored; each save adds 1 and is refused if somebody else saved in between. */
  version: number;
  /** Entries of earlier saves that the relay may not have published yet. */
  outbox?: StoredEntry[];
}

/** A write a store has prepared. Nothing happens until it is committed. */
export interface Change {
  readonly write: unknown;
  /** What the caller is told when the write's condition does not hold. */
  readonly refusal: ErrorCode;
}

/** Writes one change conditionally, several as one transaction: all or none. Throws the Refusal of the change that did not hold. */
export type Commit = (...changes: Change[]) => Promise<void>;

export interface SaveOptions {
  events?: AnyEvent[];
  deadlines?: Deadline[];
  /** Refusal when somebody else was faster; "resource.conflict" unless said. */
  orElse?: ErrorCode;
}

/** Where a list was left; opaque to the rules. */
export type Position = Record<string, unknown>;
export interface PageRequest {
  limit: number;
  after?: Position;
}
/** `next` is null at the end of the list. */
export interface Listed<T> {
  items: T[];
  next: Position | null;
}

export interface Clock {
  /** Milliseconds since the epoch. */
  now(): number;
}

export interface Ids {
  /** 26 characters, ordered by time and unique. */
  unique(): string;
  /** 10 characters: the time in milliseconds. */
  time(): string;
}

/** An event of a given time, ISO 8601, UTC. */
export const happenedAt = <T extends EventType>(
  { ids }: { ids: Ids },
  type: T,
  data: EventData<T>,
  at: string,
): AnyEvent => ({ id: `evt_${ids.unique()}`, type, at, data }) as unknown as AnyEvent;

/** An event of now. */
export const happened = <T extends EventType>(
  deps: { clock: Clock; ids: Ids },
  type: T,
  data: EventData<T>,
): AnyEvent => happenedAt(deps, type, data, iso(deps.clock.now()));
