import { whoDid } from "./who-did.ts";

const person = (by: "client" | "freelancer") => (by === "client" ? "you" : "Ben");
const line = (type: string, by: "client" | "freelancer" | "system", milestone: number | null = 1) => ({
  type: `${type}.v1`,
  by,
  milestone,
});

test("a release and a refund say whose word they follow", () => {
  const log = [
    line("milestone.approved", "system", 2),
    line("milestone.approved", "client"),
    line("milestone.refund_agreed", "freelancer", 3),
  ];
  expect(whoDid(log[1]!, log, person)).toBe("you");
  expect(whoDid(line("milestone.released", "system"), log, person)).toBe("after you approved");
  expect(whoDid(line("milestone.refunded", "system", 3), log, person)).toBe("after Ben agreed");
});

test("what came of silence says so; what is not known names nobody", () => {
  const log = [line("milestone.approved", "system")];
  expect(whoDid(log[0]!, log, person)).toBe("by itself, as nobody answered in time");
  expect(whoDid(line("milestone.released", "system"), log, person)).toBe("by itself, as nobody answered in time");
  expect(whoDid(line("milestone.released", "system"), [], person)).toBe("FreelancerM");
  expect(whoDid(line("milestone.funded", "system"), [], person)).toBe("FreelancerM");
});
