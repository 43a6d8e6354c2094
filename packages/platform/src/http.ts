/** HTTP functions: a domain's declared routes bound to its use cases. Validation, access, limits and errors happen here, once. */
import { Refusal } from "@freelancerm/contracts/errors";
import type { MetricName } from "@freelancerm/contracts/metrics";
import type { BodyOf, ParamsOf, QueryOf, ResponseOf, Route, Routes } from "@freelancerm/contracts/route";
import { type Actor, requireAccess, requireCaller } from "@freelancerm/core/actor";
import { again } from "@freelancerm/core/again";
import type { Deps } from "@freelancerm/core/deps";
import type { Clock, Listed, PageRequest } from "@freelancerm/core/entity";
import type { Table } from "@freelancerm/data/table";
import type { APIGatewayProxyEventV2, Context } from "aws-lambda";
import * as z from "zod/mini";
import { createTokenVerifier, type VerifyToken } from "./auth.ts";
import { callerAddress } from "./caller-address.ts";
import { outsideClock, systemClock } from "./clock.ts";
import { createCursors } from "./cursors.ts";
import { createDeps, ownDeps, ownTable } from "./deps.ts";
import { createFileTokens, withFileTokens } from "./file-tokens.ts";
import { foreseen, refusalOf } from "./foreseen.ts";
import { cookiesOf, parse, readJson, versionOf } from "./http-request.ts";
import { etagOf, json, problem, Reply, type Result, text } from "./http-response.ts";
import { idempotently } from "./idempotency.ts";
import { type Handler, invocation, owned } from "./lambda.ts";
import { nowKnown } from "./log.ts";
import { outcomeAt } from "./metrics.ts";
import { createRateLimit } from "./rate-limit.ts";
import { secretOf } from "./secrets.ts";

/** Callers an edge of the distribution may speak for at once, before its own limit is reached. */
const BEHIND_ONE_PEER = 50;
/** A use case that lost a race wrote nothing and may simply run again. */
const TRIES = 3;

type ActorOf<R extends Route> = R["caller"] extends "anyone" ? Actor | undefined : Actor;
/** `cursor` of a query arrives as the position it stands for. */
type Query<R extends Route> =
  QueryOf<R> extends { limit: number } ? Omit<QueryOf<R>, "cursor"> & PageRequest : QueryOf<R>;

export interface HandlerRequest<R extends Route> {
  actor: ActorOf<R>;
  params: ParamsOf<R>;
  query: Query<R>;
  body: BodyOf<R>;
  /** Version of If-Match, where the route is versioned. */
  version: number;
  cookies: Record<string, string>;
  /** The token the actor came with, for calls on their behalf. */
  token: string;
  headers: Record<string, string | undefined>;
  rawBody: Buffer;
}

type Answer<T> = T extends { items: (infer I)[]; nextCursor: string | null }
  ? Listed<I> & Omit<T, "items" | "nextCursor">
  : T;
export type Handlers<R extends Routes> = {
  [K in keyof R]: (
    request: HandlerRequest<R[K]>,
  ) => Promise<Answer<ResponseOf<R[K]>> | Reply<Answer<ResponseOf<R[K]>>>>;
};

/** What a test replaces; a Lambda uses its own. */
export interface HttpOptions {
  table: Table;
  clock: Clock;
  verifyToken: VerifyToken;
}

/** What sets a domain apart. */
export interface HttpTraits {
  /** Counts every request that was not taken, whoever is to blame. */
  untaken?: MetricName;
}

export type HttpHandler = Handler<APIGatewayProxyEventV2, Result>;

/**
 * The Lambda handler of a domain: its routes bound to use cases. A route without a binding does not compile.
 * `handler.with(…)` is the same handler on another table, clock and token verifier.
 */
export function implement<const R extends Routes>(
  routes: R,
  bind: (deps: Deps) => Handlers<R>,
  traits: HttpTraits = {},
): HttpHandler & { with(options: HttpOptions): HttpHandler } {
  const createFor = (deps: Deps, options: HttpOptions) => createHandler(routes, bind(deps), traits, options);
  return Object.assign(
    owned(() =>
      createFor(ownDeps(), {
        table: ownTable(),
        clock: systemClock,
        verifyToken: createTokenVerifier(outsideClock),
      }),
    ),
    { with: (options: HttpOptions) => createFor(createDeps(options.table, options.clock), options) },
  );
}

