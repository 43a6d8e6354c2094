import { isUtf8 } from "node:buffer";
import type { WebSocket } from "ws";
import type { VirtualClock } from "../kit.ts";
import type { Peer } from "./socket-event.ts";

/** A connection without traffic is closed after this, any connection after its life (milliseconds). */
const IDLE_LIMIT_MS = 10 * 60_000;
const LIFE_LIMIT_MS = 2 * 60 * 60_000;

/** Why a connection ended, as the $disconnect event tells. */
export interface Ending {
  code: number;
  reason: string;
}

/** An established connection. All times are virtual, in milliseconds since the epoch. */
export class Connection {
  lastActiveAt: number;
  #ending: Ending | undefined;
  readonly #timers: (() => void)[] = [];

  constructor(
    readonly peer: Peer,
    private readonly socket: WebSocket,
    private readonly clock: VirtualClock,
  ) {
    this.lastActiveAt = clock.now();
    this.#timers[0] = clock.at(peer.connectedAt + LIFE_LIMIT_MS, () => this.close(1001, "Going away"));
    this.#watchIdleness();
  }

  get isOpen(): boolean {
    return this.#ending === undefined && this.socket.readyState === this.socket.OPEN;
  }

  touch(): void {
    this.lastActiveAt = this.clock.now();
  }

  /** Sends a text message, or a binary one when the bytes are not text; resolves when it has been written. */
  send(data: string | Buffer): Promise<void> {
    this.touch();
    const text = typeof data === "string" || isUtf8(data);
    return new Promise((resolve, reject) => {
      this.socket.send(data, { binary: !text }, (error) => (error ? reject(error) : resolve()));
    });
  }

  /** Starts the closing handshake; the first reason given is the one reported. */
  close(code: number, reason: string): void {
    this.#ending ??= { code, reason };
    this.socket.close(code, reason);
  }

  /** Ends the watches and says why the connection ended, given what the peer's close frame said. */
  ended(code: number, reason: string): Ending {
    for (const cancel of this.#timers) cancel();
    this.#ending ??= { code, reason };
    return this.#ending;
  }

  /** Cuts the connection without a handshake. */
  terminate(): void {
    this.socket.terminate();
  }

  #watchIdleness(): void {
    this.#timers[1] = this.clock.at(this.lastActiveAt + IDLE_LIMIT_MS, () => {
      if (this.clock.now() - this.lastActiveAt >= IDLE_LIMIT_MS) this.close(1001, "Going away");
      else this.#watchIdleness();
    });
  }
}
