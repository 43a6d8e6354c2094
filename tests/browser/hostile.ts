/** A world in which every text that anybody may write is given by the caller: names, jobs, letters, terms, messages, reviews. */
import { eventually, job, newcomer, newKey, type Person, payAt, setUpPayouts, someCategory } from "../e2e/kit.ts";
import type { PageOfSite } from "./pages.ts";

export interface Hostile {
  client: Person;
  freelancer: Person;
  pages: PageOfSite[];
}

/** @param text gives what to write into a field of at most so many characters, lines without line breaks. */
export async function plant(text: (maximum: number, kind?: "line") => string): Promise<Hostile> {
  const [client, freelancer, category] = await Promise.all([
    newcomer("Xena", "client"),
    newcomer("Xaver", "freelancer"),
    someCategory(),
  ]);
  const line = (maximum: number) => text(maximum, "line");
  await setUpPayouts(freelancer);
  for (const person of [client, freelancer]) {
    person.me = await person.api.updateMe({ body: { displayName: line(60) }, version: person.me.version });
  }
  await freelancer.api.updateFreelancerProfile({
    version: freelancer.me.version,
    body: {
      headline: line(100),
      bio: text(3_000),
      ...category,
      hourlyRate: 4_500,
      currency: "EUR",
      portfolio: [{ title: line(80), description: text(1_000), link: null, imageFileId: null }],
    },
  });
  await client.api.updateClientProfile({
    version: client.me.version,
    body: { company: line(100), about: text(2_000) },
  });
  const draft = {
    ...job,
    ...category,
    title: line(100),
    description: text(10_000),
    questions: [line(300)],
    positions: 2,
    publish: true,
  };
  const { id: jobId } = await client.api.createJob({ body: draft });
  const { id: openJobId } = await client.api.createJob({ body: draft });
  const terms = { total: 30_000, milestones: [{ title: line(100), amount: 30_000 }] };
  const bid = { letter: text(5_000), terms, answers: [text(1_000)] };
  const { id: openId } = await freelancer.api.submitProposal({ params: { jobId: openJobId }, body: bid });
  await client.api.makeOffer({ params: { proposalId: openId }, body: { terms, message: text(1_000) } });
  const { id: proposalId } = await freelancer.api.submitProposal({ params: { jobId }, body: bid });
  const { contractId } = await client.api.acceptProposal({ params: { proposalId }, version: 1 });
  const milestone = { contractId, number: 1 };
  const { checkoutUrl } = await client.api.fundMilestone({ params: milestone, idempotencyKey: newKey() });
  await payAt(checkoutUrl ?? "");
  const isNow = (status: string) =>
    eventually(
      () => client.api.getContract({ params: { contractId } }),
      ({ milestones }) => milestones[0]?.status === status,
    );
  await isNow("funded");
  await freelancer.api.submitMilestone({ params: milestone, body: { note: text(5_000) } });
  await client.api.requestChanges({ params: milestone, body: { reason: text(2_000) } });
  const { roomId } = await client.api.getContract({ params: { contractId } });
  const { lastSeq: afterSeq } = await client.api.listMessages({ params: { roomId } });
  await client.api.sendMessage({
    params: { roomId },
    body: { clientMessageId: newKey(), afterSeq, text: text(5_000) },
  });
  const at = (as: PageOfSite["as"], ...paths: string[]) => paths.map((path) => ({ name: path, as, path }));
  return {
    client,
    freelancer,
    pages: [
      ...at(
        "client",
        "/",
        "/jobs",
        "/talent",
        `/jobs/${openJobId}`,
        `/jobs/${openJobId}/edit/review`,
        `/jobs/${openJobId}/proposals`,
        `/jobs/${openJobId}/proposals?compare=${openId}`,
        `/proposals/${openId}`,
        `/contracts/${contractId}`,
        `/contracts/${contractId}/terms`,
        `/contracts/${contractId}/activity`,
        `/contracts/${contractId}/payments`,
        `/freelancers/${freelancer.me.id}`,
        `/clients/${client.me.id}`,
        `/messages/${roomId}`,
        "/notifications",
        "/payments",
        "/my/jobs",
        "/contracts",
        "/profile",
      ),
      ...at("freelancer", `/proposals/${openId}`, "/my/proposals", "/notifications", "/profile"),
    ],
  };
}
