/** How "best match" is reckoned: printed from the weights and factors it is reckoned with. */
import { MATCH_WINDOW } from "../../packages/core/src/marketplace/best-matches.ts";
import { MATCH_FACTORS, MATCH_WEIGHTS } from "../../packages/core/src/marketplace/ranking.ts";

const points = (weights: Partial<Record<string, number>>, factor: string) => weights[factor] ?? "–";

export function rankingDocument(): string {
  const { jobs, talent } = MATCH_WEIGHTS;
  return [
    "# Best match",
    "",
    "`GET /jobs?sort=match` ranks open jobs for the signed-in freelancer; `GET /freelancers?sort=match&for={jobId}` ranks freelancers",
    "for a job of the signed-in client. Nothing else is looked at: no payment, no click and no time on a page moves anybody up.",
    "",
    "A match has 0 to 100 points. Each factor gives a share of its weight, rounded to whole points; where there is nothing to",
    "compare it gives half, which speaks neither for nor against. An item's `match.reasons` carries the points of every factor, so",
    "that anybody can add them up. What has as many points as another stands in a fixed order: newer jobs first, freelancers by id.",
    "",
    "| factor | jobs, for a freelancer | freelancers, for a job | its share |",
    "| --- | ---: | ---: | --- |",
    ...Object.entries(MATCH_FACTORS).map(
      ([factor, { says }]) => `| ${factor} | ${points(jobs, factor)} | ${points(talent, factor)} | ${says} |`,
    ),
    "",
    `The newest ${MATCH_WINDOW} that the filters keep are compared, found among the newest 500; \`ranked\` says how many there were and whether those`,
    "were all. A walk through the pages reckons with the time of its first page and goes on strictly below what it showed last: it",
    "shows nothing twice, and jobs posted meanwhile show in the next walk.",
    "",
  ].join("\n");
}
