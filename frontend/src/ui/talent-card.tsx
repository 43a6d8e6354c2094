import type { FreelancerCard } from "@freelancerm/contracts/users";
import { Link } from "react-router";
import { useCatalog } from "../lib/catalog.ts";
import { counted, country, shortMoney } from "../lib/format.ts";
import { availability } from "../lib/labels.ts";
import { paths } from "../lib/paths.ts";
import { Highlight } from "./highlight.tsx";
import { Avatar, RatingMark } from "./marks.tsx";

/** A freelancer in a list. */
export function TalentCard({
  person,
  words = "",
  heading: Heading = "h3",
}: {
  person: FreelancerCard;
  words?: string;
  heading?: "h2" | "h3";
}) {
  const { skillName } = useCatalog();
  return (
    <article className="card lift stack tight" data-item style={{ height: "100%" }}>
      <div className="row nowrap top">
        <Avatar name={person.displayName} url={person.avatarUrl} size={52} />
        <div className="grow">
          <Heading style={{ fontSize: "1.05rem" }}>
            <Link className="cover" to={paths.freelancer(person.id)}>
              <Highlight text={person.displayName} words={words} />
            </Link>
          </Heading>
          <p className="small clamp">
            <Highlight text={person.headline || "Freelancer"} words={words} />
          </p>
        </div>
      </div>
      <p className="row small" style={{ gap: "4px 14px" }}>
        {person.hourlyRate !== null && (
          <span className="strong num" style={{ color: "var(--pine-ink)" }}>
            {shortMoney(person.hourlyRate, person.currency)} / hour
          </span>
        )}
        <span className="dim">{availability[person.availability]}</span>
        {person.country && <span className="dim">{country(person.country)}</span>}
      </p>
      <RatingMark rating={person.rating} />
      {person.completedContracts > 0 && (
        <p className="tiny dim">{counted(person.completedContracts, "completed contract")}</p>
      )}
      <p className="row" style={{ gap: 6 }}>
        {person.skills.slice(0, 5).map((skill) => (
          <span className="chip" key={skill}>
            {skillName(skill)}
          </span>
        ))}
      </p>
    </article>
  );
}
