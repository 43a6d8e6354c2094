import { Refusal } from "@freelancerm/contracts/errors";
import { partiesOf } from "@freelancerm/contracts/ids";
import type { Review, Scores } from "@freelancerm/contracts/reviews";
import type { Actor } from "../actor.ts";
import { requireFound } from "../contracts/contract.ts";
import type { Needs } from "../deps.ts";
import type { Deadline } from "../entity.ts";
import { limits } from "../policy/policy.ts";
import { roleIn } from "../proposals/proposal.ts";
import { iso, ms } from "../time.ts";
import { personOf } from "../users/account.ts";
import {
  canReview,
  otherSide,
  overallOf,
  presentReview,
  published,
  type ReviewRecord,
  requireScoresOf,
  reviewsEndAt,
} from "./review.ts";

type Given = Needs<"accounts" | "clock" | "commit" | "ids" | "reviews">;

/**
 * Reviews the other side of an ended contract. The second review publishes both in one transaction; the first one holds only
 * while there is no other, so that of two at the same moment one becomes the second.
 */
export const submitReview =
  (deps: Given) =>
  async (
    actor: Actor,
    { contractId, scores, comment }: { contractId: string; scores: Scores; comment: string },
  ): Promise<Review> => {
    const now = deps.clock.now();
    const by = roleIn(contractId, actor.id);
    requireScoresOf(by, scores);
    const found = await deps.reviews.findOfContract(contractId);
    const contract = requireFound(found.contract);
    if (!canReview(contract, now)) throw new Refusal("review.not_possible");
    if (found[by]) throw new Refusal("review.exists");
    const review: ReviewRecord = {
      contractId,
      jobTitle: contract.title,
      by,
      authorId: actor.id,
      subjectId: partiesOf(contractId)[by === "client" ? "freelancerId" : "clientId"],
      scores,
      overall: overallOf(scores),
      comment,
      reply: null,
      submittedAt: iso(now),
      publishedAt: null,
      version: 0,
    };
    const theirs = found[otherSide(by)];
    const [author] = await deps.accounts.findMany([actor.id]);
    const person = personOf(actor.id, author);
    if (!theirs) {
      await deps.commit(
        deps.reviews.save(review, { orElse: "review.exists" }),
        deps.reviews.expectNone(contractId, otherSide(by)),
      );
      return presentReview(review, person);
    }
    const { review: shown, ...mine } = published(deps, review, iso(now));
    const { review: answered, ...other } = published(deps, theirs, iso(now));
    await deps.commit(
      deps.reviews.save(shown, { ...mine, orElse: "review.exists" }),
      ...(theirs.publishedAt ? [] : [deps.reviews.save(answered, other)]),
    );
    return presentReview(shown, person);
  };

/** @rule What was reviewed is published when the time to review is over, also if only one side did. */
export const publishReviews =
  (deps: Needs<"clock" | "commit" | "ids" | "reviews">) =>
  async ({ ref }: Pick<Deadline, "ref">): Promise<void> => {
    const now = deps.clock.now();
    const { contract, client, freelancer } = await deps.reviews.findOfContract(ref);
    if (!contract || now < (reviewsEndAt(contract) ?? Number.POSITIVE_INFINITY)) return;
    const waiting = [client, freelancer].filter((review) => review && !review.publishedAt);
    await deps.commit(
      ...waiting.map((before) => {
        const { review, ...options } = published(deps, before!, iso(now));
        return deps.reviews.save(review, options);
      }),
    );
  };

/** Answers, once, the published review about the acting party. */
export const replyToReview =
  (deps: Given) =>
  async (actor: Actor, { contractId, reply }: { contractId: string; reply: string }): Promise<Review> => {
    const by = roleIn(contractId, actor.id);
    const before = (await deps.reviews.findOfContract(contractId))[otherSide(by)];
    if (!before?.publishedAt || deps.clock.now() >= ms(before.publishedAt) + limits.replyWindow) {
      throw new Refusal("review.not_possible");
    }
    if (before.reply !== null) throw new Refusal("review.exists");
    const review = { ...before, reply };
    await deps.commit(deps.reviews.save(review));
    const [author] = await deps.accounts.findMany([before.authorId]);
    return presentReview(review, personOf(before.authorId, author));
  };
