/** Steps that several journeys begin with. */
import { job, type Person, someCategory } from "./kit.ts";

/** A contract with one milestone of 300.00, hired through a job and a proposal. */
export async function hire(client: Person, freelancer: Person) {
  const { id: jobId } = await client.api.createJob({ body: { ...job, ...(await someCategory()), publish: true } });
  const terms = { total: 30_000, milestones: [{ title: "The logo", amount: 30_000 }] };
  const proposal = await freelancer.api.submitProposal({
    params: { jobId },
    body: { letter: "I draw bakeries for a living, here is how I would go about it.", terms },
  });
  const { contractId } = await client.api.acceptProposal({ params: { proposalId: proposal.id } });
  return { jobId, proposal, contractId };
}
