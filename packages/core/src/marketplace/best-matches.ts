/** A bounded window of a list, best match first. */
import type { Match } from "@freelancerm/contracts/marketplace";
import type { Listed, PageRequest } from "../entity.ts";

/** @rule "Best match" compares the newest 200 that the filters keep, among the newest 500; an answer says whether those were all. */
export const MATCH_WINDOW = 200;

export interface RankedPage<C> extends Listed<C & { match: Match }> {
  ranked: { count: number; all: boolean };
}

interface Window<C> {
  /** What is compared, as it was listed at this time (milliseconds), newest first. */
  read: (at: number) => Promise<Listed<C>>;
  matchOf: (card: C, at: number) => Match;
  /** Tells apart what matches equally well; the greater comes first. */
  tieOf: (card: C) => string;
}

/** Where a page ended, and when its walk began. */
interface Place extends Record<string, unknown> {
  at: number;
  score: number;
  tie: string;
}

/**
 * A page of the window. A walk reckons with the time it began at and goes on strictly after what it showed last, so it repeats
 * nothing however the list changes meanwhile; what begins to match better while it lasts shows in the next walk.
 */
export async function bestMatches<C>(
  { limit, after }: PageRequest,
  now: number,
  { read, matchOf, tieOf }: Window<C>,
): Promise<RankedPage<C>> {
  const place = after as Place | undefined;
  const at = place?.at ?? now;
  const { items, next } = await read(at);
  const sorted = items
    .map((card) => ({ card, match: matchOf(card, at), tie: tieOf(card) }))
    .sort((a, b) => b.match.score - a.match.score || (a.tie < b.tie ? 1 : -1));
  const rest = place
    ? sorted.filter(({ match: { score }, tie }) => score < place.score || (score === place.score && tie < place.tie))
    : sorted;
  const shown = rest.slice(0, limit);
  const last = shown.at(-1);
  return {
    items: shown.map(({ card, match }) => ({ ...card, match })),
    next: last && rest.length > shown.length ? { at, score: last.match.score, tie: last.tie } : null,
    ranked: { count: sorted.length, all: next === null },
  };
}
