/** Faults between a function and what it calls: a lost request was never carried out, a lost response was. */
import type { Table } from "@freelancerm/data/table";

export type Fault = "lost request" | "lost response" | undefined;

/** Carries a call out, or not, as the fault says. */
export async function through<T>(fault: Fault, call: () => Promise<T>): Promise<T> {
  if (fault === "lost request") throw new Error(fault);
  const answer = await call();
  if (fault === "lost response") throw new Error(fault);
  return answer;
}

/** The same table, where each call meets the fault that `draw` answers. */
export const withFaults = (table: Table, draw: () => Fault): Table => ({
  get: (...given) => through(draw(), () => table.get(...given)),
  getMany: (...given) => through(draw(), () => table.getMany(...given)),
  query: (...given) => through(draw(), () => table.query(...given)),
  write: (...given) => through(draw(), () => table.write(...given)),
  transact: (...given) => through(draw(), () => table.transact(...given)),
  load: (items) => table.load(items),
});

/** Numbers in [0, 1) that a seed repeats (mulberry32). */
export function randomFrom(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}
