import { CURRENCY_DECIMALS } from "@freelancerm/contracts/currencies";
import type { FileRef } from "@freelancerm/contracts/fields";
import { Button, TextInput } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import { Link } from "react-router";
import { read } from "../../lib/api.ts";
import { useCatalog } from "../../lib/catalog.ts";
import { now } from "../../lib/clock.ts";
import { counted, date, left, shortMoney } from "../../lib/format.ts";
import { duration, jobType, level } from "../../lib/labels.ts";
import { FileList, UploadField, type Uploads } from "../../ui/attachments.tsx";
import type { useApiForm } from "../../ui/form.tsx";
import { Radio, Textarea } from "../../ui/kit/forms.ts";
import { MultiSelect, Select } from "../../ui/kit/selects.ts";
import { budgetWords } from "../../ui/marks.tsx";
import { MoneyInput } from "../../ui/money-input.tsx";
import { Prose } from "../../ui/prose.tsx";
import { SkillChips } from "../../ui/skill-chips.tsx";
import { Notice } from "../../ui/states.tsx";
import { bodyOfJob, type JobForm } from "./job-draft.ts";

type Of = ReturnType<typeof useApiForm<JobForm>>;
const options = (words: Record<string, string>) => Object.entries(words).map(([value, label]) => ({ value, label }));

export function TitleStep({ of, uploads }: { of: Of; uploads: Uploads }) {
  const { categoryOptions } = useCatalog();
  const { description } = of.form.values;
  return (
    <>
      <TextInput
        {...of.field("title", "Title")}
        description="One line a freelancer understands at a glance"
        placeholder="Landing page for a bakery, in two languages"
        required
        maxLength={120}
      />
      <Select
        {...of.field("categoryId", "Category")}
        data={categoryOptions}
        searchable
        required
        placeholder="Choose one"
      />
      <Textarea
        {...of.field("description", "Description")}
        description={`What is to be done, what exists already, and how you will judge it. Markdown works. ${left(description, 10_000)}`}
        required
        autosize
        minRows={8}
        maxRows={22}
      />
      <UploadField of={uploads} label="Attachments" description="Up to 10 files of 25 MB each" />
    </>
  );
}

export function SkillsStep({ of }: { of: Of }) {
  const { skillOptions } = useCatalog();
  const { questions } = of.form.values;
  return (
    <>
      <MultiSelect
        {...of.field("skills", "Skills")}
        description="Up to 10; freelancers are found by them"
        data={skillOptions}
        searchable
        maxValues={10}
        limit={60}
        hidePickedOptions
      />
      <Radio.Group {...of.field("level", "Experience")}>
        <div className="row" style={{ gap: 20, paddingTop: 6 }}>
          {options(level).map(({ value, label }) => (
            <Radio key={value} value={value} label={label} />
          ))}
        </div>
      </Radio.Group>
      <fieldset className="stack tight">
        <legend className="small strong" style={{ padding: 0 }}>
          Questions every applicant answers
        </legend>
        <p className="tiny dim">Up to 5, optional</p>
        {questions.map((_, index) => (
          // biome-ignore lint/suspicious/noArrayIndexKey: a question has nothing but its position.
          <div key={index} className="row nowrap" style={{ alignItems: "flex-end" }}>
            <TextInput className="grow" {...of.field(`questions.${index}`, `Question ${index + 1}`)} maxLength={300} />
            <Button
              variant="subtle"
              color="gray"
              aria-label={`Remove question ${index + 1}`}
              onClick={() => of.form.removeListItem("questions", index)}
            >
              Remove
            </Button>
          </div>
        ))}
        {questions.length < 5 && (
          <div>
            <Button variant="default" onClick={() => of.form.insertListItem("questions", "")}>
              Add a question
            </Button>
          </div>
        )}
      </fieldset>
    </>
  );
}

export function ScopeStep({ of }: { of: Of }) {
  return (
    <>
      <Radio.Group {...of.field("duration", "How long it will take")}>
        <div className="stack tight" style={{ paddingTop: 6 }}>
          {options(duration).map(({ value, label }) => (
            <Radio key={value} value={value} label={label} />
          ))}
        </div>
      </Radio.Group>
      <div className="pair">
        <TextInput
          {...of.field("positions", "Freelancers to hire")}
          type="number"
          min={1}
          max={20}
          inputMode="numeric"
          description="1 to 20"
        />
        <TextInput
          {...of.field("deadline", "Needed by")}
          type="date"
          min={new Date(now()).toISOString().slice(0, 10)}
          description="Optional"
        />
      </div>
      <Radio.Group {...of.field("visibility", "Who may see it")}>
        <div className="stack tight" style={{ paddingTop: 6 }}>
          <Radio value="public" label="Everybody" description="It is listed and can be found" />
          <Radio value="invite_only" label="Only people you invite" description="It is not listed" />
        </div>
      </Radio.Group>
    </>
  );
}

