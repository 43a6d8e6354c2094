import { Refusal } from "@freelancerm/contracts/errors";
import type { Job, JobDraft } from "@freelancerm/contracts/jobs";
import type { Actor } from "../actor.ts";
import { requireKnown } from "../categories/taxonomy.ts";
import type { Needs } from "../deps.ts";
import { happened } from "../entity.ts";
import { requireFiles } from "../files/file.ts";
import { advance } from "../state-machine.ts";
import {
  type JobRecord,
  jobMachine,
  listedIn,
  materialChanges,
  presentSaved,
  requireJob,
  requireSoundDraft,
  summaryOf,
} from "./job.ts";

/** Replaces the content of a job at the version its owner edited. */
export const updateJob =
  (deps: Needs<"accounts" | "clock" | "commit" | "files" | "ids" | "jobs" | "taxonomy">) =>
  async (
    actor: Actor,
    { jobId, version, attachmentIds, ...draft }: JobDraft & { jobId: string; version: number },
  ): Promise<Job> => {
    const now = deps.clock.now();
    const before = requireJob(await deps.jobs.find(jobId));
    if (before.version !== version) throw new Refusal("resource.changed");
    const status = advance(jobMachine, before.status, "edit", "client", "job.wrong_state");
    requireSoundDraft({ ...draft, attachmentIds }, now);
    if (before.publishedAt && draft.currency !== before.currency) {
      throw new Refusal("job.currency_fixed", { errors: [{ field: "currency", message: "is fixed once published" }] });
    }
    requireKnown(await deps.taxonomy.read(), draft.categoryId, draft.skills);
    const attachments = await requireFiles(deps.files, actor.id, "job", attachmentIds);
    const job: JobRecord = { ...before, ...draft, attachments, status, summary: summaryOf(draft.description) };
    const changed = materialChanges(before, job);
    const lists = { listedIn: listedIn(job), previouslyListedIn: listedIn(before) };
    const { id, clientId, title } = job;
    const events =
      before.publishedAt && (changed.length > 0 || lists.listedIn !== lists.previouslyListedIn)
        ? [happened(deps, "job.changed.v1", { jobId: id, clientId, title, changed, ...lists })]
        : [];
    await deps.commit(deps.jobs.save(job, { events, orElse: "resource.changed" }));
    return presentSaved(deps, job);
  };
