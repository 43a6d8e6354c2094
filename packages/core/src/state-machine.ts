/** State machines as data: for each state, which command leads where, and who may give it. */
import { type ErrorCode, Refusal } from "@freelancerm/contracts/errors";

export type By = "client" | "freelancer" | "system";
export interface Step<S extends string> {
  to: S;
  by: readonly By[];
}
export type Machine<S extends string, C extends string> = Record<S, Partial<Record<C, Step<S>>>>;

/** The state after a command, or a refusal with `code` when the command is not possible there or not theirs to give. */
export function advance<S extends string, C extends string>(
  machine: Machine<S, C>,
  state: S,
  command: C,
  by: By,
  code: ErrorCode,
): S {
  const step = machine[state][command];
  if (!step?.by.includes(by)) {
    throw new Refusal(code, {
      detail: `Cannot ${command.replaceAll("_", " ")} while ${state.replaceAll("_", " ")}.`,
      facts: { state, command },
    });
  }
  return step.to;
}

export const can = <S extends string, C extends string>(
  machine: Machine<S, C>,
  state: S,
  command: C,
  by: By,
): boolean => machine[state][command]?.by.includes(by) ?? false;
