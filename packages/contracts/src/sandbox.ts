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

const Clock = z.object({ now: Timestamp });

export const sandboxRoutes = defineRoutes({
  getClock: {
    method: "GET",
    path: "/sandbox/clock",
    caller: "anyone",
    sandboxOnly: true,
    summary: "The time it is here",
    response: Clock,
  },
  moveClock: {
    method: "POST",
    path: "/sandbox/clock",
    caller: "anyone",
    sandboxOnly: true,
    summary: "Move time forward and let everything fall due that does",
    body: z.strictObject({ seconds: z.int().check(z.minimum(1), z.maximum(400 * 86_400)) }),
    /** How many deadlines of each kind fell due and found something left to do; kinds of which none did are left out. */
    response: z.extend(Clock, { met: z.partialRecord(DeadlineKind, z.int()) }),
  },
});
