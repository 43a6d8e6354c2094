import * as z from "zod/mini";
import {
  Currency,
  FileRef,
  line,
  MinorUnits,
  PageQuery,
  Person,
  PositiveMinorUnits,
  page,
  Timestamp,
  text,
} from "./fields.ts";
import { ContractId, FileId, JobId, ProposalId } from "./ids.ts";
import { bounds } from "./limits.ts";
import { defineRoutes } from "./route.ts";

export const ProposalStatus = z.enum(["submitted", "offered", "accepted", "declined", "withdrawn", "closed"]);
export type ProposalStatus = z.infer<typeof ProposalStatus>;

/** A piece of fixed-price work with its price. */
export const MilestoneTerms = z.strictObject({
  title: line(2, 120),
  amount: PositiveMinorUnits,
  dueAt: z._default(z.nullable(Timestamp), null),
});

const days = ({ least, most, usual }: Record<"least" | "most" | "usual", number>) =>
  z._default(z.int().check(z.minimum(least), z.maximum(most)), usual);

/** What the parties agree on. The milestones add up to `total`. */
export const Terms = z.strictObject({
  total: PositiveMinorUnits,
  milestones: z.array(MilestoneTerms).check(z.minLength(1), z.maxLength(bounds.milestones)),
  /** Days of review before silence approves. */
  reviewDays: days(bounds.reviewDays),
});
export type Terms = z.output<typeof Terms>;

export const Offer = z.object({
  by: z.enum(["client", "freelancer"]),
  terms: Terms,
  message: z.string(),
  round: z.int(),
  madeAt: Timestamp,
  expiresAt: Timestamp,
});
export type Offer = z.infer<typeof Offer>;

export const Proposal = z.object({
  id: ProposalId,
  jobId: JobId,
  jobTitle: z.string(),
  freelancer: Person,
  clientId: z.string(),
  status: ProposalStatus,
  /** The client's private sorting; null for the freelancer. */
  sorting: z.nullable(z.enum(["none", "shortlisted", "archived"])),
  letter: z.string(),
  terms: Terms,
  currency: Currency,
  answers: z.array(z.string()),
  attachments: z.array(FileRef),
  viewedAt: z.nullable(Timestamp),
  reason: z.nullable(z.string()),
  offer: z.nullable(Offer),
  contractId: z.nullable(ContractId),
  submittedAt: Timestamp,
  version: z.int(),
});
export type Proposal = z.infer<typeof Proposal>;

const fields = {
  letter: text(20, 5000),
  terms: Terms,
  answers: z._default(z.array(text(1, 1000)).check(z.maxLength(5)), []),
  attachmentIds: z._default(z.array(FileId).check(z.maxLength(10)), []),
};
export const ProposalDraft = z.strictObject(fields);
export type ProposalDraft = z.output<typeof ProposalDraft>;

const jobParams = z.object({ jobId: JobId });
const params = z.object({ proposalId: ProposalId });
const client = { param: "proposalId", as: "client" } as const;
const freelancer = { param: "proposalId", as: "freelancer" } as const;
const party = { param: "proposalId", as: "party" } as const;
const hire = { response: z.object({ contractId: ContractId }), status: 201 } as const;

