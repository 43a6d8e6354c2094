/** A proposal: what a freelancer would do for a job and for how much, and the offer the parties negotiate on it. */
import { Refusal, refuseField } from "@freelancerm/contracts/errors";
import type { Currency, FileRef, Person } from "@freelancerm/contracts/fields";
import { contractIdOf, partiesOf } from "@freelancerm/contracts/ids";
import type { Offer, Proposal, ProposalStatus, Terms } from "@freelancerm/contracts/proposals";
import type { Role } from "@freelancerm/contracts/route";
import type { Change, Listed, PageRequest, SaveOptions, Versioned } from "../entity.ts";
import type { JobRecord } from "../jobs/job.ts";
import { scaled } from "../money/fees.ts";
import { limits } from "../policy/policy.ts";
import { can, type Machine } from "../state-machine.ts";
import { ms } from "../time.ts";
import { type Account, personOf } from "../users/account.ts";
import type { QuotaRecord } from "./quota.ts";

export type Sorting = "none" | "shortlisted" | "archived";

/** As it is stored. Job, client, freelancer and contract are read from its id. */
export interface ProposalRecord extends Versioned {
  id: string;
  jobTitle: string;
  status: ProposalStatus;
  sorting: Sorting;
  letter: string;
  terms: Terms;
  currency: Currency;
  answers: string[];
  attachments: FileRef[];
  viewedAt: string | null;
  reason: string | null;
  offer: Offer | null;
  submittedAt: string;
  /** How often it was submitted: again once after a withdrawal. */
  submissions: number;
  /** Offers made on it so far, by either side. */
  offers?: number;
}

export interface ProposalStore {
  find(id: string): Promise<ProposalRecord | undefined>;
  /** Eventually consistent, with the freelancer's account, in one call. */
  findWithFreelancer(id: string): Promise<{ proposal?: ProposalRecord; freelancer?: Account }>;
  /** Strongly consistent, with its job, in one call. */
  findWithJob(id: string): Promise<{ proposal?: ProposalRecord; job?: JobRecord }>;
  /** What a submission is decided on, strongly consistent in one call. */
  findForSubmission(id: string): Promise<{
    job?: JobRecord;
    proposal?: ProposalRecord;
    freelancer?: Account;
    quota?: QuotaRecord;
    /** One of the two sides has blocked the other. */
    blocked: boolean;
  }>;
  /** In the order of the ids, strongly consistent. */
  findMany(ids: string[]): Promise<(ProposalRecord | undefined)[]>;
  save(proposal: ProposalRecord, options?: SaveOptions): Change;
  /** Newest first, with the account of their freelancer. */
  listOfFreelancer(freelancerId: string, page: PageRequest): Promise<Listed<ProposalRecord> & { freelancer?: Account }>;
  /** Newest first. */
  listOfJob(jobId: string, page: PageRequest): Promise<Listed<ProposalRecord>>;
  /** All proposals of a job, strongly consistent, in no order. */
  allOfJob(jobId: string): Promise<ProposalRecord[]>;
  /** How many there are, counted up to `most`. Eventually consistent. */
  countOfJob(jobId: string, most: number): Promise<number>;
  findQuota(freelancerId: string): Promise<QuotaRecord | undefined>;
  saveQuota(quota: QuotaRecord): Change;
}

export type ProposalCommand =
  | "edit"
  | "accept"
  | "decline"
  | "withdraw"
  | "close"
  | "resubmit"
  | "make_offer"
  | "counter_offer"
  | "accept_offer"
  | "decline_offer"
  | "withdraw_offer"
  | "expire_offer";

/**
 * @rule submitted ⇄ offered → accepted | declined | withdrawn | closed. An offer that is declined, withdrawn or expires leaves
 * the proposal as it was before.
 */
