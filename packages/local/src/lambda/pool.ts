import { randomUUID } from "node:crypto";
import type { Instance, Outcome } from "./instance.ts";

export interface Pool {
  /** Runs an event on an idle instance, starting one when all are busy and there may be more. */
  run(event: string): Promise<{ outcome: Outcome; requestId: string; durationMs: number }>;
  /** Next events run on new instances; those at work finish first. */
  renew(): void;
  moveClock(offset: number): void;
  close(): Promise<void>;
}

/**
 * Instances of one function: none until the first event, at most `size` at a time. Events above that wait in order.
 */
export function createPool(options: {
  size: number;
  clockOffset: () => number;
  start(onGone: () => void): Instance;
}): Pool {
  const { size, clockOffset, start } = options;
  const idle: Instance[] = [];
  const live = new Set<Instance>();
  let closed = false;
  const waiting: { resolve(instance: Instance): void; reject(error: Error): void }[] = [];

  return {
    async run(event) {
      if (closed) throw closing();
      const instance = await take();
      const requestId = randomUUID();
      const startedAt = performance.now();
      try {
        const outcome = await instance.run(event, requestId, clockOffset());
        return { outcome, requestId, durationMs: performance.now() - startedAt };
      } finally {
        giveBack(instance);
      }
    },
    renew() {
      for (const instance of [...live]) {
        live.delete(instance);
        void instance.retire();
      }
      idle.length = 0;
    },
    moveClock(offset) {
      for (const instance of live) instance.moveClock(offset);
    },
    async close() {
      closed = true;
      for (const { reject } of waiting.splice(0)) reject(closing());
      await Promise.all([...live].map((instance) => instance.terminate()));
    },
  };

  async function take(): Promise<Instance> {
    const free = idle.pop();
    if (free) return free;
    if (live.size < size) return grow();
    return new Promise((resolve, reject) => waiting.push({ resolve, reject }));
  }

  function grow(): Instance {
    const instance: Instance = start(() => {
      live.delete(instance);
      const index = idle.indexOf(instance);
      if (index >= 0) idle.splice(index, 1);
    });
    live.add(instance);
    return instance;
  }

  function giveBack(instance: Instance): void {
    const alive = live.has(instance);
    const next = waiting.shift();
    if (next) next.resolve(alive ? instance : grow());
    else if (alive) idle.push(instance);
  }
}

function closing(): Error {
  return new Error("The local cloud is closing.");
}
