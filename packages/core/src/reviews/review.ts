/** A review: what one side of an ended contract says about the other. Double-blind until both are in or the time is over. */
import { refuseField } from "@freelancerm/contracts/errors";
import type { NextAction, Person } from "@freelancerm/contracts/fields";
import type { Review, Scores } from "@freelancerm/contracts/reviews";
import type { Role } from "@freelancerm/contracts/route";
import type { ContractRecord } from "../contracts/contract.ts";
import type { Needs } from "../deps.ts";
import { type Change, happenedAt, type Listed, type PageRequest, type SaveOptions, type Versioned } from "../entity.ts";
import { scaled } from "../money/fees.ts";
import { limits } from "../policy/policy.ts";
import { iso, ms } from "../time.ts";

export interface ReviewRecord extends Omit<Review, "author">, Versioned {
  authorId: string;
}

export interface ReviewStore {
  /** A contract with what either side has said, in one strongly consistent call. */
  findOfContract(
    contractId: string,
  ): Promise<{ contract?: ContractRecord; client?: ReviewRecord; freelancer?: ReviewRecord }>;
  save(review: ReviewRecord, options?: SaveOptions): Change;
  /** Holds only while that side has not reviewed. */
  expectNone(contractId: string, by: Role): Change;
  /** Published reviews about somebody in a role, newest first. */
  listOf(userId: string, as: Role, page: PageRequest): Promise<Listed<Omit<ReviewRecord, "version">>>;
}

export const otherSide = (role: Role): Role => (role === "client" ? "freelancer" : "client");

/** @rule A client judges quality, communication, timeliness and value; a freelancer clarity, communication and payment. */
export function requireScoresOf(by: Role, scores: Scores): void {
  if ("quality" in scores !== (by === "client")) {
    refuseField("request.invalid", "scores", `are not those a ${by} gives`);
  }
}

/** @rule The overall score is the mean of the scores, rounded to two decimals. */
export function overallOf(scores: Record<string, number>): number {
  const values = Object.values(scores);
  return Math.round((values.reduce((sum, value) => sum + value, 0) / values.length) * 100) / 100;
}

/** What decides whether a contract can be reviewed. */
type Reviewable = Pick<ContractRecord, "endedAt" | "released" | "currency">;

/** When the time to review a contract is over, milliseconds since the epoch; undefined while it runs. */
export const reviewsEndAt = ({ endedAt }: Pick<ContractRecord, "endedAt">): number | undefined =>
  endedAt ? ms(endedAt) + limits.reviewWindow : undefined;

/** @rule Only a contract that ended, that paid enough, and whose time to review is not over can be reviewed. */
export const canReview = (contract: Reviewable, now: number): boolean =>
  now < (reviewsEndAt(contract) ?? 0) && contract.released >= scaled(limits.reviewMinimumPaid, contract.currency);

/**
 * @rule After the end it is the turn of each side that has not reviewed, until the time to review is over; who asks is told of
 * their own turn first.
 */
export function reviewTurn(
  contract: Reviewable,
  reviews: Partial<Record<Role, unknown>>,
  asking: Role,
  now: number,
): NextAction | null {
  const by = [asking, otherSide(asking)].find((side) => !reviews[side]);
  if (!by || !canReview(contract, now)) return null;
  return { action: "leave_review", by, milestone: null, dueAt: iso(reviewsEndAt(contract)!), byDefault: "close" };
}

/** A review as it is published, with the event that says so. */
export function published(
  deps: Needs<"clock" | "ids">,
  review: ReviewRecord,
  publishedAt: string,
): { review: ReviewRecord } & SaveOptions {
  const { contractId, subjectId, overall, jobTitle } = review;
  const facts = { contractId, subjectId, as: otherSide(review.by), overall, jobTitle };
  return { review: { ...review, publishedAt }, events: [happenedAt(deps, "review.published.v1", facts, publishedAt)] };
}

export function presentReview(review: Omit<ReviewRecord, "version">, author: Person): Review {
  const { authorId: _, outbox: __, ...shown } = review;
  return { ...shown, author };
}
