/** What happens when a deadline falls due. Each looks at the state it finds and does nothing when that has moved on. */
import { approveBySilence, remindReview } from "../contracts/review-window.ts";
import type { Deps } from "../deps.ts";
import type { Commit, Deadline, DeadlineKind } from "../entity.ts";
import { expireJob, warnOfExpiry } from "../jobs/expire-job.ts";
import { grantRefund } from "../payments/grant-refund.ts";
import { unlockPayouts } from "../payments/unlock-payouts.ts";
import { expireOffer } from "../proposals/offers.ts";
import { publishReviews } from "../reviews/submit-review.ts";
import { sendDigest } from "../saved-searches/send-digest.ts";
import type { Meet } from "./deadlines.ts";

/** The submission a deadline was set for. */
const submissionOf = ({ ref, facts }: Deadline) => ({
  contractId: ref,
  number: Number(facts?.number),
  submittedAt: String(facts?.submittedAt),
});

export const deadlineActions = (deps: Deps): Record<DeadlineKind, (deadline: Deadline) => Promise<unknown>> => ({
  "job.warn": warnOfExpiry(deps),
  "job.expire": expireJob(deps),
  "offer.expire": expireOffer(deps),
  "milestone.approve": (deadline) => approveBySilence(deps)(submissionOf(deadline)),
  "milestone.remind": (deadline) => remindReview(deps)({ ...submissionOf(deadline), dueAt: deadline.at }),
  "refund.grant": grantRefund(deps),
  "payout.unlock": unlockPayouts(deps),
  "reviews.publish": publishReviews(deps),
  "search.digest": sendDigest(deps),
});

/** Does what a deadline asks for; it was met if that changed something. */
export const meetDeadline =
  (deps: Deps): Meet =>
  async (deadline) => {
    let changed = false;
    const commit: Commit = async (...changes) => {
      await deps.commit(...changes);
      changed ||= changes.length > 0;
    };
    await deadlineActions({ ...deps, commit })[deadline.kind](deadline);
    return changed;
  };
