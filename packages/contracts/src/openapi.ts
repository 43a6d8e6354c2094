/** The API as an OpenAPI 3.1 document, derived from the routes. */

import { type ErrorCode, errors, Problem } from "./errors.ts";
import { domains } from "./index.ts";
import { createConverter, type JsonSchema } from "./json-schema.ts";
import { bounds } from "./limits.ts";
import type { Route } from "./route.ts";
import { VERSION } from "./version.ts";

type Converter = ReturnType<typeof createConverter>;

/** What any route may refuse, by what it takes. */
function refusalsOf(route: Route): ErrorCode[] {
  return [
    ...(route.caller === "anyone" ? [] : (["auth.required"] as const)),
    ...(["anyone", "user"].includes(route.caller) ? [] : (["auth.role_required"] as const)),
    ...(route.params || route.access ? (["resource.not_found"] as const) : []),
    // What is wrong in the path is at no address; what is wrong elsewhere is named.
    ...(route.query || route.body ? (["request.invalid"] as const) : []),
    ...(route.body ? (["request.malformed", "request.too_large", "request.unsupported_media_type"] as const) : []),
    ...(route.method === "GET" ? [] : (["resource.conflict"] as const)),
    ...(route.limit ? (["request.rate_limited"] as const) : []),
    ...(route.versioned ? (["resource.version_required", "resource.changed"] as const) : []),
    ...(route.idempotent
      ? (["idempotency.key_required", "idempotency.key_reused", "idempotency.in_flight"] as const)
      : []),
    ...(isPaged(route) ? (["cursor.invalid"] as const) : []),
    ...(route.cookie ? (["auth.origin_refused"] as const) : []),
    ...(route.errors ?? []),
    "service.internal",
  ];
}

const shapeOf = (schema: unknown): Record<string, unknown> =>
  (schema as { shape?: Record<string, unknown> } | undefined)?.shape ?? {};
const isPaged = (route: Route): boolean => "cursor" in shapeOf(route.query);

/** One response per status, with the codes it stands for. */
function refusalResponses(route: Route): Record<string, JsonSchema> {
  const codes = [...new Set(refusalsOf(route))];
  const statuses = [...new Set(codes.map((code) => errors[code].status))].sort((a, b) => a - b);
  return Object.fromEntries(
    statuses.map((status) => {
      const named = codes.filter((code) => errors[code].status === status).map((code) => `\`${code}\``);
      return [String(status), { $ref: "#/components/responses/Problem", description: named.join(", ") }];
    }),
  );
}

function parametersOf(route: Route, converter: Converter): JsonSchema[] {
  const listed = (schema: Route["params"], place: "path" | "query") => {
    if (!schema) return [];
    const { properties = {}, required = [] } = converter.input(schema) as {
      properties?: Record<string, JsonSchema>;
      required?: string[];
    };
    return Object.entries(properties).map(([name, of]) => ({
      name,
      in: place,
      required: place === "path" || required.includes(name),
      schema: of,
    }));
  };
  const header = (name: string, description: string) => ({
    name,
    in: "header",
    required: true,
    description,
    schema: { type: "string" },
  });
  return [
    ...listed(route.params, "path"),
    ...listed(route.query, "query"),
    ...(route.versioned ? [header("If-Match", 'The version that was edited, as in `"3"`.')] : []),
    ...(route.idempotent
      ? [header("Idempotency-Key", `The same key answers the same for ${bounds.idempotencyHours} h.`)]
      : []),
  ];
}

function operationOf(operationId: string, domain: string, route: Route, converter: Converter): JsonSchema {
  const { summary, caller, limit, status = 200 } = route;
  const parameters = parametersOf(route, converter);
  const success =
    status === 204 || status === 303
      ? { description: status === 303 ? "See the address in Location." : "Done." }
      : {
          description: "Done.",
          content: { [route.produces ?? "application/json"]: { schema: converter.output(route.response) } },
        };
  const isStaff = !["anyone", "user", "client", "freelancer"].includes(caller);
  const notes = [
    ...(caller === "client" || caller === "freelancer" || isStaff ? [`For the role ${caller}.`] : []),
    ...(limit ? [`At most ${limit.max} calls in ${limit.seconds} s.`] : []),
    ...(route.cookie ? ["Works with the session cookie; callable from the same origin only."] : []),
    ...(route.sandboxOnly ? ["Only where the clock can be moved."] : []),
  ];
  return {
    operationId,
    tags: [domain],
    summary,
    ...(notes.length > 0 && { description: notes.join(" ") }),
    // Signed in or not: a public address may show more to its owner.
    security: caller === "anyone" ? [{}, { accessToken: [] }] : [{ accessToken: [] }],
    ...(parameters.length > 0 && { parameters }),
    ...(route.body && {
      requestBody: { required: true, content: { "application/json": { schema: converter.input(route.body) } } },
    }),
    responses: { [status]: success, ...refusalResponses(route) },
  };
}

/** The whole document; the same for the same contracts. */
export function openApiDocument(): JsonSchema {
  const converter = createConverter();
  converter.output(Problem);
  const paths: Record<string, Record<string, JsonSchema>> = {};
  for (const [domain, routes] of Object.entries(domains)) {
    for (const [operationId, route] of Object.entries<Route>(routes)) {
      const path = paths[route.path] ?? {};
      path[route.method.toLowerCase()] = operationOf(operationId, domain, route, converter);
      paths[route.path] = path;
    }
  }
  return {
    openapi: "3.1.0",
    info: {
      title: "FreelancerM",
      version: VERSION,
      description:
        "JSON over HTTP. Errors are RFC 9457 problem documents with a stable `code`. Lists are read in pages: pass `nextCursor` back as `cursor`. Money is in minor units, times are ISO 8601 in UTC.",
      license: { name: "MIT", identifier: "MIT" },
    },
    servers: [{ url: "/api" }],
    tags: Object.keys(domains).map((name) => ({ name })),
    paths,
    components: {
      schemas: Object.fromEntries(Object.entries(converter.components).sort(([a], [b]) => (a < b ? -1 : 1))),
      responses: {
        Problem: {
          description: [
            "It was refused; nothing was changed.",
            ...Object.entries(errors).map(([code, { status, title }]) => `- \`${code}\` (${status}) ${title}`),
          ].join("\n"),
          content: { "application/problem+json": { schema: { $ref: "#/components/schemas/Problem" } } },
        },
      },
      securitySchemes: { accessToken: { type: "http", scheme: "bearer", bearerFormat: "JWT" } },
    },
  };
}