export function BudgetStep({ of, currencyFixed }: { of: Of; currencyFixed: boolean }) {
  const { type, currency, budgetMin, budgetMax } = of.form.values;
  const unit = type === "hourly" ? "per hour" : "for the whole job";
  // The form holds the amounts apart; the API names their faults by the path of its own field.
  const amount = (key: "budgetMin" | "budgetMax", path: string, label: string, value: number | null) => ({
    ...of.field(path, label),
    value,
    onChange: (next: number | null) => {
      of.form.setFieldValue(key, next);
      of.form.clearFieldError(path);
    },
  });
  return (
    <>
      <Radio.Group {...of.field("type", "How you pay")}>
        <div className="stack tight" style={{ paddingTop: 6 }}>
          <Radio value="fixed" label={jobType.fixed} description="One price, paid by milestones" />
          <Radio
            value="hourly"
            label={jobType.hourly}
            description="A rate; proposals still name milestones and a total"
          />
        </div>
      </Radio.Group>
      <Select
        {...of.field("currency", "Currency")}
        data={Object.keys(CURRENCY_DECIMALS)}
        allowDeselect={false}
        disabled={currencyFixed}
        description={currencyFixed ? "It cannot change once a job was published" : undefined}
      />
      <div className="pair">
        <MoneyInput {...amount("budgetMin", "budget.min", `From, ${unit}`, budgetMin)} currency={currency} required />
        <MoneyInput {...amount("budgetMax", "budget.max", `Up to, ${unit}`, budgetMax)} currency={currency} required />
      </div>
      <Guidance values={of.form.values} />
    </>
  );
}

/** What others offer for work of this category, from the jobs that are open now. */
function Guidance({ values }: { values: JobForm }) {
  const { categoryName } = useCatalog();
  const { type, currency, categoryId } = values;
  const { data } = useQuery({
    ...read("listJobs", { query: { category: categoryId, type, currency, limit: 50 } }),
    enabled: categoryId !== "",
  });
  const middles = (data?.items ?? []).map(({ budget }) => (budget.min + budget.max) / 2).sort((a, b) => a - b);
  if (middles.length < 3) return null;
  const at = (share: number) => Math.round(middles[Math.floor((middles.length - 1) * share)] ?? 0);
  return (
    <Notice>
      The middle half of {counted(middles.length, "open job")} in {categoryName(categoryId)} paid{" "}
      {type === "hourly" ? "by the hour" : "a fixed price"} in {currency} pays between{" "}
      <strong>{shortMoney(at(0.25), currency)}</strong> and <strong>{shortMoney(at(0.75), currency)}</strong>
      {type === "hourly" ? " an hour" : ""}.
    </Notice>
  );
}

export function ReviewStep({
  values,
  files,
  faults,
}: {
  values: JobForm;
  files: FileRef[];
  faults: { path: string; to: string }[];
}) {
  const { categoryName } = useCatalog();
  const body = bodyOfJob(values, []);
  return (
    <>
      {faults.length > 0 && (
        <Notice tone="bad" title="Something is missing">
          {[...new Set(faults.map(({ to }) => to))].map((to) => (
            <Link key={to} to={to} style={{ marginRight: 12 }}>
              Go to the step “{to.split("/").at(-1)}”
            </Link>
          ))}
        </Notice>
      )}
      <article className="card section-card" aria-label="Preview">
        <section className="stack tight">
          <p className="eyebrow">{values.categoryId ? categoryName(values.categoryId) : "No category yet"}</p>
          <h2 style={{ fontSize: "1.4rem" }}>{values.title || "No title yet"}</h2>
          <p className="row small dim" style={{ gap: "4px 14px" }}>
            <span className="strong num" style={{ color: "var(--pine-ink)" }}>
              {budgetWords(body)}
            </span>
            <span>{jobType[values.type]}</span>
            <span>{level[values.level]}</span>
            <span>{duration[values.duration]}</span>
            {body.positions > 1 && <span>{counted(body.positions, "position")}</span>}
            {body.deadlineAt && <span>Needed by {date(body.deadlineAt)}</span>}
            {values.visibility === "invite_only" && <span>By invitation only</span>}
          </p>
        </section>
        <section className="stack">
          <Prose text={values.description || "No description yet"} />
          <FileList files={files} />
        </section>
        {values.skills.length > 0 && (
          <section>
            <h3 style={{ marginBottom: 8 }}>Skills</h3>
            <SkillChips skills={values.skills} />
          </section>
        )}
        {body.questions.length > 0 && (
          <section>
            <h3 style={{ marginBottom: 8 }}>Questions every applicant answers</h3>
            <ol style={{ paddingLeft: 20 }}>
              {body.questions.map((question) => (
                <li key={question}>{question}</li>
              ))}
            </ol>
          </section>
        )}
      </article>
      <p className="small dim">
        This is how freelancers see it. It takes proposals for 30 days; you can change, pause or close it at any time.
      </p>
    </>
  );
}
