import { reviewRoutes } from "@freelancerm/contracts/reviews";
import { getContractReviews, listUserReviews } from "@freelancerm/core/reviews/read-reviews";
import { replyToReview, submitReview } from "@freelancerm/core/reviews/submit-review";
import { implement } from "@freelancerm/platform/http";

export const handler = implement(reviewRoutes, (deps) => ({
  submitReview: ({ actor, params, body }) => submitReview(deps)(actor, { ...body, ...params }),
  getContractReviews: ({ actor, params }) => getContractReviews(deps)(actor, params),
  replyToReview: ({ actor, params, body }) => replyToReview(deps)(actor, { ...body, ...params }),
  listUserReviews: ({ params, query }) => listUserReviews(deps)({ ...query, ...params }),
}));
