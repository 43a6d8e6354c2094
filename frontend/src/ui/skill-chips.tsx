import "./parts.css";
import { Link } from "react-router";
import { useCatalog } from "../lib/catalog.ts";
import { IconCheck } from "./icons.ts";

/** Skills by name; those that are among `mine` are marked, in words too (`asMine`). With `to`, each leads to a list of it. */
export function SkillChips({
  skills,
  mine = [],
  asMine = "one of your skills",
  most = skills.length,
  to,
}: {
  skills: string[];
  mine?: readonly string[];
  asMine?: string;
  most?: number;
  to?: (skill: string) => string;
}) {
  const { skillName } = useCatalog();
  return (
    <span className="row" style={{ gap: 6 }}>
      {skills.slice(0, most).map((skill) => {
        const has = mine.includes(skill);
        const content = (
          <>
            {has && <IconCheck size={13} aria-hidden />}
            {skillName(skill)}
            {has && <span className="sr">, {asMine}</span>}
          </>
        );
        return to ? (
          <Link className="chip" data-mine={has || undefined} key={skill} to={to(skill)} style={{ minHeight: 32 }}>
            {content}
          </Link>
        ) : (
          <span className="chip" data-mine={has || undefined} key={skill}>
            {content}
          </span>
        );
      })}
      {skills.length > most && <span className="tiny dim">and {skills.length - most} more</span>}
    </span>
  );
}
