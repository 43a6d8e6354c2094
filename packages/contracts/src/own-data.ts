/** What somebody may take along, and how they leave. */
import * as z from "zod/mini";
import { Contract } from "./contracts.ts";
import { PageQuery, page, Timestamp } from "./fields.ts";
import { JobId, UserId } from "./ids.ts";
import { Job } from "./jobs.ts";
import { Message } from "./messaging.ts";
import { Notification } from "./notifications.ts";
import { LedgerEntry, PayoutAccount } from "./payments.ts";
import { Proposal } from "./proposals.ts";
import { Review } from "./reviews.ts";
import { defineRoutes, ROLES } from "./route.ts";
import { SavedSearch } from "./saved-searches.ts";
import { Me } from "./users.ts";

const section = <const S extends string, T extends z.ZodMiniType>(name: S, data: T) =>
  z.object({ section: z.literal(name), data });

/** One thing of somebody's own, as the operation that shows it answers it. */
export const OwnItem = z.discriminatedUnion("section", [
  section("account", Me),
  section("settings", z.object({ notMailed: z.array(z.string()), joinedAt: Timestamp })),
  section("blocked", z.object({ userId: UserId, blockedAt: Timestamp })),
  section("payout_account", z.pick(PayoutAccount, { status: true, bank: true })),
  section("job", Job),
  section("saved_job", z.object({ jobId: JobId, savedAt: Timestamp })),
  section("saved_search", SavedSearch),
  section("proposal", Proposal),
  section("contract", Contract),
  section("review_written", Review),
  section("review_received", Review),
  section("statement", z.object({ role: z.enum(ROLES), entry: LedgerEntry })),
  /** Only what they said themselves. */
  section("message", Message),
  section("notification", Notification),
]);
export type OwnItem = z.infer<typeof OwnItem>;

export const ownDataRoutes = defineRoutes({
  exportMyData: {
    method: "GET",
    path: "/me/export",
    caller: "user",
    summary: "Everything the marketplace keeps about me, by pages that are shorter than the limit at times",
    query: z.strictObject(PageQuery),
    response: page(OwnItem),
    limit: { max: 60, seconds: 60 },
  },
});
