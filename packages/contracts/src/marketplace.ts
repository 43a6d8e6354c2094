import * as z from "zod/mini";
import { Category } from "./categories.ts";
import { JobCard, JobPage, JobQuery } from "./jobs.ts";
import { defineRoutes } from "./route.ts";
import { FreelancerCard, FreelancerPage, FreelancerQuery } from "./users.ts";

export const Home = z.object({
  newestJobs: z.array(JobCard),
  topFreelancers: z.array(FreelancerCard),
  categories: z.array(Category),
  totals: z.object({ openJobs: z.int(), freelancers: z.int(), contracts: z.int() }),
});
export type Home = z.infer<typeof Home>;

export const marketplaceRoutes = defineRoutes({
  getHome: { method: "GET", path: "/home", caller: "anyone", summary: "What the home page shows", response: Home },
  listJobs: {
    method: "GET",
    path: "/jobs",
    caller: "anyone",
    summary: "Open jobs, newest first",
    query: JobQuery,
    response: JobPage,
  },
  listFreelancers: {
    method: "GET",
    path: "/freelancers",
    caller: "anyone",
    summary: "Public freelancers, newest first",
    query: FreelancerQuery,
    response: FreelancerPage,
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
