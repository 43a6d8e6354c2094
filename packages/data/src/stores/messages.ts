import type { MessageEvent, MessageStore } from "@freelancerm/core/messaging/message";
import { change } from "../entity.ts";
import { keys } from "../keys.ts";
import { tableSchema } from "../schema.ts";
import type { Item, Table } from "../table.ts";

/** A message item is nothing but its event: what was said is stored once, and leaves with the stream. */
const messageOf = (item: Item) => (item.outbox as MessageEvent[])[0]!.data.message;

const FIRST = keys.message("", 0).sk;
const END = keys.messagesEnd("").sk;

export const createMessageStore = (table: Table): MessageStore => ({
  find: async (roomId, seq) => {
    const item = await table.get(keys.message(roomId, seq));
    return item && { message: messageOf(item), version: item.version as number };
  },
  after: async (roomId, seq, limit) => {
    const { sk } = keys.message(roomId, seq);
    const { items } = await table.query({ pk: roomId, after: sk, before: END, limit, consistent: true });
    return items.map(messageOf);
  },
  before: async (roomId, seq, limit, { consistent = true } = {}) => {
    const before = seq === undefined ? END : keys.message(roomId, seq).sk;
    const { items } = await table.query({
      pk: roomId,
      after: FIRST,
      before,
      descending: true,
      limit,
      consistent,
    });
    return items.map(messageOf).reverse();
  },
  save: (event, version) => {
    const { roomId, seq } = event.data.message;
    return change({
      put: { ...keys.message(roomId, seq), version: version + 1, outbox: [event], [tableSchema.outboxMark]: true },
      when: version === 0 ? { absent: true } : { equals: { version } },
    });
  },
  keep: ({ message, version }, keptUntil) =>
    change({
      put: {
        ...keys.original(message.roomId, message.seq, version),
        body: message,
        ttl: Math.ceil(keptUntil / 1000),
      },
    }),
});
