import { randomBytes } from "node:crypto";

const MONTHS = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"];
const two = (value: number) => String(value).padStart(2, "0");

/** An id of the shape API Gateway gives requests, messages and connections: 15 URL-safe characters and "=". */
export function createGatewayId(): string {
  return `${randomBytes(11).toString("base64url")}=`;
}

export function isGatewayId(id: string): boolean {
  return /^[\w-]{15}=$/.test(id);
}

/** A time as API Gateway writes it in events: 12/Mar/2020:19:03:58 +0000. */
export function logTime(epoch: number): string {
  const t = new Date(epoch);
  const day = `${two(t.getUTCDate())}/${MONTHS[t.getUTCMonth()]}/${t.getUTCFullYear()}`;
  return `${day}:${two(t.getUTCHours())}:${two(t.getUTCMinutes())}:${two(t.getUTCSeconds())} +0000`;
}

/** A trace header as the load balancers in front of API Gateway add it. */
export function traceHeader(epoch: number): string {
  const seconds = Math.floor(epoch / 1000)
    .toString(16)
    .padStart(8, "0");
  return `Root=1-${seconds}-${randomBytes(12).toString("hex")}`;
}

/** Percent-decoding that leaves malformed input as it came. */
export function decodeOrKeep(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}
