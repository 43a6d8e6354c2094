/** What the public lists read: cards over the indexes, and the derived figures. */
import type { JobCard } from "@freelancerm/contracts/jobs";
import type { FreelancerCard } from "@freelancerm/contracts/users";
import type { Listed, PageRequest } from "../entity.ts";

/** A page of one list, all or of one category. With `keep` the list is walked for what it keeps, within bounds. */
export interface Browse<C> extends PageRequest {
  categoryId?: string;
  /** Not older than this; ISO 8601. */
  since?: string;
  keep?: (card: C) => boolean;
}

export interface Figures {
  totals: { openJobs: number; freelancers: number; contracts: number };
  categories: Record<string, { openJobs: number; freelancers: number }>;
}

export interface BrowseStore {
  /** Open public jobs, newest first. */
  jobs(browse: Browse<JobCard>): Promise<Listed<JobCard>>;
  /** Listed freelancers, those who joined last first. */
  freelancers(browse: Browse<FreelancerCard>): Promise<Listed<FreelancerCard>>;
  /** Listed freelancers whose score shows, best standing first. */
  topFreelancers(limit: number): Promise<FreelancerCard[]>;
  /** All derived counts, in one call. */
  figures(): Promise<Figures>;
}
