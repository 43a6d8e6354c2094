/** What a request is answered with. */
import { errors, type Problem, problemTypeOf, type Refusal } from "@freelancerm/contracts/errors";
import type { APIGatewayProxyStructuredResultV2 } from "aws-lambda";

export type Result = APIGatewayProxyStructuredResultV2;

/** An answer with more than a body. */
export class Reply<T> {
  constructor(
    readonly body: T,
    readonly extra: { status?: number; headers?: Record<string, string>; cookies?: string[] } = {},
  ) {}
}

export const etagOf = (body: unknown): Record<string, string> => {
  const version = (body as { version?: unknown }).version;
  return typeof version === "number" ? { etag: `"${version}"` } : {};
};

export const json = (statusCode: number, body: unknown, headers: Record<string, string> = {}): Result => ({
  statusCode,
  headers: { "content-type": "application/json", "cache-control": "no-store", ...headers },
  body: JSON.stringify(body),
});

/** Read by others' programs again and again, for a few minutes the same. */
export const text = (statusCode: number, body: string, headers: Record<string, string>): Result => ({
  statusCode,
  headers: { "cache-control": "private, max-age=300", ...headers },
  body,
});

/** A refusal as a problem document. */
export function problem(refusal: Refusal, requestId: string): Result {
  const { status, title } = errors[refusal.code];
  const { retryAfter, ...facts } = refusal.details.facts ?? {};
  const document: Problem = {
    type: problemTypeOf(refusal.code),
    title,
    status,
    code: refusal.code,
    detail: refusal.details.detail,
    requestId,
    errors: refusal.details.errors,
    facts: Object.keys(facts).length > 0 ? facts : undefined,
  };
  return json(status, document, {
    "content-type": "application/problem+json",
    ...(retryAfter !== undefined && { "retry-after": String(retryAfter) }),
  });
}
