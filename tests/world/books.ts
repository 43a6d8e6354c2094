/** The books over a memory table, a page at a time. */
import type { BooksStore } from "@freelancerm/core/payments/books";
import type { MemoryTable } from "@freelancerm/data/memory-table";
import type { Scan } from "@freelancerm/data/scan";
import { createBooksStore } from "@freelancerm/data/stores/books";
import type { Table } from "@freelancerm/data/table";

/** Walks a memory table in the order of its keys; `atOnce` items are looked at for a page, whatever is found among them. */
export const memoryScan = (memory: MemoryTable, atOnce = 2_000): Scan => {
  const nameOf = ({ pk, sk }: { pk: string; sk: string }) => `${pk}\n${sk}`;
  return async ({ exactly, prefix }, from) => {
    const after = from ? nameOf(from as { pk: string; sk: string }) : "";
    const rest = memory
      .all()
      .filter((item) => nameOf(item) > after)
      .sort((a, b) => (nameOf(a) < nameOf(b) ? -1 : 1));
    const seen = rest.slice(0, atOnce);
    const { pk, sk } = seen.at(-1) ?? { pk: "", sk: "" };
    return {
      keys: seen.filter((item) => item.sk === exactly || item.sk.startsWith(prefix)),
      next: rest.length > atOnce ? { pk, sk } : null,
    };
  };
};

export const memoryBooks = (memory: MemoryTable, options: { table?: Table; atOnce?: number } = {}): BooksStore =>
  createBooksStore(options.table ?? memory, memoryScan(memory, options.atOnce));
