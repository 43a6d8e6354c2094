/** Cursors of paged lists: a position, signed and bound to the list, its query and its reader. */
import { createHmac, timingSafeEqual } from "node:crypto";
import { Refusal } from "@freelancerm/contracts/errors";
import type { Position } from "@freelancerm/core/entity";

export interface Cursors {
  seal(position: Position, binding: string): string;
  /** Throws cursor.invalid for everything this did not seal for the same binding. */
  open(cursor: string, binding: string): Position;
}

export function createCursors(secret: string): Cursors {
  const sign = (payload: string, binding: string) =>
    createHmac("sha256", secret).update(`${binding}\n${payload}`).digest().subarray(0, 16);
  return {
    seal: (position, binding) => {
      const payload = Buffer.from(JSON.stringify(position)).toString("base64url");
      return `${payload}.${sign(payload, binding).toString("base64url")}`;
    },
    open: (cursor, binding) => {
      const [payload = "", signature = ""] = cursor.split(".");
      const given = Buffer.from(signature, "base64url");
      const expected = sign(payload, binding);
      if (given.length !== expected.length || !timingSafeEqual(given, expected)) throw new Refusal("cursor.invalid");
      return JSON.parse(Buffer.from(payload, "base64url").toString("utf8")) as Position;
    },
  };
}
