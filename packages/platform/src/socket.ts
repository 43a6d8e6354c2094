/** The socket's function: connections and frames bound to use cases. The answer to a frame is what the handler returns. */
import { type ErrorCode, errors, Refusal } from "@freelancerm/contracts/errors";
import { clientFrames, type ServerFrame } from "@freelancerm/contracts/socket";
import type { Actor } from "@freelancerm/core/actor";
import type { Deps } from "@freelancerm/core/deps";
import type { Clock } from "@freelancerm/core/entity";
import type { Sockets } from "@freelancerm/core/realtime/connection";
import type { Table } from "@freelancerm/data/table";
import middy from "@middy/core";
import type { APIGatewayProxyStructuredResultV2, APIGatewayProxyWebsocketEventV2, Context } from "aws-lambda";
import * as z from "zod/mini";
import { syncClock, systemClock } from "./clock.ts";
import { createDeps, ownDeps, ownTable } from "./deps.ts";
import { foreseen } from "./foreseen.ts";
import { inContext, log, nowKnown } from "./log.ts";
import { outcomeAt, outcomeOf } from "./metrics.ts";
import { createRateLimit } from "./rate-limit.ts";
import { createSockets } from "./sockets.ts";

type Frames = typeof clientFrames;
type Action = keyof Frames;
type Answer = ServerFrame | undefined;
/** What comes of an event: a frame to answer with, and why it was refused, if it was. */
type Answered = { frame?: Answer; code?: ErrorCode };

export interface Conversation {
  connect(request: { connectionId: string; ticket: string | undefined }): Promise<void>;
  disconnect(connectionId: string): Promise<void>;
  /** Whose connection it is; undefined when it is not on file. */
  whose(connectionId: string): Promise<string | undefined>;
  frames: {
    [A in Action]: (request: { actor: Actor; connectionId: string; frame: z.output<Frames[A]> }) => Promise<Answer>;
  };
  /** At most so many frames of an action per person. */
  limits: Partial<Record<Action, { max: number; seconds: number }>>;
}

/** What a test replaces; a Lambda uses its own. */
export interface SocketOptions {
  table: Table;
  clock: Clock;
  sockets: Sockets;
}
/** `queryStringParameters` comes with $connect, `body` with a frame. */
export type SocketEvent = Pick<APIGatewayProxyWebsocketEventV2, "body" | "queryStringParameters"> & {
  requestContext: { routeKey: string; connectionId: string; requestId?: string };
};
type Result = APIGatewayProxyStructuredResultV2;
export type SocketHandler = (event: SocketEvent, context: Context) => Promise<Result>;

export function converse(
  bind: (deps: Deps & { sockets: Sockets }) => Conversation,
): SocketHandler & { with(options: SocketOptions): SocketHandler } {
  let own: SocketHandler | undefined;
  const handler: SocketHandler = async (event, context) => {
    await syncClock(ownTable);
    if (!own) {
      const sockets = createSockets();
      own = createHandler(bind({ ...ownDeps(), sockets }), { clock: systemClock, sockets });
    }
    return own(event, context);
  };
  return Object.assign(handler, {
    with: ({ table, clock, sockets }: SocketOptions) =>
      createHandler(bind({ ...createDeps(table, clock), sockets }), { clock, sockets }),
  });
}

function createHandler(conversation: Conversation, { clock, sockets }: Omit<SocketOptions, "table">): SocketHandler {
  const limitRate = createRateLimit(clock);

  /** The answer to a frame. Who sent it is known from the connection alone, nothing in the frame says so. */
  async function hear(connectionId: string, raw: unknown): Promise<Answer> {
    const userId = await conversation.whose(connectionId);
    if (userId === undefined) {
      await sockets.close(connectionId).catch((error: unknown) => log.warn("not closed", error));
      throw new Refusal("auth.required");
    }
    nowKnown({ actorId: userId });
    const action = (raw as { action?: unknown } | null)?.action;
    if (typeof action !== "string" || !Object.hasOwn(clientFrames, action)) throw new Refusal("request.invalid");
    const name = action as Action;
    nowKnown({ operation: name });
    const parsed = z.safeParse(clientFrames[name] as z.ZodMiniType, raw);
    if (!parsed.success) {
      const [issue] = parsed.error.issues;
      throw new Refusal("request.invalid", { detail: `${issue!.path.join(".") || "frame"}: ${issue!.message}` });
    }
    limitRate(`${name}#${userId}`, conversation.limits[name]);
    const actor: Actor = { id: userId, roles: [], staffRoles: [] };
    return conversation.frames[name]({ actor, connectionId, frame: parsed.data as never });
  }

  async function answer({ requestContext, queryStringParameters, body }: SocketEvent): Promise<Answered> {
    const { routeKey, connectionId } = requestContext;
    const raw = parseJson(body);
    try {
      if (routeKey === "$connect") {
        await conversation.connect({ connectionId, ticket: queryStringParameters?.ticket });
        return {};
      }
      if (routeKey === "$disconnect") {
        await conversation.disconnect(connectionId);
        return {};
      }
      return { frame: await hear(connectionId, raw) };
    } catch (error) {
      const { code, message } = foreseen(error);
      // A refused frame is told by a frame; the gateway needs nothing but the status of a refused connection.
      return routeKey.startsWith("$") && routeKey !== "$default"
        ? { code }
        : { code, frame: errorFrame(code, message, raw) };
    }
  }

  async function respond(event: SocketEvent, context: Context): Promise<Result> {
    const { routeKey, requestId = context.awsRequestId } = event.requestContext;
    return inContext({ requestId, operation: routeKey, actor: "anonymous" }, async () => {
      const started = performance.now();
      const { frame, code } = await answer(event);
      const status = code ? errors[code].status : 200;
      const outcome = outcomeAt(status);
      log.info("frame", { outcome, code }, outcomeOf(outcome, performance.now() - started));
      return frame ? { statusCode: 200, body: JSON.stringify(frame) } : { statusCode: status };
    });
  }

  return middy<SocketEvent, Result, Error, Context>().handler(respond) as unknown as SocketHandler;
}

function parseJson(body: string | undefined): unknown {
  try {
    return JSON.parse(body ?? "");
  } catch {
    return undefined;
  }
}

/** A refusal as a frame, naming the message it is about. */
function errorFrame(code: ErrorCode, message: string, raw: unknown): ServerFrame {
  const { clientMessageId, roomId } = (raw ?? {}) as Record<string, unknown>;
  const named = (value: unknown) => (typeof value === "string" ? value.slice(0, 64) : undefined);
  return { action: "error", code, message, clientMessageId: named(clientMessageId), roomId: named(roomId) };
}
