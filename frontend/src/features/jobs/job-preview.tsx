import "../../ui/parts.css";
import { useCatalog } from "../../lib/catalog.ts";
import { plain } from "../../lib/format.ts";
import { duration, jobType, level } from "../../lib/labels.ts";
import { IconInfo } from "../../ui/icons.ts";
import { budgetWords } from "../../ui/marks.tsx";
import { SkillChips } from "../../ui/skill-chips.tsx";
import type { JobForm, StepId } from "./job-draft.ts";

/** The job as freelancers will meet it in a list, while it is written. */
export function CardPreview({ values }: { values: JobForm }) {
  const { categoryName } = useCatalog();
  const { budgetMin: min, budgetMax: max, type, currency } = values;
  return (
    <section className="stack tight" aria-label="In the list">
      <p className="eyebrow">In the list of jobs</p>
      <div className="card stack tight">
        <p className="strong" style={{ fontSize: "1.05rem" }}>
          {values.title || <span className="dim">Your title</span>}
        </p>
        <p className="row small dim" style={{ gap: "2px 12px" }}>
          {min !== null && max !== null && (
            <span className="strong num" style={{ color: "var(--pine-ink)" }}>
              {budgetWords({ budget: { min, max }, type, currency })}
            </span>
          )}
          <span>{jobType[type]}</span>
          <span>{level[values.level]}</span>
          <span>{duration[values.duration]}</span>
          {values.categoryId && <span>{categoryName(values.categoryId)}</span>}
        </p>
        <p className="small clamp">
          {plain(values.description).slice(0, 160) || <span className="dim">The first lines of your description</span>}
        </p>
        <SkillChips skills={values.skills} most={4} />
      </div>
    </section>
  );
}

const HINTS: Record<Exclude<StepId, "review">, string[]> = {
  title: [
    "Name the thing you want, not the person: “Landing page for a bakery”.",
    "Say what exists already, and how you will know that it is done.",
  ],
  skills: [
    "Freelancers find your job by its skills; three to five are plenty.",
    "One good question tells more than a long letter.",
  ],
  scope: ["Leave a date out when it does not matter; good people are often busy next week."],
  budget: [
    "A range you mean brings proposals you can compare.",
    "Nothing is charged until you hire and fund the first milestone.",
  ],
};

export function Hint({ step }: { step: StepId }) {
  if (step === "review") return null;
  return (
    <ul className="ticks dim">
      {HINTS[step].map((hint) => (
        <li key={hint}>
          <IconInfo size={16} aria-hidden />
          <span>{hint}</span>
        </li>
      ))}
    </ul>
  );
}
