import { counted } from "../../lib/format.ts";

interface Listed {
  noun: string;
  /** Items in sight. */
  shown: number;
  /** Whether there is more to look through. */
  more: boolean;
  /** Whether something narrows the list. */
  narrowed: boolean;
  /** How many there are in all, where that is known. */
  total?: number;
  /** What was compared for the order, where it is one by best match. */
  ranked?: { count: number; all: boolean };
}

/** How many a list has, no more and no less than is known. */
export function countWords({ noun, shown, more, narrowed, total, ranked }: Listed): string {
  const match = (count: number) => (!narrowed || count === 0 ? "" : count === 1 ? " matches" : " match");
  if (ranked && !ranked.all) {
    const compared = `The newest ${counted(ranked.count, noun)}${narrowed ? " that match" : ""}, best match first`;
    return ranked.count === 0 ? `No ${noun}s among the newest` : compared;
  }
  if (ranked) return `${counted(ranked.count, noun)}${match(ranked.count)}, best first`;
  if (!more) return `${counted(shown, noun)}${match(shown)}`;
  if (total !== undefined && total > shown) return `${counted(total, noun)}${match(total)}, the first ${shown} shown`;
  if (shown === 0) return "None so far";
  return `The first ${counted(shown, noun)}${narrowed ? " that match" : ""}`;
}