export const proposalRoutes = defineRoutes({
  submitProposal: {
    method: "POST",
    path: "/jobs/{jobId}/proposals",
    caller: "freelancer",
    access: "public",
    summary: "Propose for an open job",
    params: jobParams,
    body: ProposalDraft,
    response: Proposal,
    status: 201,
    errors: [
      "job.not_open",
      "person.blocked",
      "proposal.exists",
      "proposal.own_job",
      "proposal.quota_spent",
      "proposal.too_many_open",
      "proposal.terms_mismatch",
      "proposal.answers_mismatch",
      "file.not_ready",
    ],
    limit: { max: 30, seconds: 60 },
  },
  listJobProposals: {
    method: "GET",
    path: "/jobs/{jobId}/proposals",
    caller: "client",
    access: { param: "jobId", as: "client" },
    summary: "Proposals for my job, newest first",
    params: jobParams,
    query: z.strictObject(PageQuery),
    response: page(Proposal),
  },
  listMyProposals: {
    method: "GET",
    path: "/me/proposals",
    caller: "freelancer",
    summary: "My proposals, newest first",
    query: z.strictObject(PageQuery),
    response: page(Proposal),
  },
  getMyProposalQuota: {
    method: "GET",
    path: "/me/proposal-quota",
    caller: "freelancer",
    summary: "How many proposals I may still send, and when spent ones return",
    response: z.object({
      perWeek: z.int(),
      used: z.int(),
      open: z.int(),
      maxOpen: z.int(),
      nextReturnAt: z.nullable(Timestamp),
    }),
  },
  getProposal: {
    method: "GET",
    path: "/proposals/{proposalId}",
    caller: "user",
    access: party,
    summary: "A proposal, for its two parties",
    params,
    response: Proposal,
  },
  editProposal: {
    method: "PUT",
    path: "/proposals/{proposalId}",
    caller: "freelancer",
    access: freelancer,
    versioned: true,
    summary: "Change terms and answers until an offer exists, the letter until it was read",
    params,
    body: ProposalDraft,
    response: Proposal,
    errors: [
      "proposal.wrong_state",
      "proposal.letter_fixed",
      "proposal.terms_mismatch",
      "proposal.answers_mismatch",
      "file.not_ready",
    ],
  },
  withdrawProposal: {
    method: "POST",
    path: "/proposals/{proposalId}/withdraw",
    caller: "freelancer",
    access: freelancer,
    summary: "Take a proposal back",
    params,
    response: Proposal,
    errors: ["proposal.wrong_state"],
  },
  markProposalViewed: {
    method: "POST",
    path: "/proposals/{proposalId}/view",
    caller: "client",
    access: client,
    summary: "Say that the client has opened it",
    params,
    response: Proposal,
  },
  sortProposal: {
    method: "POST",
    path: "/proposals/{proposalId}/sort",
    caller: "client",
    access: client,
    summary: "Shortlist or archive; only the client sees it",
    params,
    body: z.strictObject({ sorting: z.enum(["none", "shortlisted", "archived"]) }),
    response: Proposal,
  },
  declineProposal: {
    method: "POST",
    path: "/proposals/{proposalId}/decline",
    caller: "client",
    access: client,
    summary: "Decline with a reason",
    params,
    body: z.strictObject({ reason: text(3, 300) }),
    response: Proposal,
    errors: ["proposal.wrong_state"],
  },
  acceptProposal: {
    method: "POST",
    path: "/proposals/{proposalId}/accept",
    caller: "client",
    access: client,
    versioned: true,
    summary: "Hire on the terms as they were read: makes the contract",
    params,
    ...hire,
    errors: ["proposal.wrong_state", "job.wrong_state"],
  },
  makeOffer: {
    method: "POST",
    path: "/proposals/{proposalId}/offer",
    caller: "client",
    access: client,
    summary: "Offer other terms than proposed",
    params,
    body: z.strictObject({
      terms: Terms,
      message: z._default(text(0, 1000), ""),
      days: days(bounds.offerDays),
    }),
    response: Proposal,
    errors: [
      "proposal.wrong_state",
      "proposal.terms_mismatch",
      "job.not_open",
      "offer.too_many_rounds",
      "person.blocked",
    ],
  },
  counterOffer: {
    method: "POST",
    path: "/proposals/{proposalId}/offer/counter",
    caller: "user",
    access: party,
    summary: "Answer an offer with other terms",
    params,
    body: z.strictObject({ terms: Terms, message: z._default(text(0, 1000), "") }),
    response: Proposal,
    errors: [
      "offer.wrong_state",
      "offer.own_turn",
      "offer.too_many_rounds",
      "proposal.terms_mismatch",
      "person.blocked",
    ],
  },
  acceptOffer: {
    method: "POST",
    path: "/proposals/{proposalId}/offer/accept",
    caller: "user",
    access: party,
    versioned: true,
    summary: "Accept the offer as it was read: makes the contract",
    params,
    ...hire,
    errors: ["offer.wrong_state", "offer.own_turn", "job.wrong_state"],
  },
  declineOffer: {
    method: "POST",
    path: "/proposals/{proposalId}/offer/decline",
    caller: "user",
    access: party,
    summary: "Decline the offer; the proposal stands as before",
    params,
    body: z.strictObject({ reason: text(0, 300) }),
    response: Proposal,
    errors: ["offer.wrong_state", "offer.own_turn"],
  },
  withdrawOffer: {
    method: "POST",
    path: "/proposals/{proposalId}/offer/withdraw",
    caller: "user",
    access: party,
    summary: "Take my offer back",
    params,
    response: Proposal,
    errors: ["offer.wrong_state", "offer.own_turn"],
  },
});

/** Fee lines for an amount, as the freelancer and the client see them before agreeing. Minor units. */
export const FeeQuote = z.object({
  amount: MinorUnits,
  currency: Currency,
  clientFee: MinorUnits,
  clientPays: MinorUnits,
  freelancerFee: MinorUnits,
  freelancerReceives: MinorUnits,
  policyVersion: z.string(),
});
export type FeeQuote = z.infer<typeof FeeQuote>;
