/** Stories of jobs: posted, proposed for, and hired for, closed, paused or left to expire. */
import { proposalIdOf } from "@freelancerm/contracts/ids";
import { closeJob, pauseJob } from "@freelancerm/core/jobs/close-job";
import { createJob } from "@freelancerm/core/jobs/create-job";
import { publishJob } from "@freelancerm/core/jobs/publish-job";
import { saveJob } from "@freelancerm/core/jobs/read-jobs";
import { openRoom } from "@freelancerm/core/messaging/open-room";
import {
  declineProposal,
  markProposalViewed,
  sortProposal,
  withdrawProposal,
} from "@freelancerm/core/proposals/answer-proposal";
import { counterOffer, declineOffer, makeOffer } from "@freelancerm/core/proposals/offers";
import { submitProposal } from "@freelancerm/core/proposals/submit-proposal";
import { DAY, HOUR, MINUTE } from "@freelancerm/core/time";
import type { Member } from "./cast.ts";
import type { Chat } from "./chat.ts";
import * as said from "./content/conversations.ts";
import { closeReasons, declineReasons } from "./content/job-details.ts";
import type { Hire, Hiring } from "./hiring.ts";
import { draftOf, type Idea, proposalOf } from "./jobs.ts";
import type { Random } from "./random.ts";
import type { Simulation, Thread } from "./simulation.ts";
import { takeDown } from "./trust.ts";

export interface JobPlan {
  client: Member;
  idea: Idea;
  /** Milliseconds since the epoch. */
  at: number;
  fate: "draft" | "open" | "paused" | "closed" | "removed" | "renewed" | "hired";
  applicants: Member[];
  /** The one who is hired, is among the applicants, and what becomes of it. */
  hire?: Pick<Hire, "done" | "standing" | "negotiated" | "reviews" | "resumeAt"> & {
    freelancer: Member;
    milestones?: number;
  };
  positions?: number;
  /** An applicant who is made an offer that is not answered yet, or was answered with another one. */
  offerTo?: Member;
  countered?: boolean;
  /** Every applicant stays, so that there is something to compare. */
  undecided?: boolean;
}

export interface Posting {
  tell(plan: JobPlan): void;
}

/** What an applicant did and when, so that what follows comes after it. */
interface Application {
  freelancer: Member;
  proposalId: string;
  at: number;
}

