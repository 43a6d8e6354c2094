import type { FreelancerCard } from "@freelancerm/contracts/users";
import { Link } from "react-router";
import { counted, country, shortMoney } from "../lib/format.ts";
import { availability } from "../lib/labels.ts";
import { paths } from "../lib/paths.ts";
import { Highlight } from "./highlight.tsx";
import { Avatar, RatingMark } from "./marks.tsx";
import { SkillChips } from "./skill-chips.tsx";

/** A freelancer in a list. */
export function TalentCard({
  person,
  words = "",
  wanted,
  below,
  heading: Heading = "h3",
}: {
  person: FreelancerCard;
  words?: string;
  /** A skill that was asked for; it comes first. */
  wanted?: string;
  /** More about them, for example why they are where they are. */
  below?: React.ReactNode;
  heading?: "h2" | "h3";
}) {
  const skills = wanted ? [...new Set([wanted, ...person.skills])] : person.skills;
  return (
    <article className="card lift stack tight" data-item style={{ height: "100%" }}>
      <div className="row nowrap top">
        <Avatar name={person.displayName} url={person.avatarUrl} size={52} />
        <div className="grow">
          <div className="row apart top" style={{ gap: "0 10px" }}>
            <Heading style={{ fontSize: "1.05rem", overflowWrap: "anywhere", minWidth: 0 }}>
              <Link className="cover" to={paths.freelancer(person.id)}>
                <Highlight text={person.displayName} words={words} />
              </Link>
            </Heading>
            {person.hourlyRate !== null && (
              <span className="strong num small" style={{ color: "var(--pine-ink)", whiteSpace: "nowrap" }}>
                {shortMoney(person.hourlyRate, person.currency)} / hour
              </span>
            )}
          </div>
          <p className="small clamp">
            <Highlight text={person.headline || "Freelancer"} words={words} />
          </p>
        </div>
      </div>
      <div className="row small dim" style={{ gap: "2px 14px" }}>
        <RatingMark rating={person.rating} />
        {person.completedContracts > 0 && <span>{counted(person.completedContracts, "completed contract")}</span>}
        {person.country && <span>{country(person.country)}</span>}
        <span>{availability[person.availability]}</span>
      </div>
      <SkillChips skills={skills} most={4} />
      {below && <div style={{ marginTop: "auto" }}>{below}</div>}
    </article>
  );
}
