import type { BooksStore } from "@freelancerm/core/payments/books";
import { createDynamoScan } from "@freelancerm/data/scan";
import { createBooksStore } from "@freelancerm/data/stores/books";
import { config } from "./config.ts";
import { ownTable } from "./deps.ts";

let books: BooksStore | undefined;
/** The books in the table of the function that audits them. */
export const ownBooks = (): BooksStore => {
  books ??= createBooksStore(ownTable(), createDynamoScan(config.tableName));
  return books;
};
