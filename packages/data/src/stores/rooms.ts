import type { Forward, InboxRow, RoomStore } from "@freelancerm/core/messaging/room";
import { change } from "../entity.ts";
import { keys } from "../keys.ts";
import { ConditionFailed, type Item, type Table, type Write } from "../table.ts";

/** Rooms an inbox reads at most. */
const MOST = 1000;

/** Null is kept as a missing attribute, so that "lower or missing" holds for it. */
const toRow = ({ pk, sk, ...row }: Item): InboxRow =>
  ({
    theirReadSeq: null,
    hiddenSeq: null,
    lastMessageAt: null,
    ...row,
    userId: pk.slice("INBOX#".length),
    roomId: sk,
  }) as unknown as InboxRow;

function toItem({ roomId, userId, ...row }: InboxRow): Item {
  const present = Object.entries(row).filter(([, value]) => value !== null);
  return { ...keys.inbox(userId, roomId), ...Object.fromEntries(present) };
}

type Step = { set: Record<string, unknown>; below: Record<string, number> };

/** Each step moves on its own; all of them usually hold and go in one write. */
const stepsOf = ({ newest, readSeq, theirReadSeq }: Forward): Step[] => [
  ...(newest ? [{ set: { ...newest }, below: { stamp: newest.stamp } }] : []),
  ...(readSeq === undefined ? [] : [{ set: { readSeq }, below: { readSeq } }]),
  ...(theirReadSeq === undefined ? [] : [{ set: { theirReadSeq }, below: { theirReadSeq } }]),
];

export function createRoomStore(table: Table): RoomStore {
  const find: RoomStore["find"] = async (userId, roomId) => {
    const item = await table.get(keys.inbox(userId, roomId));
    return item && toRow(item);
  };

  async function take(userId: string, roomId: string, steps: Step[]): Promise<InboxRow | undefined> {
    const set = Object.assign({}, ...steps.map((step) => step.set)) as Step["set"];
    const below = Object.assign({}, ...steps.map((step) => step.below)) as Step["below"];
    const write: Write = { update: keys.inbox(userId, roomId), set, when: { exists: true, below } };
    try {
      return toRow((await table.write(write))!);
    } catch (error) {
      if (error instanceof ConditionFailed) return undefined;
      throw error;
    }
  }

  return {
    find,
    listOf: async (userId) => {
      const { items } = await table.query({ pk: keys.inbox(userId, "").pk, limit: MOST });
      return items.map(toRow);
    },
    open: (row) => change({ put: toItem(row), when: { absent: true } }),
    advance: async (userId, roomId, forward) => {
      const steps = stepsOf(forward);
      const moved = await take(userId, roomId, steps);
      if (moved) return moved;
      for (const step of steps.length > 1 ? steps : []) await take(userId, roomId, [step]);
      return find(userId, roomId);
    },
    hide: (userId, roomId, hiddenSeq) =>
      change({ update: keys.inbox(userId, roomId), set: { hiddenSeq }, when: { exists: true } }, "room.not_open"),
    show: (userId, roomId) =>
      change({ update: keys.inbox(userId, roomId), remove: ["hiddenSeq"], when: { exists: true } }, "room.not_open"),
    introduce: (userId, roomId, counterpart, version) => {
      const set = { counterpart, counterpartVersion: version };
      const when = { exists: true, below: { counterpartVersion: version } } as const;
      return change({ update: keys.inbox(userId, roomId), set, when });
    },
    notice: (userId, roomId, noticeId, previous) =>
      change({ update: keys.inbox(userId, roomId), set: { noticeId }, when: { equals: { noticeId: previous } } }),
  };
}
