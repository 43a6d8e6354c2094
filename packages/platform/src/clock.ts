import type { Clock } from "@freelancerm/core/entity";

declare global {
  /** Set by the local cloud before each invocation: how far its clock is ahead of real time, in milliseconds. */
  var __clockOffsetMs: number | undefined;
}

/** Real time, ahead by what a sandbox was moved. */
export const systemClock: Clock = { now: () => Date.now() + (globalThis.__clockOffsetMs ?? 0) };
