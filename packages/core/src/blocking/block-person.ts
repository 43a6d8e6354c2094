import { Refusal, refuseField } from "@freelancerm/contracts/errors";
import type { Person } from "@freelancerm/contracts/fields";
import type { Actor } from "../actor.ts";
import type { Needs } from "../deps.ts";
import { limits } from "../policy/policy.ts";
import { iso } from "../time.ts";
import { personOf } from "../users/account.ts";

/** Blocks somebody. Doing it again keeps the first time. */
export const blockPerson =
  (deps: Needs<"accounts" | "blocks" | "clock" | "commit">) =>
  async (actor: Actor, { userId }: { userId: string }): Promise<Record<string, never>> => {
    if (userId === actor.id) refuseField("request.invalid", "userId", "must be somebody else");
    const [account, blocked] = await Promise.all([deps.accounts.find(userId), deps.blocks.listOf(actor.id)]);
    if (!account) throw new Refusal("resource.not_found");
    if (blocked.some((block) => block.userId === userId)) return {};
    if (blocked.length >= limits.blocked) throw new Refusal("person.too_many_blocked");
    await deps.commit(deps.blocks.add(actor.id, { userId, blockedAt: iso(deps.clock.now()) }));
    return {};
  };

export const unblockPerson =
  (deps: Needs<"blocks" | "commit">) =>
  async (actor: Actor, { userId }: { userId: string }): Promise<Record<string, never>> => {
    await deps.commit(deps.blocks.remove(actor.id, userId));
    return {};
  };

export const listBlocked =
  (deps: Needs<"accounts" | "blocks">) =>
  async (actor: Actor): Promise<{ items: { person: Person; blockedAt: string }[] }> => {
    const blocks = (await deps.blocks.listOf(actor.id)).sort((a, b) => (a.blockedAt < b.blockedAt ? 1 : -1));
    const accounts = await deps.accounts.findMany(blocks.map(({ userId }) => userId));
    return {
      items: blocks.map(({ userId, blockedAt }, index) => ({ person: personOf(userId, accounts[index]), blockedAt })),
    };
  };
