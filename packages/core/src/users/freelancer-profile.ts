/** What a user offers as a freelancer. */
import type { FreelancerCard, FreelancerProfile, PortfolioItem } from "@freelancerm/contracts/users";
import type { Needs } from "../deps.ts";
import { type Change, happened, type SaveOptions, type Versioned } from "../entity.ts";
import { type Account, fileUrl } from "./account.ts";

/** As it is stored: the card lists show, and the rest. */
export interface FreelancerRecord extends FreelancerCard, Versioned {
  bio: string;
  timeZone: string;
  portfolio: (Omit<PortfolioItem, "imageUrl" | "imageFileId"> & { imageFileId: string | null })[];
  visibility: "public" | "signed_in" | "hidden";
  joinedAt: string;
}

export interface FreelancerStore {
  /** Strongly consistent unless said otherwise. */
  find(userId: string, options?: { consistent?: boolean }): Promise<FreelancerRecord | undefined>;
  save(freelancer: FreelancerRecord, options?: SaveOptions): Change;
}

/** What a profile repeats of its account, so that lists need not read it. */
const fromAccount = ({ id, displayName, country, languages, timeZone, avatarFileId }: Account) => ({
  id,
  displayName,
  country,
  languages,
  timeZone,
  avatarUrl: fileUrl(avatarFileId),
});

export const newFreelancer = (account: Account, at: string): FreelancerRecord => ({
  ...fromAccount(account),
  headline: "",
  bio: "",
  categoryId: null,
  skills: [],
  hourlyRate: null,
  currency: "USD",
  availability: "now",
  portfolio: [],
  visibility: "public",
  rating: { score: null, reviews: 0 },
  completedContracts: 0,
  joinedAt: at,
  version: 0,
});

/** The profile with what its account says now. */
export const followAccount = (freelancer: FreelancerRecord, account: Account): FreelancerRecord => ({
  ...freelancer,
  ...fromAccount(account),
});

/** @rule A freelancer is listed while the profile is public and has a headline and at least one skill. */
export const isListed = ({ visibility, headline, skills }: FreelancerRecord): boolean =>
  visibility === "public" && headline !== "" && skills.length > 0;

/** The event of a profile that came into the lists, left them or moved to another category; nothing otherwise. */
export function listingChange(
  deps: Needs<"clock" | "ids">,
  before: FreelancerRecord | undefined,
  after: FreelancerRecord,
): SaveOptions {
  const previouslyListed = before !== undefined && isListed(before);
  const listed = isListed(after);
  const previousCategoryId = previouslyListed ? before.categoryId : null;
  const categoryId = listed ? after.categoryId : null;
  if (listed === previouslyListed && categoryId === previousCategoryId) return {};
  const facts = { userId: after.id, listed, previouslyListed, categoryId, previousCategoryId };
  return { events: [happened(deps, "freelancer.listed.v1", facts)] };
}

/** @rule A profile shows to everybody, to those signed in, or to its owner alone, as the owner says. */
export const mayRead = ({ id, visibility }: FreelancerRecord, reader: { id: string } | undefined): boolean =>
  visibility === "public" || reader?.id === id || (visibility === "signed_in" && reader !== undefined);

export function presentFreelancer(freelancer: FreelancerRecord): FreelancerProfile {
  const { version: _, outbox: __, visibility: ___, joinedAt, portfolio, ...shown } = freelancer;
  return {
    ...shown,
    availability: freelancer.availability as FreelancerProfile["availability"],
    portfolio: portfolio.map((item) => ({ ...item, imageUrl: fileUrl(item.imageFileId) })),
    memberSince: joinedAt,
  };
}
