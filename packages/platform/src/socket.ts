/** The socket's function: connections and frames bound to use cases. The answer to a frame is what the handler returns. */
import { type ErrorCode, errors, Refusal } from "@freelancerm/contracts/errors";
import { clientFrames, type ServerFrame } from "@freelancerm/contracts/socket";
import type { Actor } from "@freelancerm/core/actor";
import type { Deps } from "@freelancerm/core/deps";
import type { Clock } from "@freelancerm/core/entity";
import type { Sockets } from "@freelancerm/core/realtime/connection";
import type { Table } from "@freelancerm/data/table";
import type { APIGatewayProxyStructuredResultV2, APIGatewayProxyWebsocketEventV2 } from "aws-lambda";
import * as z from "zod/mini";
import { systemClock } from "./clock.ts";
import { createDeps, ownDeps } from "./deps.ts";
import { foreseen, refusalOf } from "./foreseen.ts";
import { type Handler, invocation, owned } from "./lambda.ts";
import { log, nowKnown } from "./log.ts";
import { outcomeAt } from "./metrics.ts";
import { createRateLimit } from "./rate-limit.ts";
import { createSockets } from "./sockets.ts";

type Frames = typeof clientFrames;
type Action = keyof Frames;
type Answer = ServerFrame | undefined;

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
export type SocketHandler = Handler<SocketEvent, Result>;

export function converse(
  bind: (deps: Deps & { sockets: Sockets }) => Conversation,
): SocketHandler & { with(options: SocketOptions): SocketHandler } {
  const createFor = (deps: Deps, clock: Clock, sockets: Sockets) =>
    createHandler(bind({ ...deps, sockets }), { clock, sockets });
  return Object.assign(
    owned(() => createFor(ownDeps(), systemClock, createSockets())),
    { with: ({ table, clock, sockets }: SocketOptions) => createFor(createDeps(table, clock), clock, sockets) },
  );
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

  async function answer({ requestContext, queryStringParameters, body }: SocketEvent): Promise<Result> {
    const { routeKey, connectionId } = requestContext;
    if (routeKey === "$connect") await conversation.connect({ connectionId, ticket: queryStringParameters?.ticket });
    else if (routeKey === "$disconnect") await conversation.disconnect(connectionId);
    else return frameResult(await hear(connectionId, parseJson(body)));
    return { statusCode: 200 };
  }

  return invocation<SocketEvent, Result>({
    message: "frame",
    contextOf: ({ requestContext: { routeKey, requestId } }, { awsRequestId }) => ({
      requestId: requestId ?? awsRequestId,
      operation: routeKey,
      actor: "anonymous",
    }),
    work: answer,
    answerTo: (error, { requestContext: { routeKey }, body }) => {
      const { code, message } = foreseen(error);
      // A refused frame is told by a frame; the gateway needs nothing but the status of a refused connection.
      if (routeKey === "$connect" || routeKey === "$disconnect") return { statusCode: errors[code].status };
      return frameResult(errorFrame(code, message, parseJson(body)));
    },
    endOf: ({ error }) => {
      if (error === undefined) return { outcome: "done" };
      const { code } = refusalOf(error);
      return { outcome: outcomeAt(errors[code].status), facts: { code } };
    },
  });
}

const frameResult = (frame: Answer): Result =>
  frame ? { statusCode: 200, body: JSON.stringify(frame) } : { statusCode: 200 };

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
