import type { Milestone } from "@freelancerm/contracts/contracts";
import { lapsed, turnOf } from "./side.ts";

const END = Date.parse("2026-01-12T09:00:00.000Z");
const at = new Date(END).toISOString();
const milestone = (given: Partial<Milestone>) =>
  ({ status: "submitted", reviewEndsAt: null, refundRequest: null, ...given }) as Milestone;

test("a review whose time is over is being approved, and it is nobody's turn", () => {
  const submitted = milestone({ reviewEndsAt: at });
  expect(lapsed(submitted, END - 1)).toBeUndefined();
  expect(lapsed(submitted, END)).toEqual({ byDefault: "approve", at });
  const nextAction = {
    action: "review_milestone",
    by: "client",
    milestone: 1,
    dueAt: at,
    byDefault: "approve",
  } as const;
  expect(turnOf({ nextAction }, END - 1)).toBe(nextAction);
  expect(turnOf({ nextAction }, END)).toBeNull();
});

test("a refund request nobody answered is being granted", () => {
  const refundRequest = { by: "client", reason: "Late", dueAt: at } as const;
  expect(lapsed(milestone({ status: "funded", refundRequest }), END)).toEqual({ byDefault: "refund", at });
  expect(lapsed(milestone({ status: "released", refundRequest }), END)).toBeUndefined();
});

test("work that is late stays its maker's turn", () => {
  const nextAction = {
    action: "submit_milestone",
    by: "freelancer",
    milestone: 1,
    dueAt: at,
    byDefault: null,
  } as const;
  expect(turnOf({ nextAction }, END + 1)).toBe(nextAction);
});
