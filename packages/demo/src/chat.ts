/** Conversations: lines that two people write to each other, one after the other, and read. */
import { roomIdOf } from "@freelancerm/contracts/ids";
import { markRoomRead } from "@freelancerm/core/messaging/mark-room";
import { sendMessage } from "@freelancerm/core/messaging/send-message";
import { DAY, HOUR, MINUTE } from "@freelancerm/core/time";
import type { Member } from "./cast.ts";
import type { Random } from "./random.ts";
import type { Simulation, Thread } from "./simulation.ts";

export interface Pair {
  client: Member;
  freelancer: Member;
}
export type Lines = [by: "c" | "f", text: string][];

export interface Chat {
  /** Tells a conversation from `time` on; it waits while another one goes on in the same room. */
  tell(time: number, pair: Pair, lines: Lines, values: Record<string, string>): void;
}

/** The last of these before the end stay unread. */
const UNREAD_FROM = 5 * HOUR;

export function createChat({ world, tell, now }: Simulation, random: Random, end: number): Chat {
  const newest = new Map<string, number>();
  /** Rooms in which a conversation is going on. */
  const busy = new Set<string>();

  /** People write between six and nine in the evening, UTC; on the last day whenever it takes. */
  function awake(time: number): number {
    const hour = (time % DAY) / HOUR;
    if (time > end - DAY || (hour > 6 && hour < 21)) return time;
    return time + (((30 - hour) % 24) + random.between(0.2, 2.5)) * HOUR;
  }

  async function say(roomId: string, sender: Member, reader: Member, text: string, { pass }: Thread): Promise<void> {
    const afterSeq = newest.get(roomId) ?? 0;
    const clientMessageId = `demo-${world.ids.unique()}`;
    const { seq } = await sendMessage(world)(sender, { roomId, clientMessageId, afterSeq, text, attachmentIds: [] });
    newest.set(roomId, seq);
    if (now() > end - UNREAD_FROM) return;
    await pass(random.between(1, 20) * MINUTE);
    await markRoomRead(world)(reader, { roomId, seq });
  }

  return {
    tell: (time, { client, freelancer }, lines, values) => {
      const roomId = roomIdOf(client.id, freelancer.id);
      const texts = { client: client.calledBy, freelancer: freelancer.calledBy, ...values } as Record<string, string>;
      tell(time, async (thread) => {
        while (busy.has(roomId)) await thread.pass(HOUR);
        busy.add(roomId);
        for (const [by, text] of lines) {
          const [sender, reader] = by === "c" ? [client, freelancer] : [freelancer, client];
          const said = text.replaceAll(/\{(\w+)\}/g, (whole, name: string) => texts[name] ?? whole);
          await thread.until(awake(now()));
          await say(roomId, sender, reader, said, thread);
          await thread.pass(random.between(2, 90) * MINUTE);
        }
        busy.delete(roomId);
      });
    },
  };
}