function createHandler<R extends Routes>(
  routes: R,
  handlers: Handlers<R>,
  traits: HttpTraits,
  { table, clock, verifyToken }: HttpOptions,
): HttpHandler {
  const limitRate = createRateLimit(clock);
  const byKey = new Map(
    Object.entries(routes).map(([operation, route]) => [`${route.method} ${route.path}`, operation]),
  );

  /** Callers behind one edge do not use up each other's calls; whoever names others in their place gets so many and no more. */
  function limitAddress(operation: string, limit: Route["limit"], event: APIGatewayProxyEventV2): void {
    if (!limit) return;
    const { peer, caller } = callerAddress(event);
    if (caller !== peer) limitRate(`${operation}#behind#${peer}`, { ...limit, max: limit.max * BEHIND_ONE_PEER });
    limitRate(`${operation}#${caller}`, limit);
  }

  async function answer(event: APIGatewayProxyEventV2): Promise<Result> {
    const operation = byKey.get(event.routeKey);
    if (!operation) throw new Refusal("resource.not_found");
    const route = routes[operation] as Route;
    const headers = event.headers ?? {};

    // A session is renewed and ended by its cookie; the token beside it may have expired.
    const byCookie = route.cookie && route.caller === "anyone";
    const token = (!byCookie && /^Bearer (.+)$/i.exec(headers.authorization ?? "")?.[1]) || "";
    const actor = token ? await verifyToken(token) : undefined;
    nowKnown({ actorId: actor?.id });
    requireCaller(actor, route.caller);
    // An account is made in a minute: what anybody may call is counted by address, token or not.
    if (route.caller === "anyone") limitAddress(operation, route.limit, event);
    else limitRate(`${operation}#${actor!.id}`, route.limit);
    if (route.cookie && !["same-origin", "none", undefined].includes(headers["sec-fetch-site"])) {
      throw new Refusal("auth.origin_refused");
    }

    const params = parse(route.params, event.pathParameters ?? {}, "resource.not_found");
    requireAccess(actor, route.access, params);
    const { cursor, ...query } = parse(route.query, event.queryStringParameters ?? {});
    const rawBody = Buffer.from(event.body ?? "", event.isBase64Encoded ? "base64" : "utf8");
    const body = route.body ? parse(route.body, readJson(rawBody, headers["content-type"])) : {};
    const version = route.versioned ? versionOf(headers["if-match"]) : 0;

    const binding = JSON.stringify([operation, actor?.id ?? "", params, query]);
    const cursors = async () => createCursors(await secretOf(table, "cursors"));
    const after = typeof cursor === "string" ? (await cursors()).open(cursor, binding) : undefined;

    const sealed = async ({ next, ...page }: Listed<unknown>) => ({
      ...page,
      nextCursor: next ? (await cursors()).seal(next, binding) : null,
    });

    const work = async () => {
      const given = await handlers[operation]!({
        actor,
        params,
        query: after ? { ...query, after } : query,
        body,
        version,
        cookies: cookiesOf(event.cookies),
        token,
        headers,
        rawBody,
      } as never);
      const reply = given instanceof Reply ? given : new Reply(given as unknown);
      const shown = isPage(route.response) ? await sealed(reply.body as Listed<unknown>) : reply.body;
      const status = reply.extra.status ?? route.status ?? 200;
      // Only what the response schema names leaves the house.
      const tokens = createFileTokens(() => secretOf(table, "files"), clock);
      return { status, body: await withFileTokens(z.parse(route.response, shown), tokens), extra: reply.extra };
    };

    if (route.idempotent) {
      const key = headers["idempotency-key"];
      if (!key || key.length > 100) throw new Refusal("idempotency.key_required");
      const request = { operation, params, body };
      const done = await idempotently({ table, clock }, { actorId: actor!.id, key, request }, () =>
        again(work, { tries: TRIES, pause }),
      );
      return json(done.status, done.body, done.replayed ? { "idempotent-replayed": "true" } : {});
    }
    const { status, body: shown, extra } = await again(work, { tries: TRIES, pause });
    const result = route.produces
      ? text(status, String(shown), { "content-type": `${route.produces}; charset=utf-8` })
      : json(status, shown, { ...etagOf(shown), ...extra.headers });
    if (extra.cookies) result.cookies = extra.cookies;
    return result;
  }

  return invocation<APIGatewayProxyEventV2, Result>({
    message: "request",
    contextOf: (event, context) => ({
      requestId: requestIdOf(event, context),
      operation: byKey.get(event.routeKey) ?? "unknown",
      actor: "anonymous",
    }),
    work: answer,
    answerTo: (error, event, context) => problem(foreseen(error), requestIdOf(event, context)),
    endOf: ({ response, error }) => {
      const status = response!.statusCode!;
      const facts = { status, code: error === undefined ? undefined : refusalOf(error).code };
      return {
        outcome: outcomeAt(status),
        facts,
        measured: traits.untaken && error !== undefined ? { [traits.untaken]: 1 } : {},
      };
    },
  });
}

const requestIdOf = (event: APIGatewayProxyEventV2, context: Context): string =>
  event.requestContext?.requestId ?? context.awsRequestId;

const isPage = (response: Route["response"]): boolean =>
  response instanceof z.ZodMiniObject && "nextCursor" in response.shape;

/** Waits a little before a request that lost a race runs again, longer each time and never as long as another. */
const pause = (tried: number) => new Promise<void>((resolve) => setTimeout(resolve, Math.random() * 20 * tried));
