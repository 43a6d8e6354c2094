/** Who counts as being here. Without schemas, for pages reckon with it. */
import { bounds } from "./limits.ts";

/** Whether a sign of life (ISO 8601) is young enough at a time (milliseconds since the epoch). */
export const isOnline = (seenAt: string | null | undefined, now: number): boolean =>
  typeof seenAt === "string" && now - Date.parse(seenAt) < bounds.offlineSeconds * 1000;
