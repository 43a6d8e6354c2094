/** Cross-origin headers as an HTTP API with a CorsConfiguration sends them. */
import type { CorsConfiguration } from "./model.ts";

/** A request the browser sends ahead to ask whether it may send the real one. */
export function isPreflight(method: string, headers: Record<string, string | string[] | undefined>): boolean {
  return method === "OPTIONS" && Boolean(headers.origin && headers["access-control-request-method"]);
}

/** Headers to add for this origin; none when it is not allowed. */
export function corsHeaders(
  cors: CorsConfiguration,
  origin: string | undefined,
  preflight: boolean,
): Record<string, string> {
  if (!origin || !cors.allowOrigins.some((allowed) => allows(allowed, origin))) return {};
  const headers: Record<string, string> = {
    "access-control-allow-origin": cors.allowOrigins.includes("*") ? "*" : origin,
  };
  if (cors.allowCredentials) headers["access-control-allow-credentials"] = "true";
  if (cors.exposeHeaders.length > 0) headers["access-control-expose-headers"] = cors.exposeHeaders.join(",");
  if (preflight) {
    if (cors.allowMethods.length > 0) headers["access-control-allow-methods"] = cors.allowMethods.join(",");
    if (cors.allowHeaders.length > 0) headers["access-control-allow-headers"] = cors.allowHeaders.join(",");
    if (cors.maxAge !== undefined) headers["access-control-max-age"] = String(cors.maxAge);
  }
  return headers;
}

/** An entry is an origin, "*", or all origins of a scheme: "https://*". */
function allows(allowed: string, origin: string): boolean {
  if (allowed.endsWith("*")) return origin.startsWith(allowed.slice(0, -1));
  return allowed.toLowerCase() === origin.toLowerCase();
}
