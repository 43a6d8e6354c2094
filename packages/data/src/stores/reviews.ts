import type { ContractRecord } from "@freelancerm/core/contracts/contract";
import type { ReviewRecord, ReviewStore } from "@freelancerm/core/reviews/review";
import { change, type Mapping, save, toEntityIf } from "../entity.ts";
import { keys, lists } from "../keys.ts";
import { cardOf, listPage } from "../lists.ts";
import type { Table } from "../table.ts";

const fields = [
  "contractId",
  "jobTitle",
  "by",
  "authorId",
  "subjectId",
  "scores",
  "overall",
  "comment",
  "reply",
  "submittedAt",
  "publishedAt",
] as const satisfies (keyof ReviewRecord)[];

const mapping: Mapping<ReviewRecord, (typeof fields)[number]> = {
  key: ({ contractId, by }) => keys.review(contractId, by),
  card: fields,
  // Sparse: what is not published is in no list.
  index: ({ contractId, by, subjectId, publishedAt }) =>
    publishedAt
      ? {
          gsi1pk: lists.reviewsOf(subjectId, by === "client" ? "freelancer" : "client"),
          gsi1sk: `${publishedAt}#${contractId}`,
        }
      : {},
};

export const createReviewStore = (table: Table): ReviewStore => ({
  findOfContract: async (contractId) => {
    const [contract, client, freelancer] = await table.getMany(
      [keys.contract(contractId), keys.review(contractId, "client"), keys.review(contractId, "freelancer")],
      { consistent: true },
    );
    return {
      contract: toEntityIf<ContractRecord>(contract),
      client: toEntityIf<ReviewRecord>(client),
      freelancer: toEntityIf<ReviewRecord>(freelancer),
    };
  },
  save: (review, options) => save(mapping, review, options),
  expectNone: (contractId, by) => change({ check: keys.review(contractId, by), when: { absent: true } }),
  listOf: (userId, as, page) =>
    listPage(
      table,
      { index: "gsi1", pk: lists.reviewsOf(userId, as), descending: true },
      page,
      cardOf<Omit<ReviewRecord, "version">>,
    ),
});
