import { isRefusal } from "./refusals.ts";

interface Patience {
  /** How often it is tried in all. */
  tries?: number;
  /** Called before each further try with how many there were, for example to wait. */
  pause?: (tried: number) => Promise<void>;
}

/** Runs a use case once more when somebody else was faster: it wrote nothing, and reads the new state. */
export async function again<T>(work: () => Promise<T>, { tries = 5, pause }: Patience = {}): Promise<T> {
  for (let tried = 1; ; tried++) {
    try {
      return await work();
    } catch (error) {
      if (!isRefusal(error, "resource.conflict") || tried === tries) throw error;
      await pause?.(tried);
    }
  }
}
