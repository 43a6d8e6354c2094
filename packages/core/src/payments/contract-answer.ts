import type { Contract } from "@freelancerm/contracts/contracts";
import { roomIdOf } from "@freelancerm/contracts/ids";
import type { Actor } from "../actor.ts";
import { HOLDING, requireFound } from "../contracts/contract.ts";
import type { Needs } from "../deps.ts";
import { personOf } from "../users/account.ts";

export const getContract =
  (deps: Needs<"accounts" | "contracts">) =>
  async (_: Actor, { contractId }: { contractId: string }): Promise<Contract> => {
    const { contract, milestones } = requireFound(await deps.contracts.findWhole(contractId));
    const { clientId, freelancerId } = contract;
    const [client, freelancer] = await deps.accounts.findMany([clientId, freelancerId]);
    const sum = (states: readonly string[]) =>
      milestones.filter(({ status }) => states.includes(status)).reduce((total, { amount }) => total + amount, 0);
    return {
      ...contract,
      roomId: roomIdOf(clientId, freelancerId),
      client: personOf(clientId, client),
      freelancer: personOf(freelancerId, freelancer),
      milestones,
      held: sum(HOLDING),
      released: sum(["released"]),
      refunded: sum(["refunded"]),
      nextAction: null,
    };
  };
