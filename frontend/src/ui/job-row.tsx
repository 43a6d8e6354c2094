import type { JobCard } from "@freelancerm/contracts/jobs";
import { Link } from "react-router";
import { useCatalog } from "../lib/catalog.ts";
import { plain } from "../lib/format.ts";
import { duration, jobType, level } from "../lib/labels.ts";
import { paths } from "../lib/paths.ts";
import { Highlight } from "./highlight.tsx";
import { budgetWords, When } from "./marks.tsx";

/** A job in a list. */
export function JobRow({
  job,
  words = "",
  actions,
  heading: Heading = "h3",
}: {
  job: JobCard;
  /** Words that were searched for; they are marked. */
  words?: string;
  actions?: React.ReactNode;
  heading?: "h2" | "h3";
}) {
  const { categoryName, skillName } = useCatalog();
  return (
    <article className="card lift stack tight" data-item>
      <div className="row apart nowrap top">
        <Heading style={{ fontSize: "1.12rem" }}>
          <Link className="cover" to={paths.job(job.id)}>
            <Highlight text={job.title} words={words} />
          </Link>
        </Heading>
        {actions && <div className="above">{actions}</div>}
      </div>
      <p className="row small dim" style={{ gap: "4px 14px" }}>
        <span className="strong num" style={{ color: "var(--pine-ink)" }}>
          {budgetWords(job)}
        </span>
        <span>{jobType[job.type]}</span>
        <span>{level[job.level]}</span>
        <span>{duration[job.duration]}</span>
        {job.publishedAt && (
          <span>
            <When at={job.publishedAt} />
          </span>
        )}
      </p>
      <p className="clamp">
        <Highlight text={plain(job.summary)} words={words} />
      </p>
      <p className="row" style={{ gap: 6 }}>
        <span className="tiny dim">{categoryName(job.categoryId)}</span>
        {job.skills.slice(0, 6).map((skill) => (
          <span className="chip" key={skill}>
            {skillName(skill)}
          </span>
        ))}
        {job.skills.length > 6 && <span className="tiny dim">and {job.skills.length - 6} more</span>}
      </p>
    </article>
  );
}
