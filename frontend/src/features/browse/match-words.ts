/** Why an item of a ranked list is where it is, in words. */
import type { JobCard } from "@freelancerm/contracts/jobs";
import type { MatchReason } from "@freelancerm/contracts/marketplace";
import type { FreelancerCard } from "@freelancerm/contracts/users";
import { counted, list } from "../../lib/format.ts";
import { availability } from "../../lib/labels.ts";

/** A job and the freelancer it is compared with; `mine` when the freelancer is who reads. */
export interface Subject {
  job?: Pick<JobCard, "type">;
  person: Pick<FreelancerCard, "hourlyRate" | "rating" | "availability" | "completedContracts">;
  mine?: boolean;
}
type SkillName = (id: string) => string;

function skillWords({ fit, skills = [], asked = 0 }: MatchReason, name: SkillName): string {
  if (fit === "unknown") return "No skills are asked for";
  if (fit === "none") return `None of the ${counted(asked, "skill")} asked for`;
  const names = list(skills.map(name));
  return fit === "full" ? `All skills asked for: ${names}` : `${skills.length} of ${counted(asked, "skill")}: ${names}`;
}

const postedWords = (days: number): string =>
  days === 0 ? "Posted today" : days === 1 ? "Posted yesterday" : `Posted ${days} days ago`;

const rateWords = ({ fit }: MatchReason, { job, person, mine }: Subject): string => {
  const whose = mine ? "Your" : "Their";
  if (fit === "full") return `${whose} rate is within the budget`;
  if (fit === "part") return `${whose} rate is above the budget`;
  if (fit === "none") return `${whose} rate is far above the budget`;
  if (job?.type === "fixed") return "A fixed price, so rates do not count";
  return person.hourlyRate === null ? "No hourly rate is named" : `${whose} rate is in another currency`;
};

/** A factor's finding as one short statement. */
export function reasonWords(reason: MatchReason, subject: Subject, name: SkillName): string {
  const { factor, fit, asked = 0, days = 0 } = reason;
  const { person, mine } = subject;
  const whose = mine ? "Your" : "Their";
  switch (factor) {
    case "skills":
      return skillWords(reason, name);
    case "category":
      return {
        full: mine ? "Your category" : "The job's category",
        part: `Close to ${mine ? "your" : "the job's"} category`,
        none: "Another category",
        unknown: `${whose} profile names no category`,
      }[fit];
    case "rate":
      return rateWords(reason, subject);
    case "experience": {
      if (asked === 0) return "Open to newcomers";
      const completed = counted(person.completedContracts, "completed contract");
      return fit === "full" ? completed : `${completed}, this level expects ${asked}`;
    }
    case "rating":
      return person.rating.score === null ? "No score yet" : `Score ${person.rating.score.toFixed(1)} of 5`;
    case "availability":
      return availability[person.availability] ?? "";
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
