import type { Account, AccountStore } from "@freelancerm/core/users/account";
import type { ClientRecord } from "@freelancerm/core/users/client-profile";
import type { FreelancerRecord } from "@freelancerm/core/users/freelancer-profile";
import { type Mapping, save, toEntity, toEntityIf } from "../entity.ts";
import { keys } from "../keys.ts";
import type { Table } from "../table.ts";

export const accountMapping: Mapping<Account, never> = { key: ({ id }) => keys.account(id), card: [] };

export const createAccountStore = (table: Table): AccountStore => ({
  find: async (id) => toEntityIf(await table.get(keys.account(id))),
  findWhole: async (id) => {
    const wanted = [keys.account(id), keys.freelancer(id), keys.client(id)];
    const [account, freelancer, client] = await table.getMany(wanted, { consistent: true });
    return (
      account && {
        account: toEntity<Account>(account),
        freelancer: toEntityIf<FreelancerRecord>(freelancer),
        client: toEntityIf<ClientRecord>(client),
      }
    );
  },
  findMany: async (ids) => {
    if (ids.length === 0) return [];
    if (ids.length === 1) return [toEntityIf(await table.get(keys.account(ids[0]!), { consistent: false }))];
    return (await table.getMany(ids.map(keys.account))).map((item) => toEntityIf<Account>(item));
  },
  save: (account, options) => save(accountMapping, account, options),
});
