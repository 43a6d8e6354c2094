/** A table that notes in words what it was asked: `get SK`, `getMany N`, `query PK`, `write`, `transact N`. */
import type { Table } from "@freelancerm/data/table";

export type Asked = "get" | "getMany" | "query" | "write" | "transact";

/** Hands `note` each call of these kinds before it is made. */
export const noting =
  (note: (call: string) => void, ...kinds: Asked[]) =>
  (table: Table): Table => {
    const said = (kind: Asked, about?: string | number) => {
      if (kinds.includes(kind)) note([kind, about].filter((part) => part !== undefined).join(" "));
    };
    return {
      ...table,
      get: (key, options) => {
        said("get", key.sk);
        return table.get(key, options);
      },
      getMany: (keys, options) => {
        said("getMany", keys.length);
        return table.getMany(keys, options);
      },
      query: (query) => {
        said("query", query.pk);
        return table.query(query);
      },
      write: (write) => {
        said("write");
        return table.write(write);
      },
      transact: (writes) => {
        said("transact", writes.length);
        return table.transact(writes);
      },
    };
  };