export const proposalMachine: Machine<ProposalStatus, ProposalCommand> = {
  submitted: {
    edit: { to: "submitted", by: ["freelancer"] },
    accept: { to: "accepted", by: ["client"] },
    decline: { to: "declined", by: ["client"] },
    withdraw: { to: "withdrawn", by: ["freelancer"] },
    close: { to: "closed", by: ["system"] },
    make_offer: { to: "offered", by: ["client"] },
  },
  offered: {
    decline: { to: "declined", by: ["client"] },
    withdraw: { to: "withdrawn", by: ["freelancer"] },
    close: { to: "closed", by: ["system"] },
    counter_offer: { to: "offered", by: ["client", "freelancer"] },
    accept_offer: { to: "accepted", by: ["client", "freelancer"] },
    decline_offer: { to: "submitted", by: ["client", "freelancer"] },
    withdraw_offer: { to: "submitted", by: ["client", "freelancer"] },
    expire_offer: { to: "submitted", by: ["system"] },
  },
  accepted: {},
  declined: {},
  withdrawn: { resubmit: { to: "submitted", by: ["freelancer"] } },
  closed: { resubmit: { to: "submitted", by: ["freelancer"] } },
};

/** A proposal that may still lead to a hire. */
export const isOpen = (proposal: ProposalRecord): boolean => can(proposalMachine, proposal.status, "close", "system");

/** Which of the two parties somebody is; that they are one was settled by the id. */
export const roleIn = (proposalOrContractId: string, userId: string): Role =>
  partiesOf(proposalOrContractId).clientId === userId ? "client" : "freelancer";

/**
 * @rule Milestones add up to the total, each is worth at least the smallest milestone, and none is due in the past.
 * Hourly jobs are proposed for in milestones too: their total is what the first weeks are funded with.
 */
export function requireSoundTerms(terms: Terms, currency: Currency, now: number): void {
  const smallest = scaled(limits.smallestMilestone, currency);
  for (const [index, { amount, dueAt }] of terms.milestones.entries()) {
    if (amount < smallest) {
      refuseField("request.invalid", `terms.milestones.${index}.amount`, `must be at least ${smallest} minor units`);
    }
    if (dueAt && ms(dueAt) <= now) {
      refuseField("request.invalid", `terms.milestones.${index}.dueAt`, "must lie in the future");
    }
  }
  if (terms.milestones.reduce((sum, { amount }) => sum + amount, 0) !== terms.total) {
    refuseField("proposal.terms_mismatch", "terms.total");
  }
}

/** @rule Every screening question of the job is answered, in order. */
export function requireAnswers(answers: string[], questions: string[]): void {
  if (answers.length !== questions.length) refuseField("proposal.answers_mismatch", "answers");
}

/** The proposal if it exists; whose it is was settled by its id. */
export function requireProposal(proposal: ProposalRecord | undefined): ProposalRecord {
  if (!proposal) throw new Refusal("resource.not_found");
  return proposal;
}

/** Facts every proposal event carries. */
export function proposalFacts({ id, jobTitle }: ProposalRecord) {
  const { jobId, clientId, freelancerId } = partiesOf(id);
  return { proposalId: id, jobId, jobTitle, clientId, freelancerId };
}

/** @rule How a client sorts proposals is for the client alone; the rest both parties see. */
export function presentProposal(proposal: ProposalRecord, freelancer: Person, viewer: Role): Proposal {
  const { outbox: _, submissions: __, offers: ___, ...shown } = proposal;
  const { jobId, clientId } = partiesOf(proposal.id);
  return {
    ...shown,
    jobId,
    clientId,
    freelancer,
    sorting: viewer === "client" ? proposal.sorting : null,
    contractId: proposal.status === "accepted" ? contractIdOf(proposal.id) : null,
  };
}

/** A proposal just saved, as `viewer` sees it; the one look-up left is the freelancer's name. */
export async function presentSaved(
  deps: { accounts: { findMany(ids: string[]): Promise<(Account | undefined)[]> } },
  proposal: ProposalRecord,
  viewer: Role,
): Promise<Proposal> {
  const { freelancerId } = partiesOf(proposal.id);
  const [account] = await deps.accounts.findMany([freelancerId]);
  return presentProposal({ ...proposal, version: proposal.version + 1 }, personOf(freelancerId, account), viewer);
}
