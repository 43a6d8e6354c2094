/** What a route is. Everything about it is said in its declaration; gateway, router, client, documents and tests derive from it. */
import type * as z from "zod/mini";
import type { ErrorCode } from "./errors.ts";

/**
 * Roles of the operator's people. What asks for a moderator is open to administrators too; the work of the others (disputes,
 * payments that need a second person) has no routes yet, and their accounts can only sign in.
 */
export const STAFF_ROLES = ["moderator", "mediator", "finance", "administrator"] as const;
export type StaffRole = (typeof STAFF_ROLES)[number];
export const ROLES = ["client", "freelancer"] as const;
export type Role = (typeof ROLES)[number];

/** Who may call: everybody, anybody signed in, or holders of a role. */
export type Caller = "anyone" | "user" | Role | StaffRole;

/**
 * Whose the addressed item must be. `public`: visibility is decided by its state, not by ownership.
 * The other names are the part the actor must play in the item of `param`; to everyone else the item does not exist (404).
 */
export type Access =
  | "public"
  | { param: "jobId"; as: "client" }
  | { param: "proposalId" | "contractId" | "roomId"; as: Role | "party" }
  | { param: "fileId" | "searchId"; as: "owner" };

type Schema = z.ZodMiniType;

export interface Route {
  method: "GET" | "POST" | "PUT" | "PATCH" | "DELETE";
  /** Path with {parameters}, relative to the API's base. */
  path: string;
  /** One sentence for the API document. */
  summary: string;
  caller: Caller;
  access?: Access;
  params?: Schema;
  query?: Schema;
  body?: Schema;
  response: Schema;
  /** What it answers with when that is no JSON; the response is then its text. */
  produces?: "application/atom+xml";
  /** Status of success; 200 unless said. */
  status?: 200 | 201 | 202 | 204 | 303;
  /** What it may refuse beyond what every route may (validation, authentication, limits). */
  errors?: readonly ErrorCode[];
  /** At most `max` calls per actor (or per address when anonymous) in `seconds`. */
  limit?: { max: number; seconds: number };
  /** The caller must send an Idempotency-Key; the same key answers the same again. */
  idempotent?: true;
  /** The caller must send If-Match with the version it edited. */
  versioned?: true;
  /** Present only in stages where the clock can be moved. */
  sandboxOnly?: true;
  /** Reads or sets the session cookie; the caller must be of the same origin. */
  cookie?: true;
}

export type Routes = Record<string, Route>;

/** Keeps the literal types of a domain's routes, and refuses a route that addresses an item without saying whose it is. */
export const defineRoutes = <const R extends Routes>(
  routes: {
    [K in keyof R]: R[K]["path"] extends `${string}{${"jobId" | "proposalId" | "contractId" | "roomId" | "fileId" | "searchId"}}${string}`
      ? R[K] & { access: Access }
      : R[K];
  },
): R => routes as R;

type Output<T> = T extends Schema ? z.output<T> : Record<never, never>;
type Input<T> = T extends Schema ? z.input<T> : undefined;

export type ParamsOf<R extends Route> = Output<R["params"]>;
export type QueryOf<R extends Route> = Output<R["query"]>;
export type BodyOf<R extends Route> = Output<R["body"]>;
export type ResponseOf<R extends Route> = z.input<R["response"]>;
/** What a client of the API receives. */
export type AnswerOf<R extends Route> = z.output<R["response"]>;
/** What a client of the API sends. */
export type RequestOf<R extends Route> = (R["params"] extends Schema ? { params: Input<R["params"]> } : unknown) &
  (R["query"] extends Schema ? { query?: Input<R["query"]> } : unknown) &
  (R["body"] extends Schema ? { body: Input<R["body"]> } : unknown) &
  (R["idempotent"] extends true ? { idempotencyKey: string } : unknown) &
  (R["versioned"] extends true ? { version: number } : unknown);
