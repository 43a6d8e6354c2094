/** How well a freelancer's profile meets a job, fact by fact, in words. */
import type { Job } from "@freelancerm/contracts/jobs";
import type { FreelancerProfile } from "@freelancerm/contracts/users";
import { shortMoney } from "../../lib/format.ts";

export interface Fit {
  /** yes: meets it; no: missing; mind: worth a thought. */
  fit: "yes" | "no" | "mind";
  words: string;
}

type Asked = Pick<Job, "skills" | "type" | "budget" | "currency" | "categoryId">;
type Offered = Pick<FreelancerProfile, "skills" | "hourlyRate" | "currency" | "categoryId" | "availability">;

/** The skills asked for first, then category, rate and availability where they say something. */
export function matchOf(
  job: Asked,
  profile: Offered,
  names: { skill: (id: string) => string; category: (id: string) => string },
): Fit[] {
  const skills = job.skills.map(
    (skill): Fit => ({ fit: profile.skills.includes(skill) ? "yes" : "no", words: names.skill(skill) }),
  );
  const fits: Fit[] = [...skills];
  if (profile.categoryId === job.categoryId) {
    fits.push({ fit: "yes", words: `Your category, ${names.category(job.categoryId)}` });
  }
  const rate = profile.hourlyRate;
  if (job.type === "hourly" && rate !== null && profile.currency === job.currency) {
    const { min, max } = job.budget;
    const mine = shortMoney(rate, job.currency);
    fits.push(
      rate > max
        ? { fit: "mind", words: `Your rate of ${mine} is above the budget` }
        : rate < min
          ? { fit: "mind", words: `Your rate of ${mine} is below what is offered` }
          : { fit: "yes", words: `Your rate of ${mine} is within the budget` },
    );
  }
  if (profile.availability === "unavailable") {
    fits.push({ fit: "mind", words: "Your profile says that you are not available" });
  }
  return fits;
}
