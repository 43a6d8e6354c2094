/**
 * An id is an address. The part after the prefix says where the item lives in the table and whose it is, so every look-up
 * by id is one GetItem and ownership is known before anything is read (docs/adr/0003-ids-are-addresses.md):
 *
 *   usr_<user:16>
 *   job_<client:16><time:10>
 *   prp_<client:16><time:10><freelancer:16>     one proposal per job and freelancer, by construction
 *   ctr_<client:16><time:10><freelancer:16>     one contract per hire
 *   rom_<client:16><freelancer:16>              one room per pair
 *   sch_<owner:16><time:10>
 *   cas_<id of what was reported>               one case per subject, by construction
 *
 * Outside this module an id is opaque. All parts are lower-case Crockford base32.
 */
import * as z from "zod/mini";
import { bounds } from "./limits.ts";

/** Digits of the parts of an id, in order: lower-case Crockford base32. */
export const ID_DIGITS = "0123456789abcdefghjkmnpqrstvwxyz";

const B32 = "[0-9a-hjkmnp-tv-z]";
const id = (prefix: string, length: number, name: string) => {
  const schema = z
    .string()
    .check(z.regex(new RegExp(`^${prefix}_${B32}{${length}}$`), `must be a ${name} id (${prefix}_…)`));
  return schema;
};

export const UserId = id("usr", 16, "user");
export const JobId = id("job", 26, "job");
export const ProposalId = id("prp", 42, "proposal");
export const ContractId = id("ctr", 42, "contract");
export const RoomId = id("rom", 32, "room");
export const CategoryId = z.string().check(z.regex(/^[a-z][a-z0-9-]{1,39}$/, "must be a category slug"));
export const SkillId = z.string().check(z.regex(/^[a-z0-9][a-z0-9.+#-]{0,39}$/, "must be a skill slug"));
export const NotificationId = id("ntf", 26, "notification");
export const PaymentId = id("pay", 26, "payment");
export const FileId = id("fil", 42, "file");
export const SearchId = id("sch", 26, "saved search");
export const FeedToken = id("fed", 32, "feed");
export const EventId = id("evt", 26, "event");
/** The id of a job or user, of a room with the seq of a message, or of a contract with the side that wrote the review. */
export const CaseId = z
  .string()
  .check(
    z.regex(
      new RegExp(
        `^cas_(job_${B32}{26}|usr_${B32}{16}|rom_${B32}{32}_[1-9]\\d{0,8}|ctr_${B32}{42}_(client|freelancer))$`,
      ),
      "must be a case id (cas_…)",
    ),
  );
/** Place of an entry in the journal of a contract. */
export const EntryNumber = z.coerce.number().check(z.int(), z.minimum(1), z.maximum(999_999));
/** Position of a milestone in its contract. */
export const MilestoneNumber = z.coerce.number().check(z.int(), z.minimum(1), z.maximum(bounds.milestones));

export type UserId = string;
export type JobId = string;
export type ProposalId = string;
export type ContractId = string;
export type RoomId = string;

const body = (value: string) => value.slice(4);

export const jobIdOf = (clientId: UserId, time: string): JobId => `job_${body(clientId)}${time}`;
export const proposalIdOf = (jobId: JobId, freelancerId: UserId): ProposalId =>
  `prp_${body(jobId)}${body(freelancerId)}`;
export const contractIdOf = (proposalId: ProposalId): ContractId => `ctr_${body(proposalId)}`;
export const roomIdOf = (clientId: UserId, freelancerId: UserId): RoomId =>
  `rom_${body(clientId)}${body(freelancerId)}`;
/** A file's address carries its owner: fil_<owner:16><random:26>. */
export const fileIdOf = (ownerId: UserId, unique: string) => `fil_${body(ownerId)}${unique}`;
/** A saved search's address carries its owner. */
export const searchIdOf = (ownerId: UserId, time: string) => `sch_${body(ownerId)}${time}`;
export const ownerOfSearch = (searchId: string): UserId => `usr_${body(searchId).slice(0, 16)}`;
/** A case's address is what was reported. */
export const caseIdOf = (subject: { kind: string; id: string; seq?: number; by?: string }) =>
  `cas_${[subject.id, subject.seq ?? subject.by].filter((part) => part !== undefined).join("_")}`;
export const ownerOfFile = (fileId: string): UserId => `usr_${body(fileId).slice(0, 16)}`;

export const ownerOfJob = (jobId: JobId): UserId => `usr_${body(jobId).slice(0, 16)}`;
/** Both parties and the job of a proposal or of the contract it became. */
export const partiesOf = (proposalOrContractId: string) => {
  const parts = body(proposalOrContractId);
  return {
    clientId: `usr_${parts.slice(0, 16)}` as UserId,
    jobId: `job_${parts.slice(0, 26)}` as JobId,
    freelancerId: `usr_${parts.slice(26)}` as UserId,
  };
};
export const proposalOfContract = (contractId: ContractId): ProposalId => `prp_${body(contractId)}`;
export { membersOf } from "./members.ts";
