/** What a request says, held against what its route declares. */
import { Refusal } from "@freelancerm/contracts/errors";
import * as z from "zod/mini";
import en from "zod/v4/locales/en.js";

z.config(en());

/** Bytes of a request body the API reads; files travel past it. */
const LARGEST_BODY = 256 * 1024;

/** Throws the refusal of the first thing that does not fit, naming every field. Without a schema nothing is taken. */
export function parse(
  schema: z.ZodMiniType | undefined,
  value: unknown,
  code: "request.invalid" | "resource.not_found" = "request.invalid",
) {
  if (!schema) return {} as Record<string, unknown>;
  const parsed = z.safeParse(schema, value);
  if (parsed.success) return parsed.data as Record<string, unknown>;
  throw new Refusal(code, {
    errors: parsed.error.issues.flatMap((issue) => {
      const path = issue.path.map(String);
      return issue.code === "unrecognized_keys"
        ? issue.keys.map((key) => ({ field: [...path, key].join("."), message: "is not known here" }))
        : [{ field: path.join("."), message: issue.message }];
    }),
  });
}

export function readJson(body: Buffer, contentType = ""): unknown {
  if (body.length > LARGEST_BODY) throw new Refusal("request.too_large");
  if (body.length === 0) return {};
  if (!/^application\/json\s*(;|$)/i.test(contentType)) throw new Refusal("request.unsupported_media_type");
  try {
    return JSON.parse(body.toString("utf8"));
  } catch {
    throw new Refusal("request.malformed");
  }
}

/** Version of If-Match; throws resource.version_required without one. */
export function versionOf(ifMatch: string | undefined): number {
  const version = Number(/^(?:W\/)?"(\d{1,9})"$/.exec(ifMatch ?? "")?.[1] ?? Number.NaN);
  if (Number.isNaN(version)) throw new Refusal("resource.version_required");
  return version;
}

export const cookiesOf = (cookies: string[] | undefined): Record<string, string> =>
  Object.fromEntries(
    (cookies ?? []).map((cookie) => {
      const equals = cookie.indexOf("=");
      return [cookie.slice(0, equals).trim(), cookie.slice(equals + 1).trim()];
    }),
  );
