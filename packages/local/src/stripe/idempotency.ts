/** Idempotency keys: one effect per key, the first answer kept (a 500 too), forgotten after a day. */
import { createHash } from "node:crypto";
import { StripeFault } from "./errors.ts";
import type { SavedAnswer, World } from "./world.ts";

const DAY_MS = 86_400_000;
/** API v2 keeps its keys for 30 days, and runs a failed request anew. */
const KEPT_MS = { v1: DAY_MS, v2: 30 * DAY_MS };

export interface Answer {
  status: number;
  body: string;
  requestId: string;
  replayed?: boolean;
}

export interface Idempotency {
  /** The saved answer to the same request, or a slot to fill. Throws idempotency_error (400 other request, 409 in flight). */
  begin(scope: string, key: string, request: string): { replay: Answer } | { finish(answer?: Answer): void };
}

export function createIdempotency(world: World): Idempotency {
  const saved = world.state.idempotency;
  // A key whose request was cut off by the end of the process is free again: nothing of it was acknowledged.
  for (const [id, entry] of Object.entries(saved)) if (entry.body === undefined) delete saved[id];

  return {
    begin(scope, key, request) {
      if (key.length > 255)
        throw new StripeFault(400, "idempotency_error", "Idempotency keys are at most 255 characters.");
      const version = scope.endsWith("v2") ? "v2" : "v1";
      const now = world.clock.now();
      const id = `${scope} ${key}`;
      let entry: SavedAnswer | undefined = saved[id];
      if (entry && entry.at + KEPT_MS[version] <= now) {
        delete saved[id];
        entry = undefined;
      }
      const fingerprint = createHash("sha256").update(request).digest("base64");
      if (entry && entry.fingerprint !== fingerprint)
        throw new StripeFault(
          400,
          "idempotency_error",
          "Keys for idempotent requests can only be used with the same parameters they were first used with. " +
            `Try using a key other than '${key}' if you meant to execute a different request.`,
        );
      if (entry && entry.body === undefined)
        throw new StripeFault(
          409,
          "idempotency_error",
          "There is currently another in-progress request using this Idempotent Key (that probably means you submitted " +
            `twice, and the other request is still going through): ${key}. Please try again later.`,
          { code: "idempotency_key_in_use" },
        );
      if (entry)
        return { replay: { status: entry.status!, body: entry.body!, requestId: entry.requestId, replayed: true } };
      saved[id] = { fingerprint, at: now, requestId: "" };
      return {
        finish(answer) {
          const keep = answer && (version === "v1" || answer.status < 300);
          if (keep) saved[id] = { fingerprint, at: now, ...answer };
          else delete saved[id];
        },
      };
    },
  };
}
