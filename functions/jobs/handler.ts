import { jobRoutes } from "@freelancerm/contracts/jobs";
import { closeJob, pauseJob } from "@freelancerm/core/jobs/close-job";
import { createJob } from "@freelancerm/core/jobs/create-job";
import { publishJob } from "@freelancerm/core/jobs/publish-job";
import { getJob, listMyJobs, listSavedJobs, saveJob, unsaveJob } from "@freelancerm/core/jobs/read-jobs";
import { updateJob } from "@freelancerm/core/jobs/update-job";
import { implement } from "@freelancerm/platform/http";

export const handler = implement(jobRoutes, (deps) => ({
  createJob: ({ actor, body }) => createJob(deps)(actor, body),
  getJob: ({ actor, params }) => getJob(deps)(actor, params),
  updateJob: ({ actor, params, body, version }) => updateJob(deps)(actor, { ...body, ...params, version }),
  publishJob: ({ actor, params }) => publishJob(deps)(actor, params),
  pauseJob: ({ actor, params }) => pauseJob(deps)(actor, params),
  closeJob: ({ actor, params, body }) => closeJob(deps)(actor, { ...params, ...body }),
  listMyJobs: ({ actor, query }) => listMyJobs(deps)(actor, query),
  saveJob: ({ actor, params }) => saveJob(deps)(actor, params),
  unsaveJob: ({ actor, params }) => unsaveJob(deps)(actor, params),
  listSavedJobs: ({ actor, query }) => listSavedJobs(deps)(actor, query),
}));