export function createPosting(
  { world, tell, now }: Simulation,
  random: Random,
  { chat, hiring, moderator, end }: { chat: Chat; hiring: Hiring; moderator: Member; end: number },
): Posting {
  const some = (low: number, high: number, unit: number) => random.between(low, high) * unit;

  /** The client reads what came, sorts it and lets some go. */
  async function sift(plan: JobPlan, { freelancer, proposalId }: Application, thread: Thread): Promise<void> {
    const { client, hire, undecided } = plan;
    if (random.chance(0.25) && !hire) return;
    await thread.pass(some(2, 30, HOUR));
    const isOpen = async () => (await world.proposals.find(proposalId))?.status === "submitted";
    if (!(await isOpen())) return;
    await markProposalViewed(world)(client, { proposalId });
    const fate = random.between(0, 1);
    if (freelancer === hire?.freelancer || freelancer === plan.offerTo || fate < 0.3) {
      await sortProposal(world)(client, { proposalId, sorting: "shortlisted" });
      return;
    }
    if (fate < 0.4) await sortProposal(world)(client, { proposalId, sorting: "archived" });
    if (undecided || fate < 0.72) return;
    await thread.pass(some(5, 40, HOUR));
    if (!(await isOpen())) return;
    if (fate < 0.9) await declineProposal(world)(client, { proposalId, reason: random.pick(declineReasons) });
    else await withdrawProposal(world)(freelancer, { proposalId });
  }

  async function negotiate(plan: JobPlan, application: Application, terms: Hire["terms"], thread: Thread) {
    const { client, countered } = plan;
    const { proposalId, freelancer } = application;
    await thread.until(Math.max(now(), application.at) + 8 * HOUR);
    const offered = { ...terms, reviewDays: 10 };
    await makeOffer(world)(client, { proposalId, terms: offered, message: random.pick(said.offerMessages), days: 14 });
    if (!countered) return;
    await thread.pass(some(2, 9, HOUR));
    if (random.chance(0.25)) {
      await declineOffer(world)(freelancer, {
        proposalId,
        reason: "I cannot work on these terms, but my proposal stands.",
      });
      return;
    }
    await counterOffer(world)(freelancer, { proposalId, terms, message: random.pick(said.counterMessages) });
  }

  async function enquire({ client }: JobPlan, freelancer: Member, step: string, title: string, thread: Thread) {
    await openRoom(world)(client, { freelancerId: freelancer.id });
    await thread.pass(MINUTE);
    chat.tell(now(), { client, freelancer }, random.pick(said.enquiries), { step: step.toLowerCase(), job: title });
  }

  return {
    tell: (plan) =>
      tell(plan.at, async (thread) => {
        const { client, idea, fate, hire } = plan;
        const draft = { ...draftOf(random, idea, client.currency), positions: plan.positions ?? 1 };
        const { id: jobId } = await createJob(world)(client, { ...draft, publish: fate !== "draft" });
        if (fate === "draft") return;

        const latest = Math.min(end - 10 * MINUTE, plan.at + (hire ? 2.2 : 9) * DAY);
        const applications: Application[] = plan.applicants.map((freelancer) => ({
          freelancer,
          proposalId: proposalIdOf(jobId, freelancer.id),
          at: random.between(
            plan.at + 20 * MINUTE,
            Math.max(freelancer === plan.offerTo ? plan.at + 20 * HOUR : latest, plan.at + 30 * MINUTE),
          ),
        }));
        let agreed: Hire["terms"] | undefined;
        let wanted: Hire["terms"] | undefined;
        for (const application of applications) {
          const { freelancer } = application;
          const milestones = freelancer === hire?.freelancer ? hire.milestones : undefined;
          const proposal = proposalOf(random, { client, freelancer, idea, draft, milestones });
          if (freelancer === hire?.freelancer) agreed = proposal.terms;
          if (freelancer === plan.offerTo) wanted = proposal.terms;
          tell(application.at, async (own) => {
            const job = await world.jobs.find(jobId);
            if (job?.status !== "open") return;
            await submitProposal(world)(freelancer, { ...proposal, jobId });
            await sift(plan, application, own);
          });
        }
        for (const reader of random.some(plan.applicants, 1)) {
          tell(plan.at + some(10, 60, MINUTE), async () => void (await saveJob(world)(reader, { jobId })));
        }

        const chosen = applications.find(({ freelancer }) => freelancer === (hire?.freelancer ?? plan.offerTo));
        if (chosen && (hire || random.chance(0.7))) {
          tell(chosen.at + some(1, 4, HOUR), (own) =>
            enquire(plan, chosen.freelancer, idea.template.steps[0]!, idea.title, own),
          );
        }
        if (wanted && chosen) {
          await thread.until(chosen.at);
          await negotiate(plan, chosen, wanted, thread);
        }
        switch (fate) {
          case "hired":
            await thread.until(plan.at + some(2.6, 3.6, DAY));
            await hiring.live(
              { ...hire!, client, proposalId: chosen!.proposalId, title: idea.title, terms: agreed! },
              thread,
            );
            return;
          case "paused":
            await thread.until(Math.min(plan.at + some(3, 8, DAY), end - HOUR));
            await pauseJob(world)(client, { jobId });
            return;
          case "closed":
            await thread.until(Math.min(plan.at + some(4, 14, DAY), end - HOUR));
            await closeJob(world)(client, { jobId, reason: random.pick(closeReasons) });
            return;
          case "removed": {
            await thread.until(plan.at + some(4, 20, HOUR));
            await takeDown(world, moderator, plan.applicants[0]!, jobId);
            return;
          }
          case "renewed":
            await thread.until(plan.at + 30 * DAY + some(2, 30, HOUR));
            await publishJob(world)(client, { jobId });
            return;
          default:
        }
      }),
  };
}
