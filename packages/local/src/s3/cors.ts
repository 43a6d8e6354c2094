import type { AwsRequest, AwsResponse } from "../kit.ts";
import { S3Error } from "./xml.ts";

/** A CORS rule as CloudFormation declares it. */
export interface CorsRule {
  AllowedOrigins: string[];
  AllowedMethods: string[];
  AllowedHeaders?: string[];
  ExposedHeaders?: string[];
  MaxAge?: number;
}

/** Answers a preflight by the bucket's rules; throws AccessForbidden where S3 would. */
export function preflight(request: AwsRequest, rules: CorsRule[]): AwsResponse {
  const { origin, "access-control-request-method": method, "access-control-request-headers": asked } = request.headers;
  if (!origin || !method) {
    throw new S3Error("BadRequest", "Insufficient information. Origin request header needed.");
  }
  const headers = (asked ?? "")
    .split(",")
    .map((name) => name.trim().toLowerCase())
    .filter(Boolean);
  const rule = rules.find(
    (candidate) =>
      allows(candidate, origin, method) &&
      headers.every((name) => (candidate.AllowedHeaders ?? []).some((allowed) => fits(allowed.toLowerCase(), name))),
  );
  if (!rule) {
    throw new S3Error(
      "AccessForbidden",
      "CORSResponse: This CORS request is not allowed. This is usually because the evalution of Origin, request method / Access-Control-Request-Method or Access-Control-Request-Headers are not whitelisted by the resource's CORS spec.",
      403,
    );
  }
  return {
    status: 200,
    headers: {
      ...corsHeaders(rule, origin),
      ...(headers.length > 0 && { "access-control-allow-headers": headers.join(", ") }),
      ...(rule.MaxAge !== undefined && { "access-control-max-age": String(rule.MaxAge) }),
    },
  };
}

/** The headers a cross-origin answer gets; none when no rule allows the origin and method. */
export function corsHeadersFor(request: AwsRequest, rules: CorsRule[]): Record<string, string> {
  const { origin } = request.headers;
  if (!origin) return {};
  const rule = rules.find((candidate) => allows(candidate, origin, request.method));
  return rule ? corsHeaders(rule, origin) : {};
}

function corsHeaders(rule: CorsRule, origin: string): Record<string, string> {
  const anyone = rule.AllowedOrigins.includes("*");
  return {
    "access-control-allow-origin": anyone ? "*" : origin,
    "access-control-allow-methods": rule.AllowedMethods.join(", "),
    ...(rule.ExposedHeaders?.length && { "access-control-expose-headers": rule.ExposedHeaders.join(", ") }),
    ...(!anyone && { "access-control-allow-credentials": "true" }),
    vary: "Origin, Access-Control-Request-Headers, Access-Control-Request-Method",
  };
}

function allows(rule: CorsRule, origin: string, method: string): boolean {
  return rule.AllowedMethods.includes(method) && rule.AllowedOrigins.some((allowed) => fits(allowed, origin));
}

/** One `*` in the pattern stands for any text. */
function fits(pattern: string, text: string): boolean {
  const [head = "", tail] = pattern.split("*");
  if (tail === undefined) return pattern === text;
  return text.length >= head.length + tail.length && text.startsWith(head) && text.endsWith(tail);
}
