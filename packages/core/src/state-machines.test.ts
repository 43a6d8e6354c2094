/** Every state × command × role of every machine against what the product says, written out by hand. */
import { Refusal } from "@freelancerm/contracts/errors";
import { contractMachine, milestoneMachine } from "./contracts/contract.ts";
import { jobMachine } from "./jobs/job.ts";
import { proposalMachine } from "./proposals/proposal.ts";
import { advance, type By, can, type Machine } from "./state-machine.ts";

const ROLES: By[] = ["client", "freelancer", "system"];

interface Case {
  machine: Machine<string, string>;
  commands: string[];
  /** Lines of: state, command, roles (c, f, s), state after. What is not here is refused. */
  allowed: string;
}

const cases: Record<string, Case> = {
  job: {
    machine: jobMachine,
    commands: ["publish", "pause", "edit", "fill", "close", "expire", "remove"],
    allowed: `
      draft publish c open
      draft edit c draft
      draft close c closed
      open pause cs paused
      open edit c open
      open fill cf filled
      open close c closed
      open expire s expired
      open remove s removed
      paused publish c open
      paused edit c paused
      paused fill cf filled
      paused close c closed
      paused expire s expired
      paused remove s removed
      expired publish c open
      expired remove s removed
      closed remove s removed`,
  },
  proposal: {
    machine: proposalMachine,
    commands: [
      "edit",
      "accept",
      "decline",
      "withdraw",
      "close",
      "resubmit",
      "make_offer",
      "counter_offer",
      "accept_offer",
      "decline_offer",
      "withdraw_offer",
      "expire_offer",
    ],
    allowed: `
      submitted edit f submitted
      submitted accept c accepted
      submitted decline c declined
      submitted withdraw f withdrawn
      submitted close s closed
      submitted make_offer c offered
      offered decline c declined
      offered withdraw f withdrawn
      offered close s closed
      offered counter_offer cf offered
      offered accept_offer cf accepted
      offered decline_offer cf submitted
      offered withdraw_offer cf submitted
      offered expire_offer s submitted
      withdrawn resubmit f submitted
      closed resubmit f submitted`,
  },
  contract: { machine: contractMachine, commands: ["end"], allowed: "active end cf ended" },
  milestone: {
    machine: milestoneMachine,
    commands: ["fund", "submit", "request_changes", "approve", "release", "agree_refund", "refund", "cancel"],
    allowed: `
      pending fund s funded
      pending cancel cf cancelled
      funded submit f submitted
      funded agree_refund fs refunding
      submitted approve cs approved
      submitted request_changes c changes_requested
      submitted agree_refund f refunding
      changes_requested submit f submitted
      changes_requested agree_refund fs refunding
      approved release s released
      refunding refund s refunded`,
  },
};

const states: Record<string, string[]> = {
  job: ["draft", "open", "paused", "filled", "closed", "expired", "removed"],
  proposal: ["submitted", "offered", "accepted", "declined", "withdrawn", "closed"],
  contract: ["active", "ended"],
  milestone: [
    "pending",
    "funded",
    "submitted",
    "changes_requested",
    "approved",
    "released",
    "refunding",
    "refunded",
    "cancelled",
  ],
};

describe.each(Object.entries(cases))("%s", (name, { machine, commands, allowed }) => {
  const expected = new Map<string, string>();
  for (const line of allowed.trim().split("\n")) {
    const [state, command, roles, to] = line.trim().split(" ") as [string, string, string, string];
    for (const role of roles) expected.set(`${state} ${command} ${ROLES.find((by) => by.startsWith(role))}`, to);
  }
  const cells = states[name]!.flatMap((state) =>
    commands.flatMap((command) =>
      ROLES.map((by) => ({ state, command, by, to: expected.get(`${state} ${command} ${by}`) })),
    ),
  );

  test("has these states and commands and no others", () => {
    expect(Object.keys(machine).sort()).toEqual([...states[name]!].sort());
    const used = new Set(Object.values(machine).flatMap((steps) => Object.keys(steps)));
    expect([...used].sort()).toEqual([...commands].sort());
    expect(cells.filter(({ to }) => to)).toHaveLength(expected.size);
  });

  test.each(cells)("$state: $command by $by → $to", ({ state, command, by, to }) => {
    expect(can(machine, state, command, by)).toBe(to !== undefined);
    const attempt = () => advance(machine, state, command, by, "resource.conflict");
    if (to) expect(attempt()).toBe(to);
    else expect(attempt).toThrow(Refusal);
  });
});
