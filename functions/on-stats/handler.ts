import { counting } from "@freelancerm/core/stats/count";
import { noteInterest } from "@freelancerm/core/stats/interest";
import { once } from "@freelancerm/core/stats/once";
import { consume } from "@freelancerm/platform/consume";

export const handler = consume("on-stats", (deps) => {
  const count = counting(deps);
  return {
    "job.published.v1": ({ id, data }) => once(deps, "on-stats", id, () => count.jobPublished(data)),
    "job.changed.v1": ({ id, data }) => once(deps, "on-stats", id, () => count.jobChanged(data)),
    "job.unlisted.v1": ({ id, data }) => once(deps, "on-stats", id, () => count.jobUnlisted(data)),
    "proposal.submitted.v1": ({ data }) => noteInterest(deps)(data),
    "freelancer.listed.v1": ({ id, data }) => once(deps, "on-stats", id, () => count.freelancerListed(data)),
    "contract.started.v1": ({ id, data }) => once(deps, "on-stats", id, () => count.contractStarted(data)),
    "contract.ended.v1": ({ id, data }) => once(deps, "on-stats", id, () => count.contractEnded(data)),
    "review.published.v1": ({ id, data }) => once(deps, "on-stats", id, () => count.reviewPublished(data)),
  };
});
