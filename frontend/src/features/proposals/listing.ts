/** How a client looks through the proposals for a job. */
import type { Proposal } from "@freelancerm/contracts/proposals";
import { readPages } from "../../lib/api.ts";
import { doneBy } from "./terms.ts";

/** Most jobs have fewer: then all of them are here, and can be counted and put in order. */
export const proposalsOf = (jobId: string) =>
  readPages("listJobProposals", { params: { jobId }, query: { limit: 50 } });

const isOpen = ({ status }: Proposal) => status === "submitted" || status === "offered";

interface Tab {
  id: string;
  words: string;
  has: (proposal: Proposal) => boolean;
}
export const TABS: [Tab, ...Tab[]] = [
  { id: "active", words: "Active", has: (one) => isOpen(one) && one.sorting !== "archived" },
  {
    id: "unread",
    words: "Unread",
    has: (one) => isOpen(one) && one.sorting !== "archived" && one.viewedAt === null,
  },
  { id: "shortlisted", words: "Shortlist", has: (one) => isOpen(one) && one.sorting === "shortlisted" },
  { id: "archived", words: "Archive", has: (one) => isOpen(one) && one.sorting === "archived" },
  { id: "done", words: "Hired and ended", has: (one) => !isOpen(one) },
];

const never = "9999";
export const ORDERS = {
  newest: { words: "Newest first", by: (a: Proposal, b: Proposal) => b.submittedAt.localeCompare(a.submittedAt) },
  cheapest: { words: "Lowest price first", by: (a: Proposal, b: Proposal) => a.terms.total - b.terms.total },
  dearest: { words: "Highest price first", by: (a: Proposal, b: Proposal) => b.terms.total - a.terms.total },
  soonest: {
    words: "Soonest done first",
    by: (a: Proposal, b: Proposal) => (doneBy(a.terms) ?? never).localeCompare(doneBy(b.terms) ?? never),
  },
};
export type Order = keyof typeof ORDERS;
