import type { Match } from "@freelancerm/contracts/marketplace";
import { useCatalog } from "../../lib/catalog.ts";
import { reasonWords, type Subject, strongest } from "./match-words.ts";

/** How well an item matches and why: what speaks for it at a glance, every factor with its points on request. */
export function MatchReasons({ match, subject }: { match: Match; subject: Subject }) {
  const { skillName } = useCatalog();
  const say = (reason: Match["reasons"][number]) => reasonWords(reason, subject, skillName);
  return (
    <details className="why above">
      <summary>
        <span className="strong num">Match {match.score}</span>
        <span className="dim">{strongest(match.reasons, subject, skillName)}</span>
        <span className="link">Why it ranks here</span>
      </summary>
      <table>
        <caption className="sr">Points of each part of the match</caption>
        <tbody>
          {match.reasons.map((reason) => (
            <tr key={reason.factor} className={reason.points === 0 ? "dim" : undefined}>
              <th scope="row">{say(reason)}</th>
              <td className="num">
                {reason.points} of {reason.of}
              </td>
            </tr>
          ))}
        </tbody>
      </table>
      <p className="tiny dim">100 points at most. Where there is nothing to compare, half of the points are given.</p>
    </details>
  );
}
