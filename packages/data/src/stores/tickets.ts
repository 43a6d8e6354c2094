import { createHash, randomBytes } from "node:crypto";
import type { TicketStore } from "@freelancerm/core/realtime/connection";
import { keys } from "../keys.ts";
import { ConditionFailed, type Table } from "../table.ts";

/** Longer than a token taken before an end, or a ticket taken with it, is good for. */
const REMEMBERED = 24 * 60 * 60;

const keyOf = (ticket: string) => keys.ticket(createHash("sha256").update(ticket).digest("base64url"));

export const createTicketStore = (table: Table): TicketStore => ({
  issue: async ({ userId, signedInAt }, expiresAt) => {
    const ticket = randomBytes(16).toString("base64url");
    await table.write({ put: { ...keyOf(ticket), userId, signedInAt, expiresAt, ttl: Math.ceil(expiresAt / 1000) } });
    return ticket;
  },
  redeem: async (ticket, now) => {
    try {
      const spent = await table.write({
        update: keyOf(ticket),
        set: { spent: 1 },
        when: { exists: true, below: { spent: 1 } },
      });
      if (!spent || (spent.expiresAt as number) <= now) return undefined;
      return { userId: spent.userId as string, signedInAt: spent.signedInAt as number };
    } catch (error) {
      if (error instanceof ConditionFailed) return undefined;
      throw error;
    }
  },
  refuseBefore: async (userId, endedAt) => {
    await table.write({ put: { ...keys.sessionsEnded(userId), endedAt, ttl: endedAt + REMEMBERED } });
  },
  isOver: async ({ userId, signedInAt }) => {
    const ended = await table.get(keys.sessionsEnded(userId));
    return ended !== undefined && signedInAt < (ended.endedAt as number);
  },
});
