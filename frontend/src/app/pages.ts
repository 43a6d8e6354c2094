/** Which page is at which address, for whom, and what it reads first. Plain data: the early start is made of it at build time. */
import type { Operation } from "@freelancerm/contracts";
import type { Role, StaffRole } from "@freelancerm/contracts/route";

export interface SitePage {
  /** Pattern of the address; the names of its parts are those of the operations. */
  path: string;
  /** Its module: `features/<file>.tsx`. */
  file: string;
  /** Who it is for; without it, for everybody. */
  actor?: "signed_in" | Role | StaffRole;
  /** What it reads first, as it asks for it, whoever looks at it; parts of the address are parameters of the same name. */
  reads?: (Operation | `${Operation}?${string}`)[];
}

export const pages: SitePage[] = [
  { path: "/", file: "home/home-page", reads: ["getHome"] },
  { path: "/jobs", file: "browse/jobs-page", reads: ["listJobs", "listCategories"] },
  { path: "/jobs/new/:step", file: "jobs/edit-job-page", actor: "client" },
  { path: "/jobs/:jobId", file: "jobs/job-page", reads: ["getJob", "listCategories"] },
  { path: "/jobs/:jobId/edit/:step", file: "jobs/edit-job-page", actor: "client", reads: ["getJob"] },
  {
    path: "/jobs/:jobId/proposals",
    file: "proposals/job-proposals-page",
    actor: "client",
    reads: ["getJob", "listJobProposals?limit=50"],
  },
  { path: "/jobs/:jobId/propose", file: "proposals/propose-page", actor: "freelancer", reads: ["getJob"] },
  { path: "/talent", file: "browse/talent-page", reads: ["listFreelancers", "listCategories"] },
  { path: "/freelancers/:userId", file: "profiles/freelancer-page", reads: ["getFreelancer", "listCategories"] },
  { path: "/clients/:userId", file: "profiles/client-page", reads: ["getClient"] },
  { path: "/proposals/:proposalId", file: "proposals/proposal-page", actor: "signed_in", reads: ["getProposal"] },
  {
    path: "/proposals/:proposalId/edit",
    file: "proposals/edit-proposal-page",
    actor: "freelancer",
    reads: ["getProposal"],
  },
  { path: "/my/jobs", file: "jobs/my-jobs-page", actor: "client", reads: ["listMyJobs"] },
  { path: "/my/saved", file: "jobs/saved-jobs-page", actor: "signed_in", reads: ["listSavedJobs"] },
  {
    path: "/my/saved/searches",
    file: "searches/saved-searches-page",
    actor: "signed_in",
    reads: ["listSavedSearches"],
  },
  { path: "/my/proposals", file: "proposals/my-proposals-page", actor: "freelancer", reads: ["listMyProposals"] },
  { path: "/contracts", file: "contracts/contracts-page", actor: "signed_in" },
  { path: "/contracts/:contractId/:tab?", file: "contracts/contract-page", actor: "signed_in", reads: ["getContract"] },
  {
    path: "/contracts/:contractId/payments/:seq",
    file: "payments/receipt-page",
    actor: "signed_in",
    reads: ["getReceipt"],
  },
  {
    path: "/messages/:roomId?",
    file: "messages/messages-page",
    actor: "signed_in",
    reads: ["listRooms", "getRoom", "listMessages?limit=50"],
  },
  {
    path: "/notifications",
    file: "notifications/notifications-page",
    actor: "signed_in",
    reads: ["listNotifications"],
  },
  { path: "/payments", file: "payments/payments-page", actor: "signed_in" },
  { path: "/payouts", file: "payments/payouts-page", actor: "freelancer" },
  { path: "/profile", file: "profiles/edit-profile-page", actor: "signed_in" },
  { path: "/settings/:section", file: "settings/settings-page", actor: "signed_in" },
  { path: "/sign-up", file: "sign-in/sign-up-page" },
  { path: "/confirm", file: "sign-in/confirm-page" },
  { path: "/sign-in", file: "sign-in/sign-in-page" },
  { path: "/forgot-password", file: "sign-in/forgot-page" },
  { path: "/reset-password", file: "sign-in/reset-page" },
  { path: "/admin/cases", file: "admin/cases-page", actor: "moderator" },
  { path: "/admin/cases/:caseId", file: "admin/case-page", actor: "moderator", reads: ["getCase"] },
  { path: "/admin/audit", file: "admin/audit-page", actor: "administrator", reads: ["listAudit"] },
  { path: "/admin/categories", file: "admin/categories-page", actor: "administrator" },
  { path: "/developers", file: "developers/api-page" },
];
