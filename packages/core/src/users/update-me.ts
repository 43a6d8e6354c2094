import { Refusal } from "@freelancerm/contracts/errors";
import type { Me } from "@freelancerm/contracts/users";
import type { Actor } from "../actor.ts";
import type { Needs } from "../deps.ts";
import { type Change, happened } from "../entity.ts";
import { requireFiles } from "../files/file.ts";
import { type Account, personOf, type WholeAccount } from "./account.ts";
import * as clients from "./client-profile.ts";
import * as freelancers from "./freelancer-profile.ts";
import { presentMe, requireMe, saved } from "./me.ts";

/** @rule Account and profiles are edited under one version: whoever edits an older one is told to look again. */
export async function requireMeAt(deps: Needs<"accounts">, actor: Actor, version: number): Promise<WholeAccount> {
  const me = await requireMe(deps, actor);
  if (me.account.version !== version) throw new Refusal("resource.changed");
  return me;
}

type AccountDraft = Partial<Pick<Account, "displayName" | "country" | "timeZone" | "languages" | "avatarFileId">>;

/** Changes the account; its profiles repeat its name, picture and place, so they change with it. */
export const updateMe =
  (deps: Needs<"accounts" | "clients" | "clock" | "commit" | "files" | "freelancers" | "ids">) =>
  async (actor: Actor, { version, ...draft }: AccountDraft & { version: number }): Promise<Me> => {
    const before = await requireMeAt(deps, actor, version);
    if (draft.avatarFileId) {
      await requireFiles(deps.files, actor.id, "avatar", [draft.avatarFileId], () => "avatarFileId");
    }
    const account: Account = { ...before.account, ...draft };
    const freelancer = before.freelancer && freelancers.followAccount(before.freelancer, account);
    const client = before.client && clients.followAccount(before.client, account);
    const appears = ({ account: one }: { account: Account }) => JSON.stringify(personOf(actor.id, one));
    const events =
      appears(before) === appears({ account }) ? [] : [happened(deps, "person.changed.v1", { userId: actor.id })];
    const changes: Change[] = [deps.accounts.save(account, { events, orElse: "resource.changed" })];
    if (freelancer) changes.push(deps.freelancers.save(freelancer));
    if (client) changes.push(deps.clients.save(client));
    await deps.commit(...changes);
    return presentMe({ account: saved(account), freelancer, client }, actor.staffRoles);
  };
