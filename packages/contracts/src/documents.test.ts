import about from "../package.json" with { type: "json" };
import { asyncApiDocument } from "./asyncapi.ts";
import { events } from "./events.ts";
import { routes } from "./index.ts";
import { openApiDocument } from "./openapi.ts";
import type { Route } from "./route.ts";
import { clientFrames, serverFrames } from "./socket.ts";

type Json = Record<string, unknown>;

const at = (document: Json, pointer: string): unknown =>
  pointer
    .slice(2)
    .split("/")
    .reduce<unknown>((inner, name) => (inner as Json | undefined)?.[name], document);

const referencesOf = (value: unknown): string[] =>
  typeof value !== "object" || value === null
    ? []
    : Object.entries(value).flatMap(([name, inner]) => (name === "$ref" ? [String(inner)] : referencesOf(inner)));

const operationsOf = ({ paths }: { paths?: unknown }) =>
  Object.entries(paths as Record<string, Record<string, Json>>).flatMap(([path, methods]) =>
    Object.entries(methods).map(([method, operation]) => ({ path, method: method.toUpperCase(), operation })),
  );

test.each([
  ["OpenAPI", openApiDocument()],
  ["AsyncAPI", asyncApiDocument()],
])("every reference of the %s document leads somewhere", (_, document) => {
  const dangling = referencesOf(document).filter((pointer) => at(document, pointer) === undefined);
  expect(dangling).toEqual([]);
  expect(JSON.stringify(document)).not.toContain("$defs");
});

test("every route is in the document once, under its own name, path and method", () => {
  const described = operationsOf(openApiDocument()).map(({ path, method, operation }) => [
    operation.operationId,
    `${method} ${path}`,
  ]);
  const declared = Object.entries<Route>(routes).map(([name, { method, path }]) => [name, `${method} ${path}`]);
  expect(described.sort()).toEqual(declared.sort());
});

test.each(
  operationsOf(openApiDocument()).map(({ operation }) => [operation.operationId as string, operation] as const),
)("%s says what it takes, who may call it and each code it may refuse with", (name, operation) => {
  const route: Route = routes[name as keyof typeof routes];
  const {
    parameters = [],
    responses,
    security,
  } = operation as {
    parameters?: { name: string; in: string; required: boolean }[];
    responses: Record<string, { description: string }>;
    security: object[];
  };
  const inPath = [...route.path.matchAll(/\{(\w+)\}/g)].map(([, parameter]) => parameter);
  expect(parameters.filter((parameter) => parameter.in === "path").map((parameter) => parameter.name)).toEqual(inPath);
  const headers = parameters.filter((parameter) => parameter.in === "header").map((parameter) => parameter.name);
  expect(headers.includes("If-Match")).toBe(route.versioned === true);
  expect(headers.includes("Idempotency-Key")).toBe(route.idempotent === true);
  expect(security.some((scheme) => Object.keys(scheme).length === 0)).toBe(route.caller === "anyone");
  expect(responses).toHaveProperty(String(route.status ?? 200));
  const told = Object.values(responses).map(({ description }) => description);
  for (const code of route.errors ?? []) expect(told.join(" ")).toContain(`\`${code}\``);
});

const codesOf = (name: keyof typeof routes) => {
  const { operation } = operationsOf(openApiDocument()).find(({ operation }) => operation.operationId === name)!;
  const told = Object.values(operation.responses as Record<string, { description: string }>);
  return told.flatMap(({ description }) => [...description.matchAll(/`([^`]+)`/g)].map(([, code]) => code));
};

test("what has only a path answers 404 for a wrong one; fields of query and body are named", () => {
  expect(codesOf("getJob")).not.toContain("request.invalid");
  expect(codesOf("getJob")).toContain("resource.not_found");
  for (const name of ["listJobs", "createJob", "updateJob"] as const) {
    expect(codesOf(name)).toContain("request.invalid");
  }
});

test("whatever changes something may meet another change; what only reads does not", () => {
  expect(codesOf("publishJob")).toContain("resource.conflict");
  expect(codesOf("unsaveJob")).toContain("resource.conflict");
  expect(codesOf("listMyJobs")).not.toContain("resource.conflict");
});

test("the documents are of the version of the package", () => {
  for (const document of [openApiDocument(), asyncApiDocument()]) {
    expect((document as { info: Json }).info.version).toBe(about.version);
  }
});

test("the document of the socket has every frame and every event", () => {
  const { channels } = asyncApiDocument() as { channels: Record<string, { messages: Json }> };
  expect(Object.keys(channels.socket!.messages)).toHaveLength(
    Object.keys(clientFrames).length + Object.keys(serverFrames).length,
  );
  expect(Object.keys(channels.events!.messages)).toEqual(Object.keys(events));
});
