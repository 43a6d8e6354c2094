import { ContractCard } from "@freelancerm/contracts/contracts";
import type { ContractRecord, ContractStore, MilestoneRecord } from "@freelancerm/core/contracts/contract";
import { type Mapping, save, toEntity } from "../entity.ts";
import { keys, lists } from "../keys.ts";
import { cardOf, listPage } from "../lists.ts";
import type { Table } from "../table.ts";

type Card = Omit<ContractCard, "counterpart">;
const cardFields = Object.keys(ContractCard.shape).filter((name) => name !== "counterpart") as (keyof Card)[];

const contracts: Mapping<ContractRecord, keyof Card> = {
  key: ({ id }) => keys.contract(id),
  card: cardFields,
  index: ({ id, clientId, freelancerId, startedAt }) => ({
    gsi1pk: lists.contractsOf("client", clientId),
    gsi1sk: `${startedAt}#${id}`,
    gsi2pk: lists.contractsOf("freelancer", freelancerId),
    gsi2sk: `${startedAt}#${id}`,
  }),
};

const milestones: Mapping<MilestoneRecord, never> = {
  key: ({ contractId, number }) => keys.milestone(contractId, number),
  card: [],
};

export const createContractStore = (table: Table): ContractStore => ({
  find: async (id) => {
    const item = await table.get(keys.contract(id));
    return item && toEntity<ContractRecord>(item);
  },
  findWhole: async (id) => {
    const { items } = await table.query({ pk: id, prefix: keys.contract(id).sk, consistent: true });
    const [contract, ...rest] = items;
    return (
      contract && {
        contract: toEntity<ContractRecord>(contract),
        milestones: rest.map((item) => toEntity<MilestoneRecord>(item)),
      }
    );
  },
  findMilestone: async (id, number) => {
    const [contract, milestone] = await table.getMany([keys.contract(id), keys.milestone(id, number)], {
      consistent: true,
    });
    return contract && milestone
      ? { contract: toEntity<ContractRecord>(contract), milestone: toEntity<MilestoneRecord>(milestone) }
      : undefined;
  },
  save: (contract, options) => save(contracts, contract, options),
  saveMilestone: (milestone, options) => save(milestones, milestone, options),
  listOf: (role, userId, page) =>
    listPage(
      table,
      { index: role === "client" ? "gsi1" : "gsi2", pk: lists.contractsOf(role, userId), descending: true },
      page,
      cardOf<Card>,
    ),
});
