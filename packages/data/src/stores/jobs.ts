import { ownerOfJob } from "@freelancerm/contracts/ids";
import { JobCard } from "@freelancerm/contracts/jobs";
import { type JobRecord, type JobStore, listedIn } from "@freelancerm/core/jobs/job";
import type { Account } from "@freelancerm/core/users/account";
import { change, type Mapping, save, toEntity, toEntityIf, toItem } from "../entity.ts";
import { keys, lists } from "../keys.ts";
import { cardOf, listPage } from "../lists.ts";
import type { Table } from "../table.ts";

const cardFields = Object.keys(JobCard.shape) as (keyof JobCard)[];

const mapping: Mapping<JobRecord, keyof JobCard> = {
  key: ({ id }) => keys.job(id),
  card: cardFields,
  // Sparse: only open public jobs are in the lists, newest first.
  index: (job) => {
    const category = listedIn(job);
    if (category === null) return {};
    const at = job.publishedAt!;
    return { gsi1pk: lists.openJobs, gsi1sk: at, gsi2pk: lists.openJobsOf(category), gsi2sk: at };
  },
};

export const createJobStore = (table: Table): JobStore => ({
  find: async (id) => toEntityIf(await table.get(keys.job(id))),

  findWithOwner: async (id) => {
    const [job, owner] = await table.getMany([keys.job(id), keys.account(ownerOfJob(id))]);
    return { job: toEntityIf<JobRecord>(job), owner: toEntityIf<Account>(owner) };
  },

  save: (job, options) => save(mapping, job, options),

  noteProposals: (job, atLeast) => {
    const { card } = toItem(mapping, { ...job, proposals: atLeast });
    return change({ update: keys.job(job.id), set: { card }, when: { equals: { version: job.version } } });
  },

  listOfClient: (clientId, page) =>
    listPage(table, { pk: `CLIENT#${clientId.slice(4)}`, prefix: "JOB#", descending: true }, page, cardOf<JobCard>),

  remember: (userId, jobId, savedAt) => change({ put: { ...keys.savedJob(userId, jobId), savedAt } }),
  forget: (userId, jobId) => change({ delete: keys.savedJob(userId, jobId) }),

  savedOf: async (userId) => {
    const { items } = await table.query({ pk: keys.savedJob(userId, "").pk });
    return items.map(({ sk, savedAt }) => ({ jobId: sk, savedAt: String(savedAt) }));
  },

  findMany: async (ids) => {
    if (ids.length === 0) return [];
    const items = await table.getMany(ids.map(keys.job));
    return items.filter((item) => item !== undefined).map(toEntity<JobRecord>);
  },
});
