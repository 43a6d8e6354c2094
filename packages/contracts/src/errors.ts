/**
 * Every error the API can answer: its stable code, HTTP status and sentence. A code that is not here does not compile;
 * a code without a status neither. Answers are RFC 9457 problem documents.
 */
import * as z from "zod/mini";
import { bounds } from "./limits.ts";

const table = {
  "request.invalid": [422, "The request has fields that are missing or wrong."],
  "request.malformed": [400, "The request body is not valid JSON."],
  "request.too_large": [413, "The request is larger than this address accepts."],
  "request.unsupported_media_type": [415, "Send application/json."],
  "request.rate_limited": [429, "Too many requests; wait before trying again."],
  "auth.required": [401, "Sign in first."],
  "auth.invalid_credentials": [401, "The e-mail address or the password is wrong."],
  "auth.session_expired": [401, "The session has ended; sign in again."],
  "auth.role_required": [403, "Your account does not have the role this needs."],
  "auth.origin_refused": [403, "The request comes from another site."],
  "resource.not_found": [404, "There is nothing at this address, or it is not yours to see."],
  "resource.changed": [412, "It was changed meanwhile; look at the new version and try again."],
  "resource.conflict": [409, "Several changes met at once; try again."],
  "resource.version_required": [428, "Send If-Match with the version you edited."],
  "idempotency.key_required": [400, "Send an Idempotency-Key header."],
  "idempotency.key_reused": [422, "This Idempotency-Key was used for another request."],
  "idempotency.in_flight": [409, "A request with this Idempotency-Key is still being worked on."],
  "cursor.invalid": [400, "This cursor does not belong to this list."],
  "service.unavailable": [503, "This cannot be answered right now; try again shortly."],
  "service.internal": [500, "Something went wrong on our side. The request id helps us find it."],

  "account.unconfirmed": [403, "Confirm your e-mail address first; we sent you a code."],
  "account.code_wrong": [422, "The code is wrong."],
  "account.code_expired": [422, "The code has expired; ask for a new one."],
  "account.password_wrong": [422, "The password is wrong."],
  "account.password_weak": [422, "Choose a password with at least 10 characters, a letter and a digit."],
  "account.locked": [429, "Too many attempts; wait a while before trying again."],
  "account.disabled": [403, "This account is suspended."],
  "account.totp_wrong": [422, "The code of the authenticator app is wrong."],
  "account.totp_required": [422, "Enter the code your authenticator app shows now."],
  "account.totp_on": [409, "An authenticator app is in use already; stop using it first."],
  "account.in_use": [409, "There are contracts that are not ended; end them first."],
  "role.exists": [409, "Your account already has this role."],
  "role.in_use": [409, "This role has open contracts, jobs or proposals and cannot be removed."],
  "role.last": [409, "An account needs at least one role."],

  "category.exists": [409, "There is already a category with this slug."],
  "category.unknown": [422, "There is no such category."],
  "category.in_use": [409, "The category still has skills or sub-categories."],
  "skill.exists": [409, "There is already a skill with this slug."],
  "skill.unknown": [422, "There is no such skill."],

  "job.not_open": [409, "The job does not take proposals now."],
  "job.wrong_state": [409, "The job is not in a state that allows this."],
  "job.too_many_saved": [409, "You have saved as many jobs as can be; forget some first."],
  "job.currency_fixed": [409, "The currency cannot change once the job was published."],

  "search.too_many": [409, `You have saved ${bounds.savedSearches} searches, as many as can be; forget one first.`],

  "proposal.exists": [409, "You have already proposed for this job."],
  "proposal.own_job": [409, "You cannot propose for your own job."],
  "proposal.quota_spent": [409, "Your weekly quota of proposals is spent."],
  "proposal.too_many_open": [409, "You have as many open proposals as are allowed."],
  "proposal.wrong_state": [409, "The proposal is not in a state that allows this."],
  "proposal.letter_fixed": [409, "The client has read the letter; it cannot change any more."],
  "proposal.terms_mismatch": [422, "The milestones do not add up to the bid."],
  "proposal.answers_mismatch": [422, "Answer each screening question of the job once."],

  "offer.wrong_state": [409, "The offer is not open any more."],
  "offer.too_many_rounds": [409, "The offer has gone back and forth as often as is allowed."],
  "offer.own_turn": [409, "The other side has to answer this offer."],

  "contract.wrong_state": [409, "The contract is not in a state that allows this."],
  "contract.milestone_limit": [409, `A contract has at most ${bounds.milestones} milestones.`],
  "milestone.wrong_state": [409, "The milestone is not in a state that allows this."],
  "milestone.not_funded": [409, "The milestone is not funded yet."],

  "payment.already_funded": [409, "This milestone is funded already."],
  "payment.not_possible": [409, "There is no payment to make for this."],
  "payment.processor_failed": [502, "The payment processor did not answer as expected; nothing was charged twice."],
  "payout.account_exists": [409, "Your payout account is set up already."],
  "webhook.signature_invalid": [400, "The webhook's signature is missing, wrong or too old."],
  "webhook.mismatch": [409, "What was paid is not what is stored."],

  "room.not_open": [403, "This conversation has not been opened by the client."],
  "person.blocked": [403, "One of you has blocked the other: no new messages, proposals or offers go between you."],
  "person.too_many_blocked": [409, "You have blocked as many people as can be; unblock some first."],
  "message.not_editable": [409, `A message can be changed for ${bounds.messageEditMinutes} minutes.`],
  "message.resync_required": [409, "The conversation went on too far; fetch its newest messages first."],
  "socket.ticket_invalid": [401, "The ticket is unknown, used or too old."],

  "review.not_possible": [409, "This contract cannot be reviewed (any more)."],
  "review.exists": [409, "You have reviewed this contract already."],

  "report.own": [409, "This is yours; only others can report it."],
  "case.decided": [409, "This case has been decided already."],
  "case.party": [403, "You are party to this; somebody else of the staff decides it."],
  "case.outcome_refused": [409, "What was reported cannot be removed."],
  "account.not_suspended": [409, "This account is not suspended."],

  "file.too_large": [422, "The file is larger than allowed here."],
  "file.type_refused": [422, "Files of this type are not accepted here."],
  "file.not_ready": [409, "The upload has not been completed."],
} as const satisfies Record<string, readonly [number, string]>;

