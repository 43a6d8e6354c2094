import type { Needs } from "../deps.ts";
import { closeSockets, type Live } from "../realtime/deliver.ts";
import type { Identity } from "./identity.ts";

export type EndingDeps = Live & Needs<"tickets"> & { identity: Identity };

/**
 * Ends every session and socket of a user; access tokens already out live on for at most a quarter of an hour.
 * @rule A session that was ended opens no socket any more, be it with its token or with a ticket it has already taken.
 */
export const endSessions =
  (deps: EndingDeps) =>
  async ({ username, userId }: { username: string; userId: string }): Promise<void> => {
    const endedAt = await deps.identity.signOutEverywhere(username);
    await deps.tickets.refuseBefore(userId, endedAt);
    await closeSockets(deps)(userId);
  };
