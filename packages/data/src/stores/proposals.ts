import { partiesOf, proposalIdOf } from "@freelancerm/contracts/ids";
import type { JobRecord } from "@freelancerm/core/jobs/job";
import type { ProposalRecord, ProposalStore } from "@freelancerm/core/proposals/proposal";
import type { QuotaRecord } from "@freelancerm/core/proposals/quota";
import type { Account } from "@freelancerm/core/users/account";
import { type Mapping, save, toEntity, toEntityIf } from "../entity.ts";
import { blocksBetween, keys, lists } from "../keys.ts";
import { listPage } from "../lists.ts";
import type { Item, Table } from "../table.ts";

/**
 * A submission may cost 4 write units: 1 for the quota, 2 for a proposal whose letter and event make it larger than 1 KB,
 * which leaves 1 for one index. That one is the freelancer's list, because those proposals lie in many partitions. It carries
 * keys only, so that no later change of a proposal writes to it. The proposals of a job lie together: they are read whole and
 * sorted, at a quarter of a read unit each; a second index would cost five read units' price per submission.
 */
const proposals: Mapping<ProposalRecord, never> = {
  key: ({ id }) => keys.proposal(id),
  card: [],
  index: ({ id, submittedAt }) => ({ gsi1pk: lists.proposalsOf(partiesOf(id).freelancerId), gsi1sk: submittedAt }),
};

const quotas: Mapping<QuotaRecord, never> = { key: ({ freelancerId }) => keys.quota(freelancerId), card: [] };

const prefixOfJob = (jobId: string) => ({ pk: jobId, prefix: "PROPOSAL#" });
const idOf = ({ pk, sk }: Item) => proposalIdOf(pk, sk.slice("PROPOSAL#".length));
/** Ids settle what was submitted in the same millisecond. */
const rank = ({ submittedAt, id }: { submittedAt: string; id: string }) => `${submittedAt}#${id}`;

export const createProposalStore = (table: Table): ProposalStore => {
  async function allOfJob(jobId: string, consistent: boolean): Promise<ProposalRecord[]> {
    const all: ProposalRecord[] = [];
    for (let from: Item | undefined; ; ) {
      const { items, next } = await table.query({ ...prefixOfJob(jobId), consistent, from });
      all.push(...items.map((item) => toEntity<ProposalRecord>(item)));
      if (!next) return all;
      from = next as Item;
    }
  }

  return {
    find: async (id) => toEntityIf(await table.get(keys.proposal(id))),

    findWithFreelancer: async (id) => {
      const [proposal, freelancer] = await table.getMany([keys.proposal(id), keys.account(partiesOf(id).freelancerId)]);
      return { proposal: toEntityIf<ProposalRecord>(proposal), freelancer: toEntityIf<Account>(freelancer) };
    },

    findWithJob: async (id) => {
      const wanted = [keys.proposal(id), keys.job(partiesOf(id).jobId)];
      const [proposal, job] = await table.getMany(wanted, { consistent: true });
      return { proposal: toEntityIf<ProposalRecord>(proposal), job: toEntityIf<JobRecord>(job) };
    },

    findForSubmission: async (id) => {
      const { jobId, clientId, freelancerId } = partiesOf(id);
      const [job, proposal, freelancer, quota, ...blocks] = await table.getMany(
        [
          keys.job(jobId),
          keys.proposal(id),
          keys.account(freelancerId),
          keys.quota(freelancerId),
          ...blocksBetween(clientId, freelancerId),
        ],
        { consistent: true },
      );
      return {
        job: toEntityIf<JobRecord>(job),
        proposal: toEntityIf<ProposalRecord>(proposal),
        freelancer: toEntityIf<Account>(freelancer),
        quota: toEntityIf<QuotaRecord>(quota),
        blocked: blocks.some(Boolean),
      };
    },

    findMany: async (ids) => {
      if (ids.length === 0) return [];
      const items = await table.getMany(ids.map(keys.proposal), { consistent: true });
      return items.map((item) => toEntityIf<ProposalRecord>(item));
    },

    save: (proposal, options) => save(proposals, proposal, options),

    listOfFreelancer: async (freelancerId, page) => {
      const query = { index: "gsi1", pk: lists.proposalsOf(freelancerId), descending: true } as const;
      const { items: ids, next } = await listPage(table, query, page, idOf);
      if (ids.length === 0) return { items: [], next };
      const [freelancer, ...found] = await table.getMany([keys.account(freelancerId), ...ids.map(keys.proposal)]);
      const items = found.filter((item) => item !== undefined).map((item) => toEntity<ProposalRecord>(item));
      return { items, next, freelancer: toEntityIf<Account>(freelancer) };
    },

    listOfJob: async (jobId, { limit, after }) => {
      const all = (await allOfJob(jobId, false)).sort((a, b) => (rank(a) < rank(b) ? 1 : -1));
      const rest = after ? all.filter((item) => rank(item) < String(after.rank)) : all;
      const items = rest.slice(0, limit);
      const last = items.at(-1);
      return { items, next: last && rest.length > limit ? { rank: rank(last) } : null };
    },

    allOfJob: (jobId) => allOfJob(jobId, true),

    countOfJob: async (jobId, most) => (await table.query({ ...prefixOfJob(jobId), limit: most })).items.length,

    findQuota: async (freelancerId) => toEntityIf(await table.get(keys.quota(freelancerId))),
    saveQuota: (quota) => save(quotas, quota),
  };
};
