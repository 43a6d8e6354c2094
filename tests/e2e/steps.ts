/** Steps that several journeys begin with. */
import type { ServerFrame } from "@freelancerm/contracts/socket";
import { job, type LiveSocket, type Person, someCategory } from "./kit.ts";

export const LETTER = "I draw bakeries for a living, here is how I would go about it.";
export const terms = { total: 30_000, milestones: [{ title: "The logo", amount: 30_000 }] };

/** An open job with one position. */
export const post = async (client: Person) =>
  client.api.createJob({ body: { ...job, ...(await someCategory()), publish: true } });

/** A proposal of one milestone of 300.00. */
export const propose = (freelancer: Person, jobId: string) =>
  freelancer.api.submitProposal({ params: { jobId }, body: { letter: LETTER, terms } });

/** A contract with one milestone of 300.00, hired through a job and a proposal. */
export async function hire(client: Person, freelancer: Person) {
  const { id: jobId } = await post(client);
  const proposal = await propose(freelancer, jobId);
  const { contractId } = await client.api.acceptProposal({ params: { proposalId: proposal.id }, version: 1 });
  return { jobId, proposal, contractId };
}

/** What a call was answered: "ok", or the code it was refused with; a failure that is no refusal is thrown. */
export const outcome = (call: Promise<unknown>): Promise<string> =>
  call.then(
    () => "ok",
    (error: { code?: string }) => {
      if (typeof error.code !== "string" || !error.code.includes(".")) throw error;
      return error.code;
    },
  );

/** How often each thing is in a list. */
export const tally = (things: string[]): Record<string, number> =>
  Object.fromEntries([...new Set(things)].map((thing) => [thing, things.filter((other) => other === thing).length]));

/** The notifications of a kind that a socket received. */
export const noticesOn = (socket: LiveSocket, kind: string) =>
  socket.frames.filter(
    (frame): frame is Extract<ServerFrame, { action: "notification.new" }> =>
      frame.action === "notification.new" && frame.notification.kind === kind,
  );
