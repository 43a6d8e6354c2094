/** An account: who somebody is to the marketplace, in both roles. Kept small, since many answers show its name. */
import type { Person } from "@freelancerm/contracts/fields";
import type { Role, StaffRole } from "@freelancerm/contracts/route";
import type { Change, SaveOptions, Versioned } from "../entity.ts";
import type { ClientRecord } from "./client-profile.ts";
import type { FreelancerRecord } from "./freelancer-profile.ts";

export interface Account extends Versioned {
  id: string;
  email: string;
  displayName: string;
  roles: Role[];
  country: string | null;
  timeZone: string;
  languages: string[];
  avatarFileId: string | null;
  totpEnabled: boolean;
  /** Kinds of notifications not to be mailed. */
  unmailed: string[];
  joinedAt: string;
  /** When its owner closed it for good; nothing personal is left in it. */
  closedAt?: string;
  /** What their newest session came with, where that was any; the signed token says it, this is for acts upon them. */
  staffRoles?: StaffRole[];
  /** While staff keep them out. */
  suspendedAt?: string;
}

/** An account with the profiles it has; one of a role that was given up stays. */
export interface WholeAccount {
  account: Account;
  freelancer: FreelancerRecord | undefined;
  client: ClientRecord | undefined;
}

export interface AccountStore {
  find(id: string): Promise<Account | undefined>;
  /** With its profiles, in one strongly consistent call. */
  findWhole(id: string): Promise<WholeAccount | undefined>;
  /** In the order of the ids; undefined where there is nobody. Eventually consistent. */
  findMany(ids: string[]): Promise<(Account | undefined)[]>;
  save(account: Account, options?: SaveOptions): Change;
}

/** Where a public image is served from. */
export const fileUrl = (fileId: string | null): string | null => (fileId ? `/api/files/${fileId}` : null);

/** How somebody appears beside what they wrote; a closed account keeps a name so that old work stays readable. */
export const personOf = (id: string, account: Account | undefined): Person => ({
  id,
  displayName: account?.displayName ?? "Former member",
  avatarUrl: fileUrl(account?.avatarFileId ?? null),
  country: account?.country ?? null,
});
