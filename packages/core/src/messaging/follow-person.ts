/**
 * How somebody appears in the inboxes of those they talk with. An inbox is read many times for each time somebody changes
 * their name or picture: asking for the accounts of 20 rooms at each reading would cost 10 units on top of the 2.5 of the
 * list, every time; following costs half a unit and one write per room, once.
 */
import type { DomainEvent } from "@freelancerm/contracts/events";
import type { Needs } from "../deps.ts";
import { deliver, type Live } from "../realtime/deliver.ts";
import { isRefusal } from "../refusals.ts";
import { type Account, personOf } from "../users/account.ts";
import { counterpartOf } from "./room.ts";

/** Inboxes that are written to at once. */
const AT_ONCE = 25;

type FollowDeps = Needs<"accounts" | "rooms"> & Live;

/** Shows the account in the other side's row, unless that shows it or a newer state already. */
async function introduce(deps: FollowDeps, account: Account, roomId: string): Promise<void> {
  const otherId = counterpartOf(roomId, account.id);
  try {
    await deps.commit(deps.rooms.introduce(otherId, roomId, personOf(account.id, account), account.version));
  } catch (error) {
    if (isRefusal(error, "resource.conflict")) return;
    throw error;
  }
  await deliver(deps)(otherId, { action: "entity.changed", entity: "room", id: roomId });
}

/** @rule A changed name, picture or country shows in every conversation, whether or not it is opened. */
export const followPerson =
  (deps: FollowDeps) =>
  async ({ data }: DomainEvent<"person.changed.v1">): Promise<void> => {
    const [account, rows] = await Promise.all([deps.accounts.find(data.userId), deps.rooms.listOf(data.userId)]);
    if (!account) return;
    for (let from = 0; from < rows.length; from += AT_ONCE) {
      const some = rows.slice(from, from + AT_ONCE);
      await Promise.all(some.map(({ roomId }) => introduce(deps, account, roomId)));
    }
  };
