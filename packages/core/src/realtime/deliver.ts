/** Live delivery: a hint to whoever is connected. What matters is stored; nobody fails because a socket did. */
import type { ServerFrame } from "@freelancerm/contracts/socket";
import type { Needs } from "../deps.ts";
import { ms, SECOND } from "../time.ts";
import type { Sockets } from "./connection.ts";

export type Live = Needs<"clock" | "commit" | "connections"> & { sockets: Sockets };

/** While a connection is being made it is on file already, and the gateway still calls it gone. */
const HANDSHAKE = 30 * SECOND;

/** Posts a frame to all connections of a user and forgets those that are gone. Answers how many took it; never throws. */
export const deliver =
  (deps: Live) =>
  async (userId: string, frame: ServerFrame): Promise<number> => {
    try {
      const connections = await deps.connections.listOf(userId);
      const outcomes = await Promise.allSettled(
        connections.map(async ({ id, openedAt }) => {
          const outcome = await deps.sockets.post(id, frame);
          if (outcome === "gone" && deps.clock.now() - ms(openedAt) > HANDSHAKE)
            await deps.commit(deps.connections.remove(id));
          return outcome;
        }),
      );
      return outcomes.filter((outcome) => outcome.status === "fulfilled" && outcome.value === "sent").length;
    } catch {
      return 0;
    }
  };

/** Ends all sockets of a user, as signing out everywhere does. Their rows go first: a frame on its way finds none. */
export const closeSockets =
  (deps: Live) =>
  async (userId: string): Promise<void> => {
    const closed = new Set<string>();
    for (;;) {
      // A list holds only the newest of very many, and may still show those that were closed a moment ago.
      const open = (await deps.connections.listOf(userId)).filter(({ id }) => !closed.has(id));
      if (open.length === 0) return;
      for (const { id } of open) {
        closed.add(id);
        await deps.commit(deps.connections.remove(id));
        await deps.sockets.close(id).catch(() => undefined);
      }
    }
  };
