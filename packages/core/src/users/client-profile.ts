/** Who a user is as a client. */
import type { ClientProfile } from "@freelancerm/contracts/users";
import type { Change, SaveOptions, Versioned } from "../entity.ts";
import { type Account, fileUrl } from "./account.ts";

export interface ClientRecord extends Versioned {
  id: string;
  displayName: string;
  company: string;
  about: string;
  country: string | null;
  avatarUrl: string | null;
  rating: { score: number | null; reviews: number };
  jobsPosted: number;
  hires: number;
  paymentVerified: boolean;
  joinedAt: string;
}

export interface ClientStore {
  /** Strongly consistent unless said otherwise. */
  find(userId: string, options?: { consistent?: boolean }): Promise<ClientRecord | undefined>;
  save(client: ClientRecord, options?: SaveOptions): Change;
}

const fromAccount = ({ id, displayName, country, avatarFileId }: Account) => ({
  id,
  displayName,
  country,
  avatarUrl: fileUrl(avatarFileId),
});

export const newClient = (account: Account, at: string): ClientRecord => ({
  ...fromAccount(account),
  company: "",
  about: "",
  rating: { score: null, reviews: 0 },
  jobsPosted: 0,
  hires: 0,
  paymentVerified: false,
  joinedAt: at,
  version: 0,
});

/** The profile with what its account says now. */
export const followAccount = (client: ClientRecord, account: Account): ClientRecord => ({
  ...client,
  ...fromAccount(account),
});

export function presentClient({ version: _, outbox: __, joinedAt, ...shown }: ClientRecord): ClientProfile {
  return { ...shown, memberSince: joinedAt };
}
