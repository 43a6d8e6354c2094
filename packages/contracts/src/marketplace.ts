import * as z from "zod/mini";
import { Category } from "./categories.ts";
import { JobId } from "./ids.ts";
import { JobCard, JobQuery } from "./jobs.ts";
import { defineRoutes } from "./route.ts";
import { FreelancerCard, FreelancerQuery } from "./users.ts";

export const Home = z.object({
  newestJobs: z.array(JobCard),
  topFreelancers: z.array(FreelancerCard),
  categories: z.array(Category),
  totals: z.object({ openJobs: z.int(), freelancers: z.int(), contracts: z.int() }),
});
export type Home = z.infer<typeof Home>;

/** What a job and a freelancer are compared by. */
export const MatchFactor = z.enum(["skills", "category", "rate", "experience", "rating", "availability", "freshness"]);
export type MatchFactor = z.infer<typeof MatchFactor>;

/** What one factor found, with the points it gave of those it can give (docs/generated/ranking.md). */
export const MatchReason = z.object({
  factor: MatchFactor,
  /** unknown: there is nothing to compare, and half of the points are given. */
  fit: z.enum(["full", "part", "none", "unknown"]),
  points: z.int(),
  of: z.int(),
  /** Skills that are asked for and offered. */
  skills: z.optional(z.array(z.string())),
  /** How many skills are asked for, or contracts expected. */
  asked: z.optional(z.int()),
  /** Whole days since the job was posted. */
  days: z.optional(z.int()),
});
export type MatchReason = z.infer<typeof MatchReason>;

/** Why an item is where it is: the points of its reasons add up to its score, 0 to 100. */
export const Match = z.object({ score: z.int(), reasons: z.array(MatchReason) });
export type Match = z.infer<typeof Match>;

const Sort = z._default(z.enum(["newest", "match"]), "newest");
const match = z.optional(Match);
/** A page of a list that can be ranked. `ranked`: how many were compared, and whether those were all that match. */
const rankedPage = <T extends z.ZodMiniType>(item: T) =>
  z.object({
    items: z.array(item),
    nextCursor: z.nullable(z.string()),
    ranked: z.optional(z.object({ count: z.int(), all: z.boolean() })),
  });

const Counts = z.record(z.string(), z.int());
/** How many jobs each choice would list beside the other filters, and how many match all of them; `all` when every open job was counted. */
export const JobFacets = z.object({
  matching: z.int(),
  category: Counts,
  type: Counts,
  level: Counts,
  all: z.boolean(),
});
export type JobFacets = z.infer<typeof JobFacets>;

export const marketplaceRoutes = defineRoutes({
  getHome: { method: "GET", path: "/home", caller: "anyone", summary: "What the home page shows", response: Home },
  listJobs: {
    method: "GET",
    path: "/jobs",
    caller: "anyone",
    summary: "Open jobs, newest first, or those that match my profile best",
    query: z.extend(JobQuery, { sort: Sort, include: z.optional(z.literal("facets")) }),
    response: z.extend(rankedPage(z.extend(JobCard, { match })), { facets: z.optional(JobFacets) }),
    errors: ["auth.required", "auth.role_required"],
  },
  listFreelancers: {
    method: "GET",
    path: "/freelancers",
    caller: "anyone",
    summary: "Public freelancers, newest first, or those who match a job of mine best",
    query: z.extend(FreelancerQuery, { sort: Sort, for: z.optional(JobId) }),
    response: rankedPage(z.extend(FreelancerCard, { match })),
    errors: ["auth.required"],
  },
  getOpenApi: {
    method: "GET",
    path: "/openapi.json",
    caller: "anyone",
    summary: "This API as an OpenAPI 3.1 document",
    response: z.looseObject({}),
  },
  getAsyncApi: {
    method: "GET",
    path: "/asyncapi.json",
    caller: "anyone",
    summary: "The socket as an AsyncAPI 3.0 document",
    response: z.looseObject({}),
  },
});
