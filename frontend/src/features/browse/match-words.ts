/** Why an item of a ranked list is where it is, in words. */
import type { JobCard } from "@freelancerm/contracts/jobs";
import type { MatchReason } from "@freelancerm/contracts/marketplace";
import type { FreelancerCard } from "@freelancerm/contracts/users";
import { counted, list } from "../../lib/format.ts";
import { availability } from "../../lib/labels.ts";

/** What the words speak of: a job to the freelancer who reads them, or a freelancer to the client of a job. */
export type Subject =
  | { job: Pick<JobCard, "type" | "level"> }
  | { person: Pick<FreelancerCard, "rating" | "availability">; job?: Pick<JobCard, "type"> };
type SkillName = (id: string) => string;

function skillWords({ fit, skills = [], asked = 0 }: MatchReason, name: SkillName): string {
  if (fit === "unknown") return "No skills are asked for";
  if (fit === "none") return `None of the ${counted(asked, "skill")} asked for`;
  const names = list(skills.map(name));
  return fit === "full" ? `All skills asked for: ${names}` : `${skills.length} of ${counted(asked, "skill")}: ${names}`;
}

const postedWords = (days: number): string =>
  days === 0 ? "Posted today" : days === 1 ? "Posted yesterday" : `Posted ${days} days ago`;

/** A factor's finding as one short statement. */
export function reasonWords(reason: MatchReason, subject: Subject, name: SkillName): string {
  const { factor, fit, asked = 0, days = 0 } = reason;
  const toFreelancer = !("person" in subject);
  const whose = toFreelancer ? "Your" : "Their";
  switch (factor) {
    case "skills":
      return skillWords(reason, name);
    case "category":
      return {
        full: toFreelancer ? "Your category" : "The job's category",
        part: `Close to ${toFreelancer ? "your" : "the job's"} category`,
        none: "Another category",
        unknown: `${whose} profile names no category`,
      }[fit];
    case "rate":
      return {
        full: `${whose} rate is within the budget`,
        part: `${whose} rate is above the budget`,
        none: `${whose} rate is far above the budget`,
        unknown:
          subject.job?.type === "fixed" ? "A fixed price, so rates do not count" : `${whose} rate does not compare`,
      }[fit];
    case "experience":
      if (asked === 0) return "Open to newcomers";
      if (fit === "full") return `${counted(asked, "contract")} or more completed`;
      return `Fewer than the ${counted(asked, "completed contract")} this level expects`;
    case "rating":
      return fit === "unknown" || toFreelancer
        ? "No score yet"
        : `Score ${subject.person.rating.score?.toFixed(1)} of 5`;
    case "availability":
      return toFreelancer ? "" : (availability[subject.person.availability] ?? "");
    case "freshness":
      return postedWords(days);
  }
}

/** What speaks for an item most, at a glance: up to three findings with the most points of what is known. */
export const strongest = (reasons: MatchReason[], subject: Subject, name: SkillName): string =>
  reasons
    .filter(({ fit, points }) => (fit === "full" || fit === "part") && points > 0)
    .sort((a, b) => b.points - a.points)
    .slice(0, 3)
    .map((reason) =>
      reason.factor === "skills"
        ? `${reason.skills?.length ?? 0} of ${counted(reason.asked ?? 0, "skill")}`
        : reasonWords(reason, subject, name),
    )
    .join(" · ");
