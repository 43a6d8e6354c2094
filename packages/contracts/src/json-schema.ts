/** Schemas of this package as JSON Schema, the named ones as components. */
import * as z from "zod/mini";
import * as categories from "./categories.ts";
import * as contracts from "./contracts.ts";
import * as errors from "./errors.ts";
import * as fields from "./fields.ts";
import * as files from "./files.ts";
import * as jobs from "./jobs.ts";
import * as marketplace from "./marketplace.ts";
import * as messaging from "./messaging.ts";
import * as notifications from "./notifications.ts";
import * as ownData from "./own-data.ts";
import * as payments from "./payments.ts";
import * as proposals from "./proposals.ts";
import * as reviews from "./reviews.ts";
import * as trust from "./trust.ts";
import * as users from "./users.ts";

export type JsonSchema = Record<string, unknown>;

const modules = [
  fields,
  errors,
  categories,
  users,
  files,
  jobs,
  marketplace,
  proposals,
  contracts,
  payments,
  messaging,
  notifications,
  reviews,
  trust,
  ownData,
];

/** Exported objects and enumerations carry their name into the documents. */
const names = z.registry<{ id: string }>();
const taken = new Set<string>();
for (const module of modules) {
  for (const [name, value] of Object.entries<unknown>(module)) {
    const named = value instanceof z.ZodMiniObject || value instanceof z.ZodMiniEnum;
    if (!named || names.has(value) || taken.has(name)) continue;
    names.add(value, { id: name });
    taken.add(name);
  }
}

/** References inside the document, without what only a schema of its own says. */
function inDocument(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(inDocument);
  if (typeof value !== "object" || value === null) return value;
  return Object.fromEntries(
    Object.entries(value).flatMap(([name, inner]) => {
      if (name === "$schema" || (name === "id" && typeof inner === "string" && taken.has(inner))) return [];
      if (name === "$ref") return [[name, String(inner).replace("#/$defs/", "#/components/schemas/")]];
      // The integers JavaScript can count are what JSON numbers are taken for anyway.
      // A format says the same in a word.
      if (name === "pattern" && "format" in value) return [];
      if ((name === "maximum" || name === "minimum") && Math.abs(Number(inner)) === Number.MAX_SAFE_INTEGER) return [];
      return [[name, inDocument(inner)]];
    }),
  );
}

/** Collects the components that the schemas it converts refer to. */
export function createConverter() {
  const components: Record<string, JsonSchema> = {};
  return {
    components,
    /** What the API answers with: named schemas become references. */
    output(schema: z.ZodMiniType): JsonSchema {
      const { $defs = {}, ...converted } = z.toJSONSchema(schema, { io: "output", metadata: names }) as JsonSchema;
      for (const [name, definition] of Object.entries($defs as object)) {
        components[name] ??= inDocument(definition) as JsonSchema;
      }
      const own = names.get(schema)?.id;
      if (!own) return inDocument(converted) as JsonSchema;
      components[own] ??= inDocument(converted) as JsonSchema;
      return { $ref: `#/components/schemas/${own}` };
    },
    /** What the API takes, written out: with its defaults a request differs from the answer of the same name. */
    input: (schema: z.ZodMiniType): JsonSchema =>
      inDocument(z.toJSONSchema(schema, { io: "input", metadata: z.registry() })) as JsonSchema,
  };
}
