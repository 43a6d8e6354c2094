import type { Activity, Contract, ContractCard } from "@freelancerm/contracts/contracts";
import type { Role } from "@freelancerm/contracts/route";
import type { Actor } from "../actor.ts";
import type { Needs } from "../deps.ts";
import type { Listed, PageRequest } from "../entity.ts";
import { ofExisting } from "../refusals.ts";
import { personOf } from "../users/account.ts";
import { requireFound } from "./contract.ts";
import { presentContract } from "./present-contract.ts";

/** A contract with its milestones and its next action. */
export const getContract =
  (deps: Needs<"accounts" | "clock" | "contracts">) =>
  async (_: Actor, { contractId }: { contractId: string }): Promise<Contract> => {
    const { contract, milestones } = requireFound(await deps.contracts.findWhole(contractId));
    return presentContract(deps, contract, milestones);
  };

/** The acting user's contracts in one role, newest first. */
export const listMyContracts =
  (deps: Needs<"accounts" | "contracts">) =>
  async (actor: Actor, { role, ...page }: PageRequest & { role: Role }): Promise<Listed<ContractCard>> => {
    const { items, next } = await deps.contracts.listOf(role, actor.id, page);
    const ids = items.map(({ clientId, freelancerId }) => (role === "client" ? freelancerId : clientId));
    const accounts = await deps.accounts.findMany(ids);
    const cards = items.map((card, index) => ({ ...card, counterpart: personOf(ids[index]!, accounts[index]) }));
    return { items: cards, next };
  };

/** Everything that happened in a contract, oldest first. */
export const listActivity =
  (deps: Needs<"contracts">) =>
  async (_: Actor, { contractId, ...page }: PageRequest & { contractId: string }): Promise<Listed<Activity>> =>
    ofExisting(await deps.contracts.listActivity(contractId, page), () => deps.contracts.find(contractId));
