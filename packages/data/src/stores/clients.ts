import type { ClientRecord, ClientStore } from "@freelancerm/core/users/client-profile";
import { type Mapping, save, toEntityIf } from "../entity.ts";
import { keys } from "../keys.ts";
import type { Table } from "../table.ts";

export const clientMapping: Mapping<ClientRecord, never> = { key: ({ id }) => keys.client(id), card: [] };

export const createClientStore = (table: Table): ClientStore => ({
  find: async (userId, options) => toEntityIf(await table.get(keys.client(userId), options)),
  save: (client, options) => save(clientMapping, client, options),
});
