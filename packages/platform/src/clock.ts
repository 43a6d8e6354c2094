/** The time: real, or ahead of it in stages whose clock can be moved (CLOCK=movable). */
import type { Clock } from "@freelancerm/core/entity";
import { keys } from "@freelancerm/data/keys";
import type { Table } from "@freelancerm/data/table";

declare global {
  /** Set by the local cloud before each invocation: how far its clock is ahead of real time, in milliseconds. */
  var __clockOffsetMs: number | undefined;
}

let offset = 0;
let readAt = 0;
/** Milliseconds for which most functions rely on what they read last. */
const CACHED = 500;

/** Real time, ahead by what a sandbox was moved. */
export const systemClock: Clock = { now: () => Date.now() + (globalThis.__clockOffsetMs ?? offset) };

/** Whether the services around the marketplace are moved with it, as the local cloud's are: what they signed may be over at once. */
export const servicesMove = (): boolean => globalThis.__clockOffsetMs !== undefined;

/**
 * How far the marketplace is ahead of the services around it, in milliseconds. The local cloud's move with it; AWS's and
 * Stripe's stay behind a deployed sandbox that was moved, so what they stamp or check is told in their time.
 */
export const ahead = (): number => (servicesMove() ? 0 : offset);

/** The time of the services around the marketplace. */
export const outsideClock: Clock = { now: () => systemClock.now() - ahead() };

const movable = () => process.env.CLOCK === "movable" && !servicesMove();

/** Learns how far a deployed sandbox's clock was moved; costs nothing in other stages. Called once per invocation. */
export async function syncClock(table: () => Table, cached = CACHED): Promise<void> {
  if (!movable() || Date.now() - readAt < cached) return;
  offset = Number((await table().get(keys.clock()))?.offset ?? 0);
  readAt = Date.now();
}

/** Moves the sandbox's clock forward: the local cloud's where there is one, else the one kept in the table. */
export async function advanceClock(table: Table, ms: number): Promise<void> {
  const url = process.env.CLOCK_URL;
  if (url) {
    const answer = await fetch(url, { method: "POST", body: JSON.stringify({ advance: ms }) });
    if (!answer.ok) throw new Error(`The clock did not move: ${answer.status}`);
    return;
  }
  const moved = await table.write({ update: keys.clock(), add: { offset: ms } });
  offset = Number(moved?.offset ?? 0);
  readAt = Date.now();
}
