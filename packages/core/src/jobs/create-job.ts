import { jobIdOf } from "@freelancerm/contracts/ids";
import type { Job, JobDraft } from "@freelancerm/contracts/jobs";
import type { Actor } from "../actor.ts";
import { requireKnown } from "../categories/taxonomy.ts";
import type { Needs } from "../deps.ts";
import { requireFiles } from "../files/file.ts";
import { iso } from "../time.ts";
import { type JobRecord, presentSaved, requireSoundDraft, summaryOf } from "./job.ts";
import { opened } from "./publish-job.ts";

/** Writes a job for the acting client, as a draft or at once open. */
export const createJob =
  (deps: Needs<"accounts" | "clock" | "commit" | "files" | "ids" | "jobs" | "taxonomy">) =>
  async (actor: Actor, { publish, attachmentIds, ...draft }: JobDraft & { publish: boolean }): Promise<Job> => {
    const now = deps.clock.now();
    requireSoundDraft({ ...draft, attachmentIds }, now);
    requireKnown(await deps.taxonomy.read(), draft.categoryId, draft.skills);
    const record: JobRecord = {
      ...draft,
      id: jobIdOf(actor.id, deps.ids.time()),
      clientId: actor.id,
      summary: summaryOf(draft.description),
      attachments: await requireFiles(deps.files, actor.id, "job", attachmentIds),
      status: "draft",
      hires: 0,
      createdAt: iso(now),
      publishedAt: null,
      expiresAt: null,
      closedReason: null,
      version: 0,
    };
    const { job, ...outbox } = publish ? opened(deps, record) : { job: record };
    await deps.commit(deps.jobs.save(job, outbox));
    return presentSaved(deps, job);
  };
