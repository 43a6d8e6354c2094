import { Refusal } from "@freelancerm/contracts/errors";

const TRIES = 5;

/** Runs a use case once more when somebody else was faster: it wrote nothing, and reads the new state. For callers without a request to retry. */
export async function again<T>(work: () => Promise<T>): Promise<T> {
  for (let attempt = 1; ; attempt++) {
    try {
      return await work();
    } catch (error) {
      if (!(error instanceof Refusal && error.code === "resource.conflict") || attempt === TRIES) throw error;
    }
  }
}
