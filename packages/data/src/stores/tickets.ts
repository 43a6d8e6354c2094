import { createHash, randomBytes } from "node:crypto";
import type { TicketStore } from "@freelancerm/core/realtime/connection";
import { keys } from "../keys.ts";
import { ConditionFailed, type Table } from "../table.ts";

const keyOf = (ticket: string) => keys.ticket(createHash("sha256").update(ticket).digest("base64url"));

export const createTicketStore = (table: Table): TicketStore => ({
  issue: async (userId, expiresAt) => {
    const ticket = randomBytes(16).toString("base64url");
    await table.write({ put: { ...keyOf(ticket), userId, expiresAt, ttl: Math.ceil(expiresAt / 1000) } });
    return ticket;
  },
  redeem: async (ticket, now) => {
    try {
      const spent = await table.write({
        update: keyOf(ticket),
        set: { spent: 1 },
        when: { exists: true, below: { spent: 1 } },
      });
      return spent && (spent.expiresAt as number) > now ? (spent.userId as string) : undefined;
    } catch (error) {
      if (error instanceof ConditionFailed) return undefined;
      throw error;
    }
  },
});
