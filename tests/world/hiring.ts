/** The first steps of most stories: a job is posted, proposed for, and somebody is hired. */
import type { MilestoneRecord } from "@freelancerm/core/contracts/contract";
import { iso } from "@freelancerm/core/time";
import { jobDraft, type Someone, type World } from "./world.ts";

/** A sound proposal: 900.00 in two milestones. */
export const proposalDraft = {
  letter: "I have built four booking pages like this one, two of them for hotels with two languages.",
  terms: {
    total: 90_000,
    milestones: [
      { title: "Design into pages", amount: 30_000 },
      { title: "Booking and mail", amount: 60_000 },
    ],
  },
};

/** Terms of one milestone. */
export const oneMilestone = (amount: number) => ({ total: amount, milestones: [{ title: "All of it", amount }] });

export const postJob = (client: Someone, more: object = {}) =>
  client.api.createJob({ body: { ...jobDraft, ...more, publish: true } });

export async function propose(client: Someone, freelancer: Someone, more: object = {}, job: object = {}) {
  const { id: jobId } = await postJob(client, job);
  return freelancer.api.submitProposal({ params: { jobId }, body: { ...proposalDraft, ...more } });
}

/** The contract of a hire on the proposed terms. */
export async function hire(client: Someone, freelancer: Someone, more: object = {}) {
  const { id: proposalId } = await propose(client, freelancer, more);
  const { contractId } = await client.api.acceptProposal({ params: { proposalId }, version: 1 });
  return client.api.getContract({ params: { contractId } });
}

/** A milestone as the payment functions would leave it, for tests that are not about money. */
export async function put({ deps }: World, contractId: string, number: number, change: Partial<MilestoneRecord>) {
  const { milestone } = (await deps.contracts.findMilestone(contractId, number))!;
  await deps.commit(deps.contracts.saveMilestone({ ...milestone, ...change }));
}

export const fund = (world: World, contractId: string, number = 1) =>
  put(world, contractId, number, { status: "funded", fundedAt: iso(world.clock.now()) });

export const release = (world: World, contractId: string, number = 1) =>
  put(world, contractId, number, { status: "released", releasedAt: iso(world.clock.now()) });
