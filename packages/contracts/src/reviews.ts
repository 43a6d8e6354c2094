import * as z from "zod/mini";
import { PageQuery, Person, page, Timestamp, text } from "./fields.ts";
import { ContractId, UserId } from "./ids.ts";
import { bounds } from "./limits.ts";
import { defineRoutes } from "./route.ts";

const Stars = z.int().check(z.minimum(1), z.maximum(5));
/** A client judges quality, communication, timeliness, value; a freelancer clarity, communication, payment. */
export const Scores = z.union([
  z.strictObject({ quality: Stars, communication: Stars, timeliness: Stars, value: Stars }),
  z.strictObject({ clarity: Stars, communication: Stars, payment: Stars }),
]);
export type Scores = z.infer<typeof Scores>;

export const Review = z.object({
  contractId: ContractId,
  jobTitle: z.string(),
  by: z.enum(["client", "freelancer"]),
  author: Person,
  subjectId: UserId,
  scores: z.record(z.string(), z.int()),
  /** Mean of the scores, two decimals. */
  overall: z.number(),
  comment: z.string(),
  reply: z.nullable(z.string()),
  submittedAt: Timestamp,
  publishedAt: z.nullable(Timestamp),
});
export type Review = z.infer<typeof Review>;

const params = z.object({ contractId: ContractId });
const party = { param: "contractId", as: "party" } as const;

export const reviewRoutes = defineRoutes({
  submitReview: {
    method: "POST",
    path: "/contracts/{contractId}/reviews",
    caller: "user",
    access: party,
    summary: `Review the other side; hidden until both are in or ${bounds.reviewWindowDays} days passed`,
    params,
    body: z.strictObject({ scores: Scores, comment: text(0, 1000) }),
    response: Review,
    status: 201,
    errors: ["review.not_possible", "review.exists"],
  },
  getContractReviews: {
    method: "GET",
    path: "/contracts/{contractId}/reviews",
    caller: "user",
    access: party,
    summary: "My review, and the other side's once published",
    params,
    response: z.object({ mine: z.nullable(Review), theirs: z.nullable(Review), endsAt: z.nullable(Timestamp) }),
  },
  replyToReview: {
    method: "POST",
    path: "/contracts/{contractId}/reviews/reply",
    caller: "user",
    access: party,
    summary: `Reply once to the review about me, within ${bounds.replyDays} days`,
    params,
    body: z.strictObject({ reply: text(1, 1000) }),
    response: Review,
    errors: ["review.not_possible", "review.exists"],
  },
  listUserReviews: {
    method: "GET",
    path: "/users/{userId}/reviews",
    caller: "anyone",
    summary: "Published reviews about somebody, newest first",
    params: z.object({ userId: UserId }),
    query: z.strictObject({ ...PageQuery, as: z.enum(["client", "freelancer"]) }),
    response: page(Review),
  },
});
