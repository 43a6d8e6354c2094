import { limits } from "../policy/policy.ts";

/** What a rating is made from. */
export interface Tally {
  /** Sum of the overall scores, in hundredths. */
  hundredths: number;
  /** Up to as many reviewers as a score needs, the lowest ids: enough to tell one from several. */
  reviewers: string[];
}

interface Rated {
  rating: { score: number | null; reviews: number };
  tally?: Tally;
}

/**
 * The profile with one more review.
 * @rule A score is the mean of all published reviews, two decimals.
 */
export function rated<P extends Rated>(
  profile: P,
  { overall, reviewerId }: { overall: number; reviewerId: string },
): P {
  const { hundredths, reviewers } = profile.tally ?? { hundredths: 0, reviewers: [] };
  const tally: Tally = {
    hundredths: hundredths + Math.round(overall * 100),
    reviewers: [...new Set([...reviewers, reviewerId])].sort().slice(0, limits.scorePeople),
  };
  const reviews = profile.rating.reviews + 1;
  const shows = reviews >= limits.scoreContracts && tally.reviewers.length >= limits.scorePeople;
  return { ...profile, tally, rating: { reviews, score: shows ? Math.round(tally.hundredths / reviews) / 100 : null } };
}

/** Reviews of 4.00 that everybody starts with, in a standing alone. */
const ASSUMED = { reviews: 5, hundredths: 5 * 400 };

/**
 * How high somebody stands among the rated, as digits that sort.
 * @rule Top freelancers are those with the highest mean of their published reviews and five assumed ones of 4.00: ten people's 4.9 stands above one person's 5.0.
 */
export function standingOf({ rating, tally }: Rated): string {
  const hundredths = (tally?.hundredths ?? 0) + ASSUMED.hundredths;
  return String(Math.round((hundredths * 100) / (rating.reviews + ASSUMED.reviews))).padStart(6, "0");
}