export type ErrorCode = keyof typeof table;

/** Status and sentence by code. */
export const errors: Record<ErrorCode, { status: number; title: string }> = Object.fromEntries(
  Object.entries(table).map(([code, [status, title]]) => [code, { status, title }]),
) as never;

/** The `type` of a problem: a name, not an address. What it means is in the API document. */
export const problemTypeOf = (code: ErrorCode): string => `urn:freelancerm:error:${code}`;

export const ErrorCode = z.enum(Object.keys(table) as [ErrorCode]);

/** RFC 9457 problem document, with our stable `code`, the request's id and the offending fields. */
export const Problem = z.object({
  /** urn:freelancerm:error:<code> */
  type: z.string(),
  title: z.string(),
  status: z.int(),
  code: ErrorCode,
  detail: z.optional(z.string()),
  requestId: z.string(),
  errors: z.optional(z.array(z.object({ field: z.string(), message: z.string() }))),
  /** More facts of the case, for example how long to wait. */
  facts: z.optional(z.record(z.string(), z.unknown())),
});
export type Problem = z.infer<typeof Problem>;

export interface Fault {
  field: string;
  message: string;
}

/** The one way a rule refuses: a code of the table, with the field at fault where there is one. */
export class Refusal extends Error {
  constructor(
    readonly code: ErrorCode,
    readonly details: { detail?: string; errors?: Fault[]; facts?: Record<string, unknown> } = {},
  ) {
    super(details.detail ?? errors[code].title);
    this.name = "Refusal";
  }
}

/** Refuses with a fault of one field. */
export const refuseField = (code: ErrorCode, field: string, message: string = errors[code].title): never => {
  throw new Refusal(code, { errors: [{ field, message }] });
};
