import type { Form } from "./multipart.ts";
import { type SecretOf, verifyPolicySignature } from "./signature.ts";
import { S3Error } from "./xml.ts";

/** What a permitted form uploads. Field names are lower case. */
export interface Upload {
  key: string;
  body: Buffer;
  fields: Map<string, string>;
}

/** Fields no condition has to name. */
const UNCONDITIONAL = new Set(["x-amz-signature", "file", "policy"]);

type Condition =
  | { kind: "eq" | "starts-with"; field: string; value: string; text: string }
  | { kind: "content-length-range"; least: number; most: number };

/**
 * Verifies a browser upload against its signed policy, as S3 does: signature, expiration (virtual time `now`), every
 * condition, and that every field is named by a condition. Throws AccessDenied, SignatureDoesNotMatch,
 * InvalidAccessKeyId, InvalidPolicyDocument, InvalidArgument, EntityTooLarge or EntityTooSmall.
 */
export function verifyUpload(form: Form, bucket: string, now: number, secretOf: SecretOf): Upload {
  const fields = new Map<string, string>();
  for (const [name, value] of form.fields) {
    const lower = name.toLowerCase();
    // Two values for one field would let the one checked differ from the one used.
    if (fields.has(lower))
      throw new S3Error("InvalidArgument", `POST requires exactly one value of the field ${name}.`);
    fields.set(lower, value);
  }
  const { file } = form;
  const policy = fields.get("policy");
  if (policy === undefined) throw new S3Error("AccessDenied", "Access Denied", 403);
  const field = (name: string) => {
    const value = fields.get(name);
    if (value !== undefined) return value;
    throw new S3Error(
      "InvalidArgument",
      `Bucket POST must contain a field named '${name}'.  If it is specified, please check the order of the fields.`,
      400,
      { ArgumentName: name },
    );
  };
  verifyPolicySignature(
    {
      policy,
      algorithm: field("x-amz-algorithm"),
      credential: field("x-amz-credential"),
      signature: field("x-amz-signature"),
    },
    secretOf,
  );
  field("x-amz-date");
  const conditions = readPolicy(policy, now);
  if (!file) throw new S3Error("InvalidArgument", "POST requires exactly one file upload per request.");
  const fileName = file.name.split(/[\\/]/).pop() ?? "";
  const key = field("key").replace(/\$\{filename\}/g, () => fileName);
  if (key === "") throw new S3Error("InvalidArgument", "User key must have a length greater than 0.");
  if (Buffer.byteLength(key) > 1024) throw new S3Error("KeyTooLongError", "Your key is too long");
  fields.set("key", key);
  check(conditions, new Map([...fields, ["bucket", bucket]]), file.body.length);
  return { key, body: file.body, fields };
}

function readPolicy(encoded: string, now: number): Condition[] {
  let policy: { expiration?: unknown; conditions?: unknown };
  try {
    policy = JSON.parse(Buffer.from(encoded, "base64").toString("utf8"));
  } catch {
    throw invalidPolicy("Invalid JSON.");
  }
  const expiration = typeof policy?.expiration === "string" ? Date.parse(policy.expiration) : Number.NaN;
  if (Number.isNaN(expiration)) throw invalidPolicy("Policy expiration is missing or not a date.");
  if (!Array.isArray(policy.conditions)) throw invalidPolicy("Policy conditions are missing.");
  if (now > expiration) throw denied("Policy expired.");
  return policy.conditions.flatMap(readCondition);
}

function readCondition(condition: unknown): Condition[] {
  if (Array.isArray(condition)) {
    const [name, first, second] = condition;
    const kind = String(name).toLowerCase();
    if (kind === "content-length-range") {
      const [least, most] = [Number(first), Number(second)];
      if (!(least >= 0 && most >= least))
        throw invalidPolicy(`Invalid content-length-range: ${JSON.stringify(condition)}`);
      return [{ kind, least, most }];
    }
    if ((kind === "eq" || kind === "starts-with") && typeof first === "string" && first.startsWith("$")) {
      return [{ kind, field: first.slice(1).toLowerCase(), value: String(second), text: JSON.stringify(condition) }];
    }
  } else if (typeof condition === "object" && condition !== null) {
    return Object.entries(condition).map(([name, value]) => ({
      kind: "eq",
      field: name.toLowerCase(),
      value: String(value),
      text: JSON.stringify(["eq", `$${name}`, value]),
    }));
  }
  throw invalidPolicy(`Invalid condition: ${JSON.stringify(condition)}`);
}

function check(conditions: Condition[], fields: Map<string, string>, size: number): void {
  const named = new Set<string>();
  for (const condition of conditions) {
    if (condition.kind === "content-length-range") continue;
    named.add(condition.field);
    if (!holds(condition, fields.get(condition.field))) throw denied(`Policy Condition failed: ${condition.text}`);
  }
  const extra = [...fields.keys()].filter(
    (name) => !named.has(name) && !UNCONDITIONAL.has(name) && !name.startsWith("x-ignore-"),
  );
  if (extra.length > 0) throw denied(`Extra input fields: ${extra.join(", ")}`);
  for (const condition of conditions) if (condition.kind === "content-length-range") checkSize(size, condition);
}

function holds(condition: Exclude<Condition, { kind: "content-length-range" }>, actual: string | undefined): boolean {
  if (actual === undefined) return false;
  if (condition.kind === "eq") return actual === condition.value;
  // Content types may come as a list, each of which has to start as demanded.
  const values = condition.field === "content-type" ? actual.split(",") : [actual];
  return values.every((value) => value.startsWith(condition.value));
}

function checkSize(size: number, { least, most }: { least: number; most: number }): void {
  if (size > most) {
    throw new S3Error("EntityTooLarge", "Your proposed upload exceeds the maximum allowed size", 400, {
      ProposedSize: size,
      MaxSizeAllowed: most,
    });
  }
  if (size < least) {
    throw new S3Error("EntityTooSmall", "Your proposed upload is smaller than the minimum allowed size", 400, {
      ProposedSize: size,
      MinSizeAllowed: least,
    });
  }
}

function denied(reason: string): S3Error {
  return new S3Error("AccessDenied", `Invalid according to Policy: ${reason}`, 403);
}

function invalidPolicy(reason: string): S3Error {
  return new S3Error("InvalidPolicyDocument", `Invalid Policy: ${reason}`);
}
