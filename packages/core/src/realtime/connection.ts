/** Connections of the socket, and the tickets that open them. */
import { Refusal } from "@freelancerm/contracts/errors";
import type { ServerFrame } from "@freelancerm/contracts/socket";
import type { Actor } from "../actor.ts";
import type { Needs } from "../deps.ts";
import type { Change } from "../entity.ts";
import { limits } from "../policy/policy.ts";
import { iso } from "../time.ts";
import { noteSeen } from "./presence.ts";

export interface Connection {
  /** As the gateway names it. */
  id: string;
  userId: string;
  openedAt: string;
}

export interface ConnectionStore {
  /** Strongly consistent: a frame counts only while its connection is on file. */
  find(id: string): Promise<Connection | undefined>;
  /** A user's open connections, newest first, at most 50. Eventually consistent. */
  listOf(userId: string): Promise<Connection[]>;
  /** `expiresAt` in milliseconds since the epoch. */
  open(connection: Connection & { expiresAt: number }): Change;
  remove(id: string): Change;
}

export interface TicketStore {
  /** Makes an unguessable ticket; only its digest is kept. `expiresAt` in milliseconds since the epoch. */
  issue(session: SocketSession, expiresAt: number): Promise<string>;
  /** Spends a ticket: the first to come learns whose it is, everybody else nothing. */
  redeem(ticket: string, now: number): Promise<SocketSession | undefined>;
  /** From now on sessions a user began before a time (seconds since the epoch) are over. */
  refuseBefore(userId: string, endedAt: number): Promise<void>;
  /** Whether a session was ended since it was begun. Strongly consistent. */
  isOver(session: SocketSession): Promise<boolean>;
}
/** Whose a socket will be, and when they signed in: seconds since the epoch. */
export interface SocketSession {
  userId: string;
  signedInAt: number;
}

/** The gateway's side of the socket. */
export interface Sockets {
  /** "gone" when nobody is at the other end any more; throws when it could not be tried. */
  post(connectionId: string, frame: ServerFrame): Promise<"sent" | "gone">;
  close(connectionId: string): Promise<void>;
}

/** @rule A socket opens with a one-time ticket, never with a token: no address carries anything that can be used twice. */
export const createSocketTicket =
  (deps: Needs<"clock" | "tickets"> & { socketUrl(): string }) =>
  async (actor: Actor): Promise<{ ticket: string; url: string; expiresAt: string }> => {
    const session = { userId: actor.id, signedInAt: actor.signedInAt ?? 0 };
    if (await deps.tickets.isOver(session)) throw new Refusal("auth.required");
    const expiresAt = deps.clock.now() + limits.ticket;
    const ticket = await deps.tickets.issue(session, expiresAt);
    return { ticket, url: `${deps.socketUrl()}?ticket=${ticket}`, expiresAt: iso(expiresAt) };
  };

/** Files a new connection for the owner of the ticket. */
export const openConnection =
  (deps: Needs<"clock" | "commit" | "connections" | "presence" | "tickets">) =>
  async ({ connectionId, ticket }: { connectionId: string; ticket: string | undefined }): Promise<void> => {
    const now = deps.clock.now();
    const session = ticket ? await deps.tickets.redeem(ticket, now) : undefined;
    if (!session || (await deps.tickets.isOver(session))) throw new Refusal("socket.ticket_invalid");
    const expiresAt = now + limits.connection;
    const { userId } = session;
    await Promise.all([
      deps.commit(deps.connections.open({ id: connectionId, userId, openedAt: iso(now), expiresAt })),
      noteSeen(deps, userId),
    ]);
  };
