import "./jobs.css";
import { type Job, JobDraft } from "@freelancerm/contracts/jobs";
import { Button } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import { useEffect, useRef, useState } from "react";
import { Link, Navigate, useNavigate, useParams } from "react-router";
import { api, read, refresh, refreshCounts } from "../../lib/api.ts";
import { drafts } from "../../lib/drafts.ts";
import { paths } from "../../lib/paths.ts";
import { checkedBy } from "../../lib/validation.ts";
import { useUploads } from "../../ui/attachments.tsx";
import { Form, useApiForm } from "../../ui/form.tsx";
import { IconCheck } from "../../ui/icons.ts";
import { PageTitle } from "../../ui/page.tsx";
import { Loaded } from "../../ui/states.tsx";
import { toast } from "../../ui/toast.tsx";
import { useConflict } from "../../ui/use-conflict.tsx";
import { bodyOfJob, emptyJob, formOfJob, type JobForm, STEPS, type StepId, stepOf } from "./job-draft.ts";
import { CardPreview, Hint } from "./job-preview.tsx";
import { BudgetStep, ReviewStep, ScopeStep, SkillsStep, TitleStep } from "./job-steps.tsx";

export default function EditJobPage() {
  const { jobId, step } = useParams();
  if (!STEPS.some(({ id }) => id === step))
    return <Navigate replace to={jobId ? paths.editJob(jobId) : paths.newJob()} />;
  return jobId ? <Existing jobId={jobId} step={step as StepId} /> : <Wizard step={step as StepId} />;
}

function Existing({ jobId, step }: { jobId: string; step: StepId }) {
  const job = useQuery({ ...read("getJob", { params: { jobId } }), refetchOnWindowFocus: false });
  return <Loaded query={job}>{(loaded) => <Wizard key={loaded.id} job={loaded} step={step} />}</Loaded>;
}

