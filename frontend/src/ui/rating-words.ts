import { bounds } from "@freelancerm/contracts/limits";
import { counted } from "../lib/format.ts";

/** Why there is no score yet, though there may be reviews. */
export function unscored(reviews: number): string {
  const { contracts } = bounds.score;
  if (reviews === 0) return "No reviews yet";
  return reviews < contracts
    ? `${counted(reviews, "review")}, score from ${contracts}`
    : `${counted(reviews, "review")}, all by one person`;
}

/** From when on a score shows, and the means beside it. */
export const SCORED_FROM = `A score and its averages show from ${bounds.score.contracts} reviewed contracts with ${bounds.score.people} different people on.`;
