import type { Activity } from "@freelancerm/contracts/contracts";

type Line = Pick<Activity, "type" | "by" | "milestone">;

const nameOf = ({ type }: Line): string => type.replace(/\.v\d+$/, "");

/** What the marketplace does by itself follows from what somebody said, or left unsaid. */
const FOLLOWS: Record<string, { from: string; words: string }> = {
  "milestone.released": { from: "milestone.approved", words: "approved" },
  "milestone.refunded": { from: "milestone.refund_agreed", words: "agreed" },
};
const SILENT = new Set(Object.values(FOLLOWS).map(({ from }) => from));

/** Who did what a line of the log says, beside what is known of the log: "Ana", "after Ana approved". */
export function whoDid(line: Line, log: Line[], person: (by: "client" | "freelancer") => string): string {
  if (line.by !== "system") return person(line.by);
  const cause = FOLLOWS[nameOf(line)];
  const before = cause ? log.find((other) => nameOf(other) === cause.from && other.milestone === line.milestone) : line;
  if (cause && before && before.by !== "system") return `after ${person(before.by)} ${cause.words}`;
  return before && SILENT.has(nameOf(before)) ? "by itself, as nobody answered in time" : "FreelancerM";
}
