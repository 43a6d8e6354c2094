import type { Activity, Contract, ContractCard } from "@freelancerm/contracts/contracts";
import type { NextAction } from "@freelancerm/contracts/fields";
import type { Role } from "@freelancerm/contracts/route";
import type { Actor } from "../actor.ts";
import type { Needs } from "../deps.ts";
import type { Listed, PageRequest } from "../entity.ts";
import { roleIn } from "../proposals/proposal.ts";
import { ofExisting } from "../refusals.ts";
import { canReview, reviewTurn } from "../reviews/review.ts";
import { personOf } from "../users/account.ts";
import { HOLDING, requireFound, type StoredCard } from "./contract.ts";
import { nextActionOf, presentContract, sumOf } from "./present-contract.ts";

type Given = Needs<"accounts" | "clock" | "contracts" | "reviews">;

/** Whose turn it is to review an ended contract. Reads only while it can be reviewed. */
async function turnToReview(deps: Given, contract: StoredCard, asking: Role): Promise<NextAction | null> {
  const now = deps.clock.now();
  if (!canReview(contract, now)) return null;
  return reviewTurn(contract, await deps.reviews.findOfContract(contract.id), asking, now);
}

/** A contract with its milestones and its next action. */
export const getContract =
  (deps: Given) =>
  async (actor: Actor, { contractId }: { contractId: string }): Promise<Contract> => {
    const { contract, milestones } = requireFound(await deps.contracts.findWhole(contractId));
    if (contract.status === "active") return presentContract(deps, contract, milestones);
    const turn = await turnToReview(deps, contract, roleIn(contractId, actor.id));
    return presentContract(deps, contract, milestones, turn);
  };

/** What a card shows beside what is stored of it: where the money of a running contract stands, and whose turn it is. */
async function standingOf(
  deps: Given,
  card: StoredCard,
  asking: Role,
): Promise<Pick<ContractCard, "held" | "released" | "nextAction">> {
  if (card.status === "ended") {
    return { held: 0, released: card.released, nextAction: await turnToReview(deps, card, asking) };
  }
  const { contract, milestones } = requireFound(await deps.contracts.findWhole(card.id));
  return {
    held: sumOf(milestones, HOLDING),
    released: sumOf(milestones, ["released"]),
    nextAction: nextActionOf(contract, milestones, deps.clock.now()),
  };
}

/**
 * The acting user's contracts in one role, newest first. Each one that is running is read whole, so that what the list asks
 * for is what its page asks for; storing it on the card would cost more at each of a milestone's steps than reading it here.
 */
export const listMyContracts =
  (deps: Given) =>
  async (actor: Actor, { role, ...page }: PageRequest & { role: Role }): Promise<Listed<ContractCard>> => {
    const { items, next } = await deps.contracts.listOf(role, actor.id, page);
    const ids = items.map(({ clientId, freelancerId }) => (role === "client" ? freelancerId : clientId));
    const [accounts, standings] = await Promise.all([
      deps.accounts.findMany(ids),
      Promise.all(items.map((card) => standingOf(deps, card, role))),
    ]);
    const cards = items.map((card, index) => ({
      ...card,
      ...standings[index]!,
      counterpart: personOf(ids[index]!, accounts[index]),
    }));
    return { items: cards, next };
  };

/** Everything that happened in a contract, newest first. */
export const listActivity =
  (deps: Needs<"contracts">) =>
  async (_: Actor, { contractId, ...page }: PageRequest & { contractId: string }): Promise<Listed<Activity>> =>
    ofExisting(await deps.contracts.listActivity(contractId, page), () => deps.contracts.find(contractId));
