/** What people report, and what the moderator has decided of it or still has to. */
import { caseIdOf } from "@freelancerm/contracts/ids";
import type { ReportReason, Subject } from "@freelancerm/contracts/trust";
import { HOUR } from "@freelancerm/core/time";
import { decideCase } from "@freelancerm/core/trust/decide-case";
import { createReport } from "@freelancerm/core/trust/report";
import type { Cast, Member } from "./cast.ts";
import type { JobPlan } from "./posting.ts";
import type { Simulation, World } from "./simulation.ts";

interface Complaint {
  subject: Subject;
  reason: ReportReason;
  words: string;
}

const report = (world: World, by: Member, complaint: Complaint) => createReport(world)(by, complaint);

/** Somebody reports a job, and the moderator takes it down. */
export async function takeDown(world: World, moderator: Member, reporter: Member, jobId: string): Promise<void> {
  const subject = { kind: "job", id: jobId } as const;
  await report(world, reporter, { subject, reason: "outside_payment", words: "They want to pay by bank transfer." });
  await decideCase(world)(moderator, {
    caseId: caseIdOf(subject),
    outcome: "remove",
    reason: "It asked for work outside the marketplace.",
  });
}

/** Cases that are open at the end: a job that two people reported, one of them as fraud, and a profile. */
export function tellOfReports(
  { world, tell }: Simulation,
  { demo, clients, freelancers }: Cast,
  plans: JobPlan[],
  end: number,
) {
  const reported = plans.find(
    ({ fate, client, at, applicants }) =>
      fate === "open" &&
      client !== demo.client &&
      client !== demo.both &&
      at < end - 72 * HOUR &&
      applicants.length > 1,
  )!;
  const complain = (hoursAgo: number, by: Member, reason: ReportReason, words: string) =>
    tell(end - hoursAgo * HOUR, async () => {
      const { items } = await world.jobs.listOfClient(reported.client.id, { limit: 100 });
      const { id } = items.find(({ title }) => title === reported.idea.title)!;
      await report(world, by, { subject: { kind: "job", id }, reason, words });
    });
  complain(28, reported.applicants[0]!, "spam", "");
  complain(20, reported.applicants[1]!, "scam", "I was asked for a deposit before an interview.");
  tell(end - 6 * HOUR, async () => {
    const subject = { kind: "user", id: freelancers.at(-1)!.id } as const;
    await report(world, clients[1]!, {
      subject,
      reason: "other",
      words: "The portfolio shows work of our own agency.",
    });
  });
}
