import * as z from "zod/mini";
import {
  Currency,
  FileRef,
  line,
  MinorUnits,
  NextAction,
  PageQuery,
  Person,
  PositiveMinorUnits,
  page,
  Timestamp,
  text,
} from "./fields.ts";
import { ContractId, FileId, JobId, MilestoneNumber, RoomId } from "./ids.ts";
import { defineRoutes } from "./route.ts";

export const ContractStatus = z.enum(["active", "ended"]);
export const MilestoneStatus = z.enum([
  "pending",
  "funded",
  "submitted",
  "changes_requested",
  "approved",
  "released",
  "refunding",
  "refunded",
  "cancelled",
]);
export type MilestoneStatus = z.infer<typeof MilestoneStatus>;

export const Milestone = z.object({
  number: z.int(),
  title: z.string(),
  /** What the freelancer's work costs, before fees. Minor units. */
  amount: MinorUnits,
  clientFee: MinorUnits,
  freelancerFee: MinorUnits,
  status: MilestoneStatus,
  dueAt: z.nullable(Timestamp),
  fundedAt: z.nullable(Timestamp),
  submittedAt: z.nullable(Timestamp),
  /** Silence until then approves. */
  reviewEndsAt: z.nullable(Timestamp),
  releasedAt: z.nullable(Timestamp),
  note: z.nullable(z.string()),
  changes: z.nullable(z.string()),
  attachments: z.array(FileRef),
  changeRounds: z.int(),
  refundRequest: z.nullable(z.object({ by: z.enum(["client", "freelancer"]), reason: z.string(), dueAt: Timestamp })),
});
export type Milestone = z.infer<typeof Milestone>;

export const Contract = z.object({
  id: ContractId,
  jobId: JobId,
  roomId: RoomId,
  title: z.string(),
  client: Person,
  freelancer: Person,
  status: ContractStatus,
  currency: Currency,
  total: MinorUnits,
  reviewDays: z.int(),
  policyVersion: z.string(),
  milestones: z.array(Milestone),
  /** Held now, paid out so far and given back so far. Minor units. */
  held: MinorUnits,
  released: MinorUnits,
  refunded: MinorUnits,
  nextAction: z.nullable(NextAction),
  startedAt: Timestamp,
  endedAt: z.nullable(Timestamp),
  endReason: z.nullable(z.string()),
  version: z.int(),
});
export type Contract = z.infer<typeof Contract>;

export const ContractCard = z.object({
  id: ContractId,
  title: z.string(),
  clientId: z.string(),
  freelancerId: z.string(),
  counterpart: Person,
  status: ContractStatus,
  currency: Currency,
  total: MinorUnits,
  startedAt: Timestamp,
  endedAt: z.nullable(Timestamp),
  /** Paid out so far, and held now. Minor units. */
  released: MinorUnits,
  held: MinorUnits,
  /** As in the contract: who must act now, until when, and what happens by default. */
  nextAction: z.nullable(NextAction),
});
export type ContractCard = z.infer<typeof ContractCard>;

/** One line of a contract's immutable log. */
export const Activity = z.object({
  /** Id of the event it records. */
  id: z.string(),
  type: z.string(),
  by: z.enum(["client", "freelancer", "system"]),
  milestone: z.nullable(z.int()),
  amount: z.nullable(MinorUnits),
  note: z.nullable(z.string()),
  at: Timestamp,
});
export type Activity = z.infer<typeof Activity>;

const params = z.object({ contractId: ContractId });
const milestoneParams = z.object({ contractId: ContractId, number: MilestoneNumber });
const party = { param: "contractId", as: "party" } as const;
const client = { param: "contractId", as: "client" } as const;
const freelancer = { param: "contractId", as: "freelancer" } as const;

export const contractRoutes = defineRoutes({
  listMyContracts: {
    method: "GET",
    path: "/me/contracts",
    caller: "user",
    summary: "My contracts in one role, newest first",
    query: z.strictObject({ ...PageQuery, role: z.enum(["client", "freelancer"]) }),
    response: page(ContractCard),
  },
  getContract: {
    method: "GET",
    path: "/contracts/{contractId}",
    caller: "user",
    access: party,
    summary: "A contract with its milestones and its next action",
    params,
    response: Contract,
  },
  listActivity: {
    method: "GET",
    path: "/contracts/{contractId}/activity",
    caller: "user",
    access: party,
    summary: "Everything that happened, newest first",
    params,
    query: z.strictObject(PageQuery),
    response: page(Activity),
  },
  addMilestone: {
    method: "POST",
    path: "/contracts/{contractId}/milestones",
    caller: "client",
    access: client,
    summary: "Add a further milestone",
    params,
    body: z.strictObject({
      title: line(2, 120),
      amount: PositiveMinorUnits,
      dueAt: z._default(z.nullable(Timestamp), null),
    }),
    response: Contract,
    status: 201,
    errors: ["contract.wrong_state", "contract.milestone_limit"],
  },
  submitMilestone: {
    method: "POST",
    path: "/contracts/{contractId}/milestones/{number}/submit",
    caller: "freelancer",
    access: freelancer,
    summary: "Hand in funded work for review",
    params: milestoneParams,
    body: z.strictObject({
      note: text(1, 5000),
      attachmentIds: z._default(z.array(FileId).check(z.maxLength(10)), []),
    }),
    response: Contract,
    errors: ["milestone.not_funded", "milestone.wrong_state", "file.not_ready"],
  },
  requestChanges: {
    method: "POST",
    path: "/contracts/{contractId}/milestones/{number}/request-changes",
    caller: "client",
    access: client,
    summary: "Ask for changes; stops the review clock",
    params: milestoneParams,
    body: z.strictObject({ reason: text(10, 2000) }),
    response: Contract,
    errors: ["milestone.wrong_state"],
  },
  approveMilestone: {
    method: "POST",
    path: "/contracts/{contractId}/milestones/{number}/approve",
    caller: "client",
    access: client,
    idempotent: true,
    summary: "Approve submitted work; releases its funds",
    params: milestoneParams,
    response: Contract,
    errors: ["milestone.wrong_state"],
  },
  endContract: {
    method: "POST",
    path: "/contracts/{contractId}/end",
    caller: "user",
    access: party,
    summary: "End a contract that holds no funds",
    params,
    body: z.strictObject({ reason: text(0, 500) }),
    response: Contract,
    errors: ["contract.wrong_state"],
  },
});
