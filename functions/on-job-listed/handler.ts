import { alertOf } from "@freelancerm/core/saved-searches/alert";
import { consume } from "@freelancerm/platform/consume";

export const handler = consume("on-job-listed", (deps) => {
  const alert = alertOf(deps);
  return {
    "job.published.v1": ({ data }) => alert(data),
    // What did not match before may now.
    "job.changed.v1": ({ data }) => alert(data),
  };
});
