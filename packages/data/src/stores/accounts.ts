import type { Account, AccountStore } from "@freelancerm/core/users/account";
import { type Mapping, save, toEntityIf } from "../entity.ts";
import { keys } from "../keys.ts";
import type { Table } from "../table.ts";

export const accountMapping: Mapping<Account, never> = { key: ({ id }) => keys.account(id), card: [] };

export const createAccountStore = (table: Table): AccountStore => ({
  find: async (id) => toEntityIf(await table.get(keys.account(id))),
  findMany: async (ids) => {
    if (ids.length === 0) return [];
    if (ids.length === 1) return [toEntityIf(await table.get(keys.account(ids[0]!), { consistent: false }))];
    return (await table.getMany(ids.map(keys.account))).map((item) => toEntityIf<Account>(item));
  },
  save: (account, options) => save(accountMapping, account, options),
});
