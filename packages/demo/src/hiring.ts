/** Stories of contracts: from the hire to the reviews, or to wherever one stands today. */
import { contractIdOf, type ProposalId } from "@freelancerm/contracts/ids";
import type { Terms } from "@freelancerm/contracts/proposals";
import { approveMilestone, requestChanges, submitMilestone } from "@freelancerm/core/contracts/change-milestone";
import { endContract } from "@freelancerm/core/contracts/end-contract";
import { fundMilestone } from "@freelancerm/core/payments/fund-milestone";
import { receiveEvent } from "@freelancerm/core/payments/receive-event";
import { refundMilestone, requestRefund } from "@freelancerm/core/payments/refund-requests";
import { acceptOffer, acceptProposal } from "@freelancerm/core/proposals/hire";
import { counterOffer, makeOffer } from "@freelancerm/core/proposals/offers";
import { getProposal } from "@freelancerm/core/proposals/read-proposals";
import { replyToReview, submitReview } from "@freelancerm/core/reviews/submit-review";
import { DAY, HOUR, MINUTE } from "@freelancerm/core/time";
import { openPayouts } from "./cast.ts";
import type { Chat, Pair } from "./chat.ts";
import * as said from "./content/conversations.ts";
import type { Random } from "./random.ts";
import type { Simulation, Thread } from "./simulation.ts";

/** Where a contract stands today. */
export type Standing =
  | "unfunded"
  | "funded"
  | "submitted"
  | "changes_requested"
  | "awaiting_payout"
  | "refund_requested"
  | "refunded"
  | "released"
  | "ended";

export interface Hire extends Pair {
  proposalId: ProposalId;
  title: string;
  terms: Terms;
  /** Milestones that were released before the one `standing` speaks of. */
  done: number;
  standing: Standing;
  /** Whether the terms were negotiated. */
  negotiated: boolean;
  reviews: "both" | "client" | "freelancer" | "none";
  /** When what `standing` speaks of begins, milliseconds since the epoch; as soon as it can unless said. */
  resumeAt?: number;
}

export interface Hiring {
  /** Hires at once and lives the contract through. */
  live(hire: Hire, thread: Thread): Promise<void>;
}

