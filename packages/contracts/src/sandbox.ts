import * as z from "zod/mini";
import { Timestamp } from "./fields.ts";
import { defineRoutes } from "./route.ts";

/** What falls due. */
export const DeadlineKind = z.enum([
  "job.warn",
  "job.expire",
  "offer.expire",
  "milestone.remind",
  "milestone.approve",
  "refund.grant",
  "payout.unlock",
  "reviews.publish",
  "search.digest",
]);
export type DeadlineKind = z.infer<typeof DeadlineKind>;

const Clock = z.object({
  now: Timestamp,
  /** Up to when everything has fallen due that does; behind `now` while that is under way. Null before it first was. */
  firedUntil: z.nullable(Timestamp),
  /** How many deadlines of each kind found something to do: since this marketplace began, or since this move of the clock. */
  met: z.partialRecord(DeadlineKind, z.int()),
});

export const sandboxRoutes = defineRoutes({
  getClock: {
    method: "GET",
    path: "/sandbox/clock",
    caller: "anyone",
    sandboxOnly: true,
    summary: "The time it is here, and how far what fell due by then has been done",
    response: Clock,
  },
  moveClock: {
    method: "POST",
    path: "/sandbox/clock",
    caller: "anyone",
    sandboxOnly: true,
    summary: "Move time forward and let everything fall due that does; answers after 20 seconds at the latest",
    body: z.strictObject({ seconds: z.int().check(z.minimum(1), z.maximum(400 * 86_400)) }),
    response: Clock,
  },
});
