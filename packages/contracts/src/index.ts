/** The vocabulary of the marketplace: all routes by domain. A domain is a Lambda. */
import { categoryRoutes } from "./categories.ts";
import { contractRoutes } from "./contracts.ts";
import { fileRoutes } from "./files.ts";
import { jobRoutes } from "./jobs.ts";
import { marketplaceRoutes } from "./marketplace.ts";
import { messagingRoutes } from "./messaging.ts";
import { notificationRoutes } from "./notifications.ts";
import { ownDataRoutes } from "./own-data.ts";
import { paymentRoutes, webhookRoutes } from "./payments.ts";
import { proposalRoutes } from "./proposals.ts";
import { reviewRoutes } from "./reviews.ts";
import type { Route } from "./route.ts";
import { sandboxRoutes } from "./sandbox.ts";
import { savedSearchRoutes } from "./saved-searches.ts";
import { trustRoutes } from "./trust.ts";
import { userRoutes } from "./users.ts";

export const domains = {
  users: userRoutes,
  "own-data": ownDataRoutes,
  categories: categoryRoutes,
  jobs: jobRoutes,
  marketplace: marketplaceRoutes,
  "saved-searches": savedSearchRoutes,
  proposals: proposalRoutes,
  contracts: contractRoutes,
  payments: paymentRoutes,
  "stripe-webhook": webhookRoutes,
  messaging: messagingRoutes,
  notifications: notificationRoutes,
  reviews: reviewRoutes,
  trust: trustRoutes,
  files: fileRoutes,
  sandbox: sandboxRoutes,
} as const;
export type Domain = keyof typeof domains;

/** Every operation of the API by name. */
export const routes = {
  ...userRoutes,
  ...ownDataRoutes,
  ...categoryRoutes,
  ...jobRoutes,
  ...marketplaceRoutes,
  ...savedSearchRoutes,
  ...proposalRoutes,
  ...contractRoutes,
  ...paymentRoutes,
  ...webhookRoutes,
  ...messagingRoutes,
  ...notificationRoutes,
  ...reviewRoutes,
  ...trustRoutes,
  ...fileRoutes,
  ...sandboxRoutes,
} as const;
export type Operation = keyof typeof routes;

export const routeOf = (operation: Operation): Route => routes[operation];
