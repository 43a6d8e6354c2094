/** Blocks: who wants nothing more of whom. */
import { Refusal } from "@freelancerm/contracts/errors";
import type { Needs } from "../deps.ts";
import type { Change } from "../entity.ts";

export interface Block {
  userId: string;
  blockedAt: string;
}

export interface BlockStore {
  /** Which of these somebody has blocked, or is blocked by. Eventually consistent: half a unit for each side asked. */
  betweenAny(userId: string, otherIds: string[]): Promise<Set<string>>;
  /** All whom somebody has blocked. Strongly consistent. */
  listOf(userId: string): Promise<Block[]>;
  add(userId: string, block: Block): Change;
  remove(userId: string, otherId: string): Change;
}

/**
 * @rule Between two of whom one has blocked the other go no new messages, proposals or offers, whichever side they come from.
 * What was agreed goes on: contracts, their work and their money, and an offer that is on the table can be answered.
 */
export async function requireUnblocked(deps: Needs<"blocks">, userId: string, otherId: string): Promise<void> {
  if ((await deps.blocks.betweenAny(userId, [otherId])).size > 0) throw new Refusal("person.blocked");
}
