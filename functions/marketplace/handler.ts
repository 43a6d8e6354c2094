import { marketplaceRoutes } from "@freelancerm/contracts/marketplace";
import { getHome } from "@freelancerm/core/marketplace/get-home";
import { listFreelancers } from "@freelancerm/core/marketplace/list-freelancers";
import { listJobs } from "@freelancerm/core/marketplace/list-jobs";
import { implement } from "@freelancerm/platform/http";

export const handler = implement(marketplaceRoutes, (deps) => ({
  getHome: () => getHome(deps)(),
  listJobs: ({ actor, query }) => listJobs(deps)(actor, query),
  listFreelancers: ({ actor, query }) => listFreelancers(deps)(actor, query),
  // Derived when asked for: a third of the bytes of the generated files, and nothing at start.
  getOpenApi: async () => (await import("@freelancerm/contracts/openapi")).openApiDocument(),
  getAsyncApi: async () => (await import("@freelancerm/contracts/asyncapi")).asyncApiDocument(),
}));
