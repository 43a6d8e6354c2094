import type { Message } from "@freelancerm/contracts/messaging";
import type { Actor } from "../actor.ts";
import type { Needs } from "../deps.ts";
import { limits } from "../policy/policy.ts";
import { requireMember } from "./room.ts";

/** Messages read at once. */
const PAGE = 100;

/** Letters without their case and marks, so that "cafe" finds "Café". */
const folded = (text: string): string => text.normalize("NFKD").replaceAll(/\p{M}/gu, "").toLowerCase();

/**
 * Looks a stretch of the log through, newest first. A room's log is short and asked for seldom: reading it costs less than
 * an index of its words, which every message would pay for.
 * @rule Searching a room looks through 500 messages at a time, and answers up to 20 with all of the words.
 */
export const searchMessages =
  (deps: Needs<"messages" | "rooms">) =>
  async (
    actor: Actor,
    { roomId, q, before }: { roomId: string; q: string; before?: number },
  ): Promise<{ items: Message[]; before: number | null }> => {
    requireMember(await deps.rooms.find(actor.id, roomId));
    const words = folded(q).split(/\s+/).filter(Boolean);
    const items: Message[] = [];
    let from = before;
    for (let looked = 0; looked < limits.searched; looked += PAGE) {
      const page = await deps.messages.before(roomId, from, PAGE, { consistent: false });
      for (const message of page.toReversed()) {
        from = message.seq;
        const said = folded([message.text, ...message.attachments.map(({ name }) => name)].join("\n"));
        if (words.every((word) => said.includes(word))) items.push(message);
        if (items.length === limits.found) break;
      }
      if (items.length === limits.found || page.length < PAGE) break;
    }
    // The log begins with 1.
    return { items, before: from !== undefined && from > 1 ? from : null };
  };