function Wizard({ job: given, step }: { job?: Job; step: StepId }) {
  const navigate = useNavigate();
  const [job, setJob] = useState(given);
  const uploads = useUploads("job", job?.attachments);
  const [asDraft, setAsDraft] = useState(false);
  const draftKey = job ? `job:${job.id}` : "job:new";
  const at = STEPS.findIndex(({ id }) => id === step);
  const address = (to: StepId) => (job ? paths.editJob(job.id, to) : paths.newJob(to));

  const [save, conflict] = useConflict<JobForm>({
    save: async (values, version) => {
      const body = bodyOfJob(values, uploads.ids);
      const saved = await api.updateJob({ params: { jobId: job?.id ?? "" }, body, version });
      done(saved, "Your changes are saved.");
    },
    reload: async () => {
      const latest = await api.getJob({ params: { jobId: job?.id ?? "" } });
      setJob(latest);
      return { values: formOfJob(latest), version: latest.version };
    },
    apply: (values) => of.form.setValues(values),
    labels: { title: "Title", description: "Description", skills: "Skills", questions: "Questions" },
  });

  function done(saved: Job, words: string) {
    drafts.clear(draftKey);
    void refresh("getJob", "listMyJobs", "listJobs", "getHome");
    refreshCounts("getClient", "getHome");
    toast.done(words);
    void navigate(paths.job(saved.id));
  }

  const toBody = (values: JobForm) => bodyOfJob(values, uploads.ids);
  const validity = (values: JobForm) => ({ ...checkedBy(JobDraft)(toBody(values)), ...present(budgetFaults(values)) });
  const of = useApiForm<JobForm>({
    initial: job ? formOfJob(job) : emptyJob,
    schema: JobDraft,
    toBody,
    check: budgetFaults,
    draft: draftKey,
    send: async (values) => {
      if (job) return save(values, job.version);
      const body = { ...bodyOfJob(values, uploads.ids), publish: !asDraft };
      done(await api.createJob({ body }), asDraft ? "Your draft is saved." : "Your job is open for proposals.");
    },
  });

  // A step counts as done once somebody has left it, by whatever way; most are right as they are and were not looked at.
  const shown = useRef(step);
  const { left } = of.form.values;
  useEffect(() => {
    const before = shown.current;
    shown.current = step;
    if (before !== step && !left.includes(before)) of.form.setFieldValue("left", [...left, before]);
  }, [step, left, of.form.setFieldValue]);

  /** Goes on when this step is right; the later ones are checked when they are reached. */
  function next() {
    const faults = Object.entries(of.form.validate().errors).filter(([path]) => stepOf(path) === step);
    if (faults.length > 0) {
      of.form.setErrors(Object.fromEntries(faults));
      const [first = ""] = faults[0] ?? [];
      document.getElementById(`field-${first.replaceAll(".", "-")}`)?.focus();
      return;
    }
    of.form.clearErrors();
    void navigate(address(STEPS[at + 1]?.id ?? "review"));
  }

  const published = job && job.status !== "draft";
  const isLast = step === "review";
  const faulty = new Set(Object.keys(validity(of.form.values)).map(stepOf));
  return (
    <>
      <PageTitle
        key={step}
        eyebrow={`Step ${at + 1} of ${STEPS.length}`}
        title={isLast ? "Look it over" : job ? `Edit: ${STEPS[at]?.words.toLowerCase()}` : TITLES[step]}
      >
        {job ? undefined : "What you write is kept in this browser until you post it."}
      </PageTitle>
      <nav aria-label="Steps" style={{ marginBottom: 24 }}>
        <ol className="steps-nav">
          {STEPS.map(({ id, words }, index) => {
            const right = id !== "review" && of.form.values.left.includes(id) && !faulty.has(id);
            return (
              <li key={id}>
                <Link to={address(id)} aria-current={id === step ? "step" : undefined} data-right={right || undefined}>
                  <span className="step-mark" aria-hidden>
                    {right ? <IconCheck size={14} /> : index + 1}
                  </span>
                  {words}
                  {right && <span className="sr">, complete</span>}
                </Link>
              </li>
            );
          })}
        </ol>
      </nav>
      <div className={isLast ? "narrow" : "split"}>
        <Form of={of}>
          {step === "title" && <TitleStep of={of} uploads={uploads} />}
          {step === "skills" && <SkillsStep of={of} />}
          {step === "scope" && <ScopeStep of={of} />}
          {step === "budget" && <BudgetStep of={of} currencyFixed={Boolean(published)} />}
          {step === "review" && (
            <ReviewStep
              values={of.form.values}
              files={uploads.files}
              faults={Object.keys(of.form.errors).map((path) => ({ path, to: address(stepOf(path)) }))}
            />
          )}
          <div className="row apart" style={{ paddingTop: 12 }}>
            {at > 0 ? (
              <Button variant="default" size="md" onClick={() => void navigate(address(STEPS[at - 1]?.id ?? "title"))}>
                Back
              </Button>
            ) : (
              <span />
            )}
            {isLast ? (
              <div className="row">
                {!job && (
                  <Button type="submit" variant="default" size="md" disabled={of.busy} onClick={() => setAsDraft(true)}>
                    Save as draft
                  </Button>
                )}
                <Button type="submit" size="md" loading={of.busy} onClick={() => setAsDraft(false)}>
                  {job ? "Save changes" : "Publish the job"}
                </Button>
              </div>
            ) : (
              <Button size="md" disabled={uploads.busy} onClick={next}>
                {uploads.busy ? "Uploading" : "Next"}
              </Button>
            )}
          </div>
        </Form>
        {!isLast && (
          <aside className="stack sticky wide-only" aria-label="Preview">
            <CardPreview values={of.form.values} />
            <Hint step={step} />
          </aside>
        )}
      </div>
      {conflict}
    </>
  );
}

const budgetFaults = ({ budgetMin, budgetMax }: JobForm) => ({
  "budget.min": budgetMin === null ? "Enter an amount above zero." : null,
  "budget.max":
    budgetMax === null
      ? "Enter an amount above zero."
      : budgetMin !== null && budgetMax < budgetMin
        ? "Enter at least the lower amount."
        : null,
});
const present = (faults: Record<string, string | null>) =>
  Object.fromEntries(Object.entries(faults).filter(([, fault]) => fault !== null));

const TITLES: Record<StepId, string> = {
  title: "What do you need?",
  skills: "Who can do it?",
  scope: "How big is it?",
  budget: "What may it cost?",
  review: "Look it over",
};
