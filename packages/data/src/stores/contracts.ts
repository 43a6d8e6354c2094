import { type Activity, ContractCard } from "@freelancerm/contracts/contracts";
import {
  type ContractRecord,
  type ContractStore,
  type MilestoneRecord,
  pendingMilestone,
  type StoredCard,
} from "@freelancerm/core/contracts/contract";
import { change, type Mapping, save, toEntity, toEntityIf } from "../entity.ts";
import { keys, lists } from "../keys.ts";
import { cardOf, listPage } from "../lists.ts";
import type { Item, Table } from "../table.ts";

const workedOut = new Set(["counterpart", "held", "nextAction"]);
const cardFields = Object.keys(ContractCard.shape).filter((name) => !workedOut.has(name)) as (keyof StoredCard)[];

const contracts: Mapping<ContractRecord, keyof StoredCard> = {
  key: ({ id }) => keys.contract(id),
  card: cardFields,
  index: ({ clientId, freelancerId, startedAt }) => ({
    gsi1pk: lists.contractsOf("client", clientId),
    gsi1sk: startedAt,
    gsi2pk: lists.contractsOf("freelancer", freelancerId),
    gsi2sk: startedAt,
  }),
};

const milestones: Mapping<MilestoneRecord, never> = {
  key: ({ contractId, number }) => keys.milestone(contractId, number),
  card: [],
};

/** The milestone's own item, or what was agreed while it has none; saving it then needs it to be still absent. */
function milestoneOf(contract: ContractRecord, number: number, item: Item | undefined): MilestoneRecord | undefined {
  if (item) return toEntity<MilestoneRecord>(item);
  const agreed = contract.agreed[number - 1];
  return agreed && pendingMilestone(contract.id, number, agreed);
}

/** The contract whose items these are, the head first, with all its milestones in order. */
export function wholeContract([head, ...rest]: Item[]) {
  if (!head || head.sk !== keys.contract("").sk) return undefined;
  const contract = toEntity<ContractRecord>(head);
  const own = new Map(rest.map((item) => [item.sk, item]));
  const milestones = contract.agreed.map(
    (_, index) => milestoneOf(contract, index + 1, own.get(keys.milestone(contract.id, index + 1).sk))!,
  );
  return { contract, milestones };
}

export const createContractStore = (table: Table): ContractStore => ({
  find: async (id) => {
    const item = await table.get(keys.contract(id));
    return item && toEntity<ContractRecord>(item);
  },
  findMany: async (ids) => {
    if (ids.length === 0) return [];
    return (await table.getMany(ids.map(keys.contract))).map((item) => toEntityIf<ContractRecord>(item));
  },
  findWhole: async (id) => {
    const { items } = await table.query({ pk: id, prefix: keys.contract(id).sk, consistent: true });
    return wholeContract(items);
  },
  findMilestone: async (id, number) => {
    const [head, item] = await table.getMany([keys.contract(id), keys.milestone(id, number)], { consistent: true });
    const contract = head && toEntity<ContractRecord>(head);
    const milestone = contract && milestoneOf(contract, number, item);
    return milestone && { contract, milestone };
  },
  save: (contract, options) => save(contracts, contract, options),
  saveMilestone: (milestone, options) => save(milestones, milestone, options),
  listOf: (role, userId, page) =>
    listPage(
      table,
      { index: role === "client" ? "gsi1" : "gsi2", pk: lists.contractsOf(role, userId), descending: true },
      page,
      cardOf<StoredCard>,
    ),
  record: (contractId, activity) =>
    change({ put: { ...keys.activity(contractId, activity.id), body: activity }, when: { absent: true } }),
  listActivity: (contractId, page) =>
    listPage(
      table,
      { pk: contractId, prefix: keys.activity(contractId, "").sk, descending: true },
      page,
      ({ body }) => body as Activity,
    ),
});
