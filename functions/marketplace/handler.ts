import { marketplaceRoutes } from "@freelancerm/contracts/marketplace";
import { getHome } from "@freelancerm/core/marketplace/get-home";
import { listFreelancers } from "@freelancerm/core/marketplace/list-freelancers";
import { listJobs } from "@freelancerm/core/marketplace/list-jobs";
import { implement } from "@freelancerm/platform/http";

// The documents are read on demand only: most requests are for lists.
const openApi = async () => (await import("../../docs/generated/openapi.json", { with: { type: "json" } })).default;
const asyncApi = async () => (await import("../../docs/generated/asyncapi.json", { with: { type: "json" } })).default;

export const handler = implement(marketplaceRoutes, (deps) => ({
  getHome: () => getHome(deps)(),
  listJobs: ({ query }) => listJobs(deps)(query),
  listFreelancers: ({ query }) => listFreelancers(deps)(query),
  getOpenApi: openApi,
  getAsyncApi: asyncApi,
}));
