import { createHash, createHmac, timingSafeEqual } from "node:crypto";
import type { AwsRequest } from "../kit.ts";
import { S3Error } from "./xml.ts";

export type SecretOf = (accessKeyId: string) => string | undefined;

const ALGORITHM = "AWS4-HMAC-SHA256";
const LONGEST_EXPIRY = 604_800;
const CLOCK_SKEW = 15 * 60_000;

/** The credential scope of a SigV4 signature, as in `AKID/20240501/us-east-1/s3/aws4_request`. */
interface Scope {
  accessKeyId: string;
  date: string;
  region: string;
  text: string;
}

/**
 * Verifies a presigned URL (SigV4 in the query) at virtual time `now`.
 * Throws AuthorizationQueryParametersError, InvalidAccessKeyId, SignatureDoesNotMatch, or AccessDenied when expired.
 */
export function verifyPresignedUrl(request: AwsRequest, now: number, secretOf: SecretOf): void {
  const { query } = request;
  const parameter = (name: string) => {
    const value = query.get(name);
    if (value) return value;
    throw new S3Error(
      "AuthorizationQueryParametersError",
      "Query-string authentication version 4 requires the X-Amz-Algorithm, X-Amz-Credential, X-Amz-Signature, X-Amz-Date, X-Amz-SignedHeaders, and X-Amz-Expires parameters.",
    );
  };
  const queryError = (message: string) => new S3Error("AuthorizationQueryParametersError", message);
  if (parameter("X-Amz-Algorithm") !== ALGORITHM) {
    throw queryError('X-Amz-Algorithm only supports "AWS4-HMAC-SHA256"');
  }
  const scope = readScope(parameter("X-Amz-Credential"));
  if (!scope) throw queryError("Error parsing the X-Amz-Credential parameter.");
  const signedAt = parseAmzDate(parameter("X-Amz-Date"));
  const expires = Number(parameter("X-Amz-Expires"));
  if (signedAt === undefined || !parameter("X-Amz-Date").startsWith(scope.date)) {
    throw queryError("X-Amz-Date must be in the ISO8601 Long Format \"yyyyMMdd'T'HHmmss'Z'\"");
  }
  if (!Number.isInteger(expires) || expires < 0) throw queryError("X-Amz-Expires should be a number");
  if (expires > LONGEST_EXPIRY) throw queryError("X-Amz-Expires must be less than a week (in seconds)");
  const signature = signatureOf(stringToSign(request, parameter("X-Amz-Date"), scope), scope, secretOf);
  if (!same(signature, parameter("X-Amz-Signature"))) throw signatureMismatch();
  if (now > signedAt + expires * 1000) {
    throw new S3Error("AccessDenied", "Request has expired", 403, { "X-Amz-Expires": expires });
  }
  if (signedAt > now + CLOCK_SKEW) throw new S3Error("AccessDenied", "Request is not yet valid", 403);
}

/** Verifies the signature of a POST policy (the base64 text itself is what is signed). */
export function verifyPolicySignature(
  { policy, algorithm, credential, signature }: Record<"policy" | "algorithm" | "credential" | "signature", string>,
  secretOf: SecretOf,
): void {
  if (algorithm !== ALGORITHM) throw new S3Error("InvalidArgument", `Unsupported Authorization Type: ${algorithm}`);
  const scope = readScope(credential);
  if (!scope) throw new S3Error("InvalidArgument", "The credential field of the form is malformed.");
  if (!same(signatureOf(policy, scope, secretOf), signature)) throw signatureMismatch();
}

/** Milliseconds since the epoch of a time such as 20240501T120000Z. */
export function parseAmzDate(text: string): number | undefined {
  const [, y, mo, d, h, mi, s] = /^(\d{4})(\d\d)(\d\d)T(\d\d)(\d\d)(\d\d)Z$/.exec(text) ?? [];
  return y === undefined ? undefined : Date.parse(`${y}-${mo}-${d}T${h}:${mi}:${s}Z`);
}

function readScope(credential: string): Scope | undefined {
  const [, accessKeyId, date, region] = /^(.+)\/(\d{8})\/([\w-]+)\/s3\/aws4_request$/.exec(credential) ?? [];
  if (!accessKeyId || !date || !region) return undefined;
  return { accessKeyId, date, region, text: `${date}/${region}/s3/aws4_request` };
}

function stringToSign(request: AwsRequest, date: string, scope: Scope): string {
  const names = (request.query.get("X-Amz-SignedHeaders") ?? "").split(";");
  const query = [...request.query]
    .filter(([name]) => name !== "X-Amz-Signature")
    .map(([name, value]) => `${encode(name)}=${encode(value)}`)
    .sort();
  const canonical = [
    request.method,
    request.path,
    query.join("&"),
    ...names.map((name) => `${name}:${(request.headers[name] ?? "").trim().replace(/ +/g, " ")}`),
    "",
    names.join(";"),
    request.headers["x-amz-content-sha256"] ?? request.query.get("X-Amz-Content-Sha256") ?? "UNSIGNED-PAYLOAD",
  ].join("\n");
  return [ALGORITHM, date, scope.text, createHash("sha256").update(canonical).digest("hex")].join("\n");
}

function signatureOf(text: string, { accessKeyId, date, region }: Scope, secretOf: SecretOf): string {
  const secret = secretOf(accessKeyId);
  if (secret === undefined) {
    throw new S3Error("InvalidAccessKeyId", "The AWS Access Key Id you provided does not exist in our records.", 403, {
      AWSAccessKeyId: accessKeyId,
    });
  }
  const hmac = (key: string | Buffer, value: string) => createHmac("sha256", key).update(value).digest();
  const key = hmac(hmac(hmac(hmac(`AWS4${secret}`, date), region), "s3"), "aws4_request");
  return hmac(key, text).toString("hex");
}

function encode(text: string): string {
  return encodeURIComponent(text).replace(/[!'()*]/g, (char) => `%${char.charCodeAt(0).toString(16).toUpperCase()}`);
}

function same(a: string, b: string): boolean {
  const [left, right] = [Buffer.from(a), Buffer.from(b)];
  return left.length === right.length && timingSafeEqual(left, right);
}

function signatureMismatch(): S3Error {
  return new S3Error(
    "SignatureDoesNotMatch",
    "The request signature we calculated does not match the signature you provided. Check your key and signing method.",
    403,
  );
}
