import { bySubject } from "./subjects.ts";

test("kinds stand under their subjects, in the order of the subjects, and a subject without any is left out", () => {
  expect(bySubject(["job_expired", "payout_ready", "job_expiring"])).toEqual([
    { subject: "money", kinds: ["payout_ready"] },
    { subject: "jobs", kinds: ["job_expired", "job_expiring"] },
  ]);
});
