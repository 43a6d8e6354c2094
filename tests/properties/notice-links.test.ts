import { templates } from "@freelancerm/core/notifications/templates";
import { matchPath } from "react-router";
import { pages } from "../../frontend/src/app/pages.ts";

/** What any event may carry, so that each template says all it can. */
const data = {
  clientId: `usr_${"a".repeat(16)}`,
  freelancerId: `usr_${"b".repeat(16)}`,
  userId: `usr_${"b".repeat(16)}`,
  subjectId: `usr_${"b".repeat(16)}`,
  jobId: `job_${"a".repeat(26)}`,
  proposalId: `prp_${"a".repeat(26)}${"b".repeat(16)}`,
  contractId: `ctr_${"a".repeat(26)}${"b".repeat(16)}`,
  title: "Booking page",
  jobTitle: "Booking page",
  status: "expired",
  reason: "job_filled",
  by: "system",
  changed: ["the budget"],
  milestone: 1,
  amount: 10_000,
  clientFee: 300,
  freelancerFee: 500,
  currency: "EUR",
  round: 1,
  overall: 4.5,
  expiresAt: "2026-01-05T09:00:00.000Z",
  dueAt: "2026-01-05T09:00:00.000Z",
  name: "Booking pages",
  query: { q: "booking" },
  jobs: [{ id: `job_${"a".repeat(26)}`, title: "Booking page" }],
  total: 1,
  lockedUntil: "2026-01-05T09:00:00.000Z",
  last4: "6789",
  caseId: `cas_job_${"a".repeat(26)}`,
  kind: "job",
  ownerId: `usr_${"a".repeat(16)}`,
  outcome: "remove",
};

test.each(Object.entries(templates))("a notification of %s leads to a page there is", (_, template) => {
  const notices = template(data as never, {
    nameOf: () => "Ana",
    applicants: [data.freelancerId],
    reporters: [data.clientId],
  });
  expect(notices.length).toBeGreaterThan(0);
  for (const { link } of notices) {
    expect([link, pages.filter(({ path }) => matchPath(path, new URL(link, "https://site").pathname)).length]).toEqual([
      link,
      1,
    ]);
  }
});
