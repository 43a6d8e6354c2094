import "../../ui/parts.css";
import type { Job } from "@freelancerm/contracts/jobs";
import type { FreelancerProfile } from "@freelancerm/contracts/users";
import { Link } from "react-router";
import { useCatalog } from "../../lib/catalog.ts";
import { paths } from "../../lib/paths.ts";
import { IconAlert, IconCheck, IconClose } from "../../ui/icons.ts";
import { type Fit, matchOf } from "./match.ts";

const ICONS = { yes: IconCheck, no: IconClose, mind: IconAlert };
const SAID: Record<Fit["fit"], string> = { yes: "", no: "Not in your profile: ", mind: "" };

/** Why a freelancer matches a job, and what is missing. */
export function MatchCard({ job, profile }: { job: Job; profile: FreelancerProfile }) {
  const { skillName, categoryName } = useCatalog();
  const fits = matchOf(job, profile, { skill: skillName, category: categoryName });
  if (fits.length === 0) return null;
  const has = job.skills.filter((skill) => profile.skills.includes(skill)).length;
  return (
    <section className="card stack tight" aria-labelledby="match">
      <h2 id="match">How you match</h2>
      {job.skills.length > 0 && (
        <p className="small dim">
          {has} of {job.skills.length} skills asked for
        </p>
      )}
      <ul className="ticks">
        {fits.map(({ fit, words }) => {
          const Icon = ICONS[fit];
          return (
            <li key={words} data-yes={fit === "yes" || undefined} data-mind={fit === "mind" || undefined}>
              <Icon size={16} aria-hidden />
              <span className={fit === "no" ? "dim" : undefined}>
                {SAID[fit] && <span className="sr">{SAID[fit]}</span>}
                {words}
              </span>
            </li>
          );
        })}
      </ul>
      {has < job.skills.length && (
        <p className="small">
          <Link to={paths.editProfile()}>Add skills to your profile</Link> if you have them.
        </p>
      )}
    </section>
  );
}
