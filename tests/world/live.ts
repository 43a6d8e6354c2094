/** The world with its sockets, mail and consumers: a gateway in memory that can lose frames and connections. */

import type { Message } from "@freelancerm/contracts/messaging";
import type { ClientFrame, ServerFrame } from "@freelancerm/contracts/socket";
import type { Mail } from "@freelancerm/core/notifications/mail";
import type { Sockets } from "@freelancerm/core/realtime/connection";
import type { SocketHandler } from "@freelancerm/platform/socket";
import type { Context } from "aws-lambda";
import { handler as contracts } from "../../functions/contracts/handler.ts";
import { handler as jobs } from "../../functions/jobs/handler.ts";
import { messagingWith } from "../../functions/messaging/handler.ts";
import { notificationsWith } from "../../functions/notifications/handler.ts";
import { handler as onActivity } from "../../functions/on-activity/handler.ts";
import { onMessageWith } from "../../functions/on-message/handler.ts";
import { onNotifyWith } from "../../functions/on-notify/handler.ts";
import { handler as onStats } from "../../functions/on-stats/handler.ts";
import { handler as proposals } from "../../functions/proposals/handler.ts";
import { handler as socket } from "../../functions/socket/handler.ts";
import type { Handlers } from "./dispatch.ts";
import { createWorld, type Someone, type World } from "./world.ts";

process.env.SOCKET_URL ??= "wss://socket.example/live";

export interface LiveSocket {
  id: string;
  /** Frames that arrived, pushed or answered. */
  received: ServerFrame[];
  /** Sends a frame (or anything else); answers what came back to it. */
  send(frame: ClientFrame | object | string): Promise<ServerFrame | undefined>;
  /** The line is cut; nobody tells the marketplace. */
  cut(): void;
  /** Leaves properly. */
  leave(): Promise<void>;
}

export interface LiveWorld extends World {
  connect(person: Someone): Promise<LiveSocket>;
  /** $connect with any ticket; answers its status. */
  knock(ticket: string | undefined, connectionId?: string): Promise<number>;
  hear(connectionId: string, body: string): Promise<ServerFrame | undefined>;
  mails: Mail[];
  /** Frames posted so far, whether they arrived or not. */
  posted: { connectionId: string; frame: ServerFrame }[];
  /** What to do to posts and mails; nothing unless set. */
  faults: { post?: () => void; mail?: () => void };
}

export async function createLiveWorld(): Promise<LiveWorld> {
  const open = new Map<string, LiveSocket>();
  const mails: Mail[] = [];
  const posted: LiveWorld["posted"] = [];
  const faults: LiveWorld["faults"] = {};
  const sockets: Sockets = {
    post: async (connectionId, frame) => {
      await Promise.resolve();
      posted.push({ connectionId, frame });
      faults.post?.();
      const found = open.get(connectionId);
      found?.received.push(structuredClone(frame));
      return found ? "sent" : "gone";
    },
    close: async (connectionId) => void open.delete(connectionId),
  };
  const mailer = {
    send: async (mail: Mail) => {
      faults.mail?.();
      mails.push(mail);
    },
  };
  const handlers: Handlers = {
    jobs,
    proposals,
    contracts,
    messaging: messagingWith(sockets),
    notifications: notificationsWith(sockets),
  };
  const world = await createWorld(
    handlers,
    (table) => table,
    (own) => ({
      "on-message": onMessageWith(sockets).with(own),
      "on-notify": onNotifyWith({ sockets, mailer, siteUrl: () => "https://site.example" }).with(own),
      "on-activity": onActivity.with(own),
      "on-stats": onStats.with(own),
    }),
  );
  const converse: SocketHandler = socket.with({ table: world.table, clock: world.clock, sockets });
  let count = 0;

  const call = (routeKey: string, connectionId: string, more: object = {}) =>
    converse({ requestContext: { routeKey, connectionId }, ...more }, { awsRequestId: "req-world" } as Context);
  const knock = async (ticket: string | undefined, connectionId = `knock-${++count}`) =>
    (await call("$connect", connectionId, { queryStringParameters: ticket === undefined ? {} : { ticket } }))
      .statusCode!;
  const hear = async (connectionId: string, body: string) => {
    const answer = await call("$default", connectionId, { body });
    return answer.body ? (JSON.parse(answer.body) as ServerFrame) : undefined;
  };

  return {
    ...world,
    mails,
    posted,
    faults,
    knock,
    hear,
    connect: async (person) => {
      const { ticket } = await person.api.createSocketTicket();
      const id = `connection-${++count}`;
      if ((await knock(ticket, id)) !== 200) throw new Error("the socket did not open");
      const live: LiveSocket = {
        id,
        received: [],
        send: async (frame) => {
          const answer = await hear(id, typeof frame === "string" ? frame : JSON.stringify(frame));
          if (answer) live.received.push(answer);
          return answer;
        },
        cut: () => void open.delete(id),
        leave: async () => {
          open.delete(id);
          await call("$disconnect", id);
        },
      };
      open.set(id, live);
      return live;
    },
  };
}

let said = 0;
/** Something to say, with an id of its own. */
export const saying = (text: string, afterSeq = 0) => ({
  clientMessageId: `said-${String(++said).padStart(8, "0")}`,
  afterSeq,
  text,
});

/** The whole log of a room, as the API shows it. */
export async function logOf(person: Someone, roomId: string): Promise<Message[]> {
  const log: Message[] = [];
  for (;;) {
    const after = log.at(-1)?.seq ?? 0;
    const { items } = await person.api.listMessages({ params: { roomId }, query: { after, limit: 100 } });
    if (items.length === 0) return log;
    log.push(...items);
  }
}
