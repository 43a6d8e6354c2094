/** Arithmetic on points in time. The only file of the rules that may touch Date, and only to convert: what time it is comes from the clock. */

export const SECOND = 1000;
export const MINUTE = 60 * SECOND;
export const HOUR = 60 * MINUTE;
export const DAY = 24 * HOUR;

/** Milliseconds since the epoch as ISO 8601, UTC. */
export const iso = (ms: number): string => new Date(ms).toISOString();

/** ISO 8601 as milliseconds since the epoch. */
export const ms = (timestamp: string): number => Date.parse(timestamp);
