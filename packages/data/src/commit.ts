import { Refusal } from "@freelancerm/contracts/errors";
import type { Change, Commit } from "@freelancerm/core/entity";
import { ConditionFailed, Contention, type Table, type Write } from "./table.ts";

/** One change is a conditional write, several are a transaction; what did not hold becomes its change's refusal. */
export const createCommit =
  (table: Table): Commit =>
  async (...changes: Change[]) => {
    try {
      if (changes.length === 1) await table.write(changes[0]!.write as Write);
      else if (changes.length > 1) await table.transact(changes.map(({ write }) => write as Write));
    } catch (error) {
      if (error instanceof ConditionFailed) throw new Refusal(changes[error.index]!.refusal);
      if (error instanceof Contention) throw new Refusal("resource.conflict");
      throw error;
    }
  };