export function createHiring(simulation: Simulation, random: Random, chat: Chat): Hiring {
  const { world, now } = simulation;
  const some = (low: number, high: number, unit: number) => random.between(low, high) * unit;

  async function agree({ client, freelancer, proposalId, terms, negotiated }: Hire, { pass }: Thread) {
    const asRead = async () => ({ proposalId, version: (await getProposal(world)(client, { proposalId })).version });
    if (!negotiated) return acceptProposal(world)(client, await asRead());
    const message = random.pick(said.offerMessages);
    await makeOffer(world)(client, { proposalId, terms: { ...terms, reviewDays: 10 }, message, days: 7 });
    await pass(some(2, 20, HOUR));
    if (random.chance(0.5)) return acceptOffer(world)(freelancer, await asRead());
    await counterOffer(world)(freelancer, { proposalId, terms, message: random.pick(said.counterMessages) });
    await pass(some(2, 20, HOUR));
    return acceptOffer(world)(client, await asRead());
  }

  async function fund({ client, proposalId }: Hire, number: number, { pass }: Thread): Promise<void> {
    const contractId = contractIdOf(proposalId);
    const { id } = await fundMilestone(world)(client, { contractId, number });
    await pass(2 * MINUTE);
    const payment = await world.payments.find(contractId, id);
    const event = { id: `evt_${world.ids.unique()}`, about: "checkout", contractId, paymentId: id } as const;
    await receiveEvent(world)({ ...event, checkoutId: payment!.checkoutId! });
    await pass(MINUTE);
  }

  const submit = ({ freelancer, proposalId, terms }: Hire, number: number) =>
    submitMilestone(world)(freelancer, {
      contractId: contractIdOf(proposalId),
      number,
      note: random.pick(said.handIns).replaceAll("{step}", terms.milestones[number - 1]!.title),
      attachmentIds: [],
    });

  const askForChanges = ({ client, proposalId }: Hire, number: number) =>
    requestChanges(world)(client, {
      contractId: contractIdOf(proposalId),
      number,
      reason: random.pick(said.changeRequests),
    });

  /** A milestone from funding to its release. */
  async function finish(hire: Hire, number: number, thread: Thread): Promise<void> {
    const { client, proposalId } = hire;
    const values = { step: hire.terms.milestones[number - 1]!.title.toLowerCase(), job: hire.title };
    await fund(hire, number, thread);
    if (random.chance(0.5)) chat.tell(now() + some(10, 30, HOUR), hire, random.pick(said.progress), values);
    await thread.pass(some(1.2, 4, DAY));
    await submit(hire, number);
    if (random.chance(0.2)) {
      await thread.pass(some(3, 30, HOUR));
      await askForChanges(hire, number);
      chat.tell(now() + 10 * MINUTE, hire, random.pick(said.revisions), values);
      await thread.pass(some(20, 50, HOUR));
      await submit(hire, number);
    }
    await thread.pass(some(2, 40, HOUR));
    await approveMilestone(world)(client, { contractId: contractIdOf(proposalId), number });
    await thread.pass(HOUR);
  }

  const scores = (good: boolean) => (good ? random.pick([5, 5, 5, 5, 4]) : random.pick([3, 4, 4]));

  async function review(hire: Hire, by: "client" | "freelancer"): Promise<void> {
    const contractId = contractIdOf(hire.proposalId);
    const good = by === "freelancer" || random.chance(0.88);
    const star = () => scores(good);
    await submitReview(world)(hire[by], {
      contractId,
      scores:
        by === "client"
          ? { quality: star(), communication: star(), timeliness: star(), value: star() }
          : { clarity: star(), communication: star(), payment: star() },
      comment: random.pick(by === "freelancer" ? said.thanks : good ? said.praise : said.reservations),
    });
  }

  async function conclude(hire: Hire, thread: Thread): Promise<void> {
    const contractId = contractIdOf(hire.proposalId);
    chat.tell(now() + 20 * MINUTE, hire, random.pick(said.endings), {});
    await thread.pass(some(2, 20, HOUR));
    const ender = random.chance(0.75) ? hire.client : hire.freelancer;
    await endContract(world)(ender, { contractId, reason: random.pick(said.endReasons) });
    if (hire.reviews === "none") return;
    await thread.pass(some(3, 30, HOUR));
    await review(hire, hire.reviews === "freelancer" ? "freelancer" : "client");
    if (hire.reviews !== "both") return;
    await thread.pass(some(3, 40, HOUR));
    await review(hire, "freelancer");
    if (!random.chance(0.3)) return;
    await thread.pass(some(5, 30, HOUR));
    await replyToReview(world)(hire.freelancer, { contractId, reply: random.pick(said.replies) });
  }

  /** The milestone that is under way, up to where it stands. */
  async function proceed(hire: Hire, number: number, thread: Thread): Promise<void> {
    const { standing, client, freelancer, proposalId } = hire;
    const contractId = contractIdOf(proposalId);
    const values = { step: hire.terms.milestones[number - 1]!.title.toLowerCase(), job: hire.title };
    await fund(hire, number, thread);
    if (standing === "funded") {
      chat.tell(now() + 5 * HOUR, hire, random.pick(said.progress), values);
      return;
    }
    await thread.pass(some(20, 40, HOUR));
    if (standing === "refund_requested" || standing === "refunded") {
      await requestRefund(world)(client, { contractId, number, reason: random.pick(said.refundReasons) });
      await thread.pass(some(10, 30, HOUR));
      if (standing === "refunded") await refundMilestone(world)(freelancer, { contractId, number });
      return;
    }
    await submit(hire, number);
    await thread.pass(some(4, 12, HOUR));
    if (standing === "changes_requested") {
      await askForChanges(hire, number);
      chat.tell(now() + 10 * MINUTE, hire, random.pick(said.revisions), values);
    }
    if (standing === "awaiting_payout") await approveMilestone(world)(client, { contractId, number });
  }

  return {
    live: async (hire, thread) => {
      const { standing, freelancer } = hire;
      if (standing !== "awaiting_payout") await openPayouts(world, freelancer);
      await agree(hire, thread);
      const first = hire.terms.milestones[0]!.title.toLowerCase();
      chat.tell(now() + some(0.5, 3, HOUR), hire, random.pick(said.beginnings), { step: first, job: hire.title });
      await thread.pass(some(2, 20, HOUR));
      for (let number = 1; number <= hire.done; number++) await finish(hire, number, thread);
      await thread.until(hire.resumeAt ?? now());
      if (standing === "ended") return conclude(hire, thread);
      if (standing !== "unfunded" && standing !== "released") await proceed(hire, hire.done + 1, thread);
    },
  };
}
