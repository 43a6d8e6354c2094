import type { Connection, ConnectionStore } from "@freelancerm/core/realtime/connection";
import { change } from "../entity.ts";
import { keys, lists } from "../keys.ts";
import { cardOf } from "../lists.ts";
import type { Table } from "../table.ts";

/** Connections a user's frames go to at most. */
const MOST = 50;

export const createConnectionStore = (table: Table): ConnectionStore => ({
  find: async (id) => {
    const item = await table.get(keys.connection(id));
    return item && cardOf<Connection>(item);
  },
  listOf: async (userId) => {
    const { items } = await table.query({
      index: "gsi1",
      pk: lists.connectionsOf(userId),
      descending: true,
      limit: MOST,
    });
    return items.map(cardOf<Connection>);
  },
  open: ({ id, userId, openedAt, expiresAt }) =>
    change({
      put: {
        ...keys.connection(id),
        gsi1pk: lists.connectionsOf(userId),
        gsi1sk: `${openedAt}#${id}`,
        card: { id, userId, openedAt },
        ttl: Math.ceil(expiresAt / 1000),
      },
    }),
  remove: (id) => change({ delete: keys.connection(id) }),
});
