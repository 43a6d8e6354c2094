/** Typed client of the HTTP API, derived from the routes. Browser- and Node-safe; brings its own refresh of the session. */
import type { ErrorCode, Problem } from "./errors.ts";
import { type Operation, routes } from "./index.ts";
import type { AnswerOf, RequestOf, Route } from "./route.ts";

type AnyRoute = (typeof routes)[Operation];
type Parts = {
  params?: Record<string, unknown>;
  query?: Record<string, unknown>;
  body?: unknown;
  idempotencyKey?: string;
  version?: number;
};
type Call<R extends AnyRoute> =
  // biome-ignore lint/complexity/noBannedTypes: {} is assignable exactly when nothing is required.
  {} extends RequestOf<R>
    ? (request?: RequestOf<R> & { signal?: AbortSignal }) => Promise<AnswerOf<R>>
    : (request: RequestOf<R> & { signal?: AbortSignal }) => Promise<AnswerOf<R>>;

/** One method per operation, named as in the API document. */
export type ApiClient = { [O in Operation]: Call<(typeof routes)[O]> };

/** A refused request: the problem document the API answered with. Network failures stay TypeErrors. */
export class ApiError extends Error {
  readonly code: ErrorCode;
  readonly status: number;
  constructor(
    readonly problem: Problem,
    /** Seconds to wait, when the API said so. */
    readonly retryAfter?: number,
  ) {
    super(problem.detail ?? problem.title);
    this.name = "ApiError";
    this.code = problem.code;
    this.status = problem.status;
  }
  /** Message for one field of the form, if the API blamed it. */
  fieldErrors(): Record<string, string> {
    return Object.fromEntries((this.problem.errors ?? []).map(({ field, message }) => [field, message]));
  }
}

export interface ClientOptions {
  /** Base of the API without a trailing slash, for example "/api". */
  baseUrl: string;
  /** Access token of the session, if there is one. */
  token?: () => string | undefined;
  /** Called once when a token is refused; answers true when a new one is there. */
  renew?: () => Promise<boolean>;
  fetch?: typeof fetch;
}

/** Address of an operation with its parameters and query filled in. */
export function urlOf(baseUrl: string, path: string, { params = {}, query = {} }: Parts): string {
  const filled = path.replaceAll(/\{(\w+)\}/g, (_, name: string) => encodeURIComponent(String(params[name])));
  const search = new URLSearchParams(
    Object.entries(query)
      .filter(([, value]) => value !== undefined && value !== "")
      .map(([name, value]): [string, string] => [name, String(value)]),
  ).toString();
  return `${baseUrl}${filled}${search ? `?${search}` : ""}`;
}

export function createApiClient(options: ClientOptions): ApiClient {
  const send = options.fetch ?? ((...args: Parameters<typeof fetch>) => fetch(...args));

  async function call(
    operation: Operation,
    request: Parts & { signal?: AbortSignal } = {},
    renewed = false,
  ): Promise<unknown> {
    const route: Route = routes[operation];
    // Renewing by cookie must not wait for a renewal itself.
    const token = route.cookie && route.caller === "anyone" ? undefined : options.token?.();
    const headers: Record<string, string> = {};
    if (token) headers.authorization = `Bearer ${token}`;
    if (request.body !== undefined) headers["content-type"] = "application/json";
    if (request.idempotencyKey) headers["idempotency-key"] = request.idempotencyKey;
    if (request.version !== undefined) headers["if-match"] = `"${request.version}"`;
    const response = await send(urlOf(options.baseUrl, route.path, request), {
      method: route.method,
      headers,
      body: request.body === undefined ? undefined : JSON.stringify(request.body),
      credentials: "same-origin",
      signal: request.signal,
    });
    if (response.status === 401 && token && !renewed && options.renew && (await options.renew())) {
      return call(operation, request, true);
    }
    if (response.ok && route.produces) return response.text();
    const answer: unknown = response.status === 204 ? {} : await response.json().catch(() => undefined);
    if (response.ok) return answer;
    throw new ApiError(asProblem(answer, response), Number(response.headers.get("retry-after")) || undefined);
  }

  return Object.fromEntries(
    (Object.keys(routes) as Operation[]).map((operation) => [operation, (request?: Parts) => call(operation, request)]),
  ) as unknown as ApiClient;
}

/** The gateway itself answers some refusals in its own words; they become problems too. */
function asProblem(answer: unknown, response: Response): Problem {
  if (typeof answer === "object" && answer !== null && "code" in answer) return answer as Problem;
  const code: ErrorCode =
    response.status === 401
      ? "auth.required"
      : response.status === 404
        ? "resource.not_found"
        : response.status === 413
          ? "request.too_large"
          : response.status === 429
            ? "request.rate_limited"
            : response.status === 503
              ? "service.unavailable"
              : "service.internal";
  return {
    type: "about:blank",
    title: response.statusText || "The service did not answer as expected.",
    status: response.status,
    code,
    requestId: response.headers.get("apigw-requestid") ?? "",
  };
}
