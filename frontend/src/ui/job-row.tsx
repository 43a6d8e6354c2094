import "./parts.css";
import type { JobCard } from "@freelancerm/contracts/jobs";
import { Link } from "react-router";
import { useCatalog } from "../lib/catalog.ts";
import { plain } from "../lib/format.ts";
import { duration, jobType, level } from "../lib/labels.ts";
import { paths } from "../lib/paths.ts";
import { Highlight } from "./highlight.tsx";
import { budgetWords, proposalsSent, When } from "./marks.tsx";
import { SkillChips } from "./skill-chips.tsx";

/** A job in a list. */
export function JobRow({
  job,
  words = "",
  mine,
  fresh,
  actions,
  below,
  heading: Heading = "h3",
}: {
  job: JobCard;
  /** Words that were searched for; they are marked. */
  words?: string;
  /** Skills of who looks; those asked for are marked. */
  mine?: readonly string[];
  /** Posted since this person last looked. */
  fresh?: boolean;
  actions?: React.ReactNode;
  /** More about it, for example why it is where it is. */
  below?: React.ReactNode;
  heading?: "h2" | "h3";
}) {
  const { categoryName } = useCatalog();
  return (
    <article className="card lift stack tight" data-item>
      <div className="row apart nowrap top">
        <Heading style={{ fontSize: "1.12rem" }}>
          <Link className="cover" to={paths.job(job.id)}>
            <Highlight text={job.title} words={words} />
          </Link>
          {fresh && (
            <span className="chip new" style={{ marginLeft: 8, verticalAlign: "2px" }}>
              New
            </span>
          )}
        </Heading>
        {actions && (
          <div className="above" style={{ margin: "-8px -8px -8px 0" }}>
            {actions}
          </div>
        )}
      </div>
      <p className="row small dim" style={{ gap: "4px 14px" }}>
        <span className="strong num" style={{ color: "var(--pine-ink)" }}>
          {budgetWords(job)}
        </span>
        <span>{jobType[job.type]}</span>
        <span>{level[job.level]}</span>
        <span>{duration[job.duration]}</span>
        <span>{categoryName(job.categoryId)}</span>
      </p>
      <p className="clamp">
        <Highlight text={plain(job.summary)} words={words} />
      </p>
      <div className="row apart">
        <SkillChips skills={job.skills} mine={mine} most={6} />
        <span className="row tiny dim" style={{ gap: "2px 12px" }}>
          {job.proposals !== undefined && <span>{proposalsSent(job.proposals)}</span>}
          {job.publishedAt && <When at={job.publishedAt} />}
        </span>
      </div>
      {below}
    </article>
  );
}

/** A job in one line, where others are only mentioned. */
export function JobLine({ job }: { job: JobCard }) {
  return (
    <li className="compact">
      <h3>
        <Link className="cover" to={paths.job(job.id)}>
          {job.title}
        </Link>
      </h3>
      <span className="row nowrap small dim" style={{ gap: 14 }}>
        <span className="strong num" style={{ color: "var(--pine-ink)" }}>
          {budgetWords(job)}
        </span>
        {job.publishedAt && <When at={job.publishedAt} />}
      </span>
    </li>
  );
}
