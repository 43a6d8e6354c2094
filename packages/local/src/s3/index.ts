import {
  type AwsRequest,
  type AwsResponse,
  type Deployment,
  type FunctionInvoker,
  REGION,
  type Service,
  type Trace,
  type VirtualClock,
} from "../kit.ts";
import { readBody } from "./body.ts";
import { type Bucket, bucketsOf } from "./bucket.ts";
import { corsHeadersFor, preflight } from "./cors.ts";
import { listObjects } from "./list-objects.ts";
import { parseForm } from "./multipart.ts";
import { createNotifier, type Publish } from "./notifications.ts";
import { verifyUpload } from "./post-policy.ts";
import { findObject, preconditionFailed, readObject } from "./read-object.ts";
import { type SecretOf, verifyPresignedUrl } from "./signature.ts";
import { S3Error, textsOf, xml, xmlError } from "./xml.ts";

export interface Buckets extends Service {
  /** Whether the deployment has a bucket of that name: the edge routes unsigned requests by it. */
  has(bucketName: string): boolean;
}

export interface BucketsOptions {
  deployment: Deployment;
  clock: VirtualClock;
  trace: Trace;
  stateDir?: string;
  /** The secret of an access key that may have presigned something. */
  secretOf: SecretOf;
  /** Takes "Object Created" and "Object Deleted" of buckets that send events to EventBridge. */
  publish?: Publish;
  /** Calls functions that buckets notify. */
  invoker?: FunctionInvoker;
}

/** Headers of a PUT or fields of a form that are kept and given back with the object. */
const KEPT =
  /^(content-(type|disposition|encoding|language)|cache-control|expires|x-amz-meta-.+|x-amz-website-redirect-location)$/;

/**
 * S3 in path style and virtual-hosted style. Presigned URLs and browser uploads are verified here; requests signed in
 * the Authorization header come verified from the edge, and anything unsigned is denied.
 */
export function createBuckets(options: BucketsOptions): Buckets {
  const { deployment, clock, trace, stateDir, secretOf } = options;
  const buckets = new Map(bucketsOf(deployment, stateDir).map((bucket) => [bucket.name, bucket]));
  const notify = createNotifier(trace, options.publish, options.invoker);

  return {
    has: (name) => buckets.has(name),
    async handle(request) {
      let cors: Record<string, string> = {};
      let answer: AwsResponse;
      try {
        const { name, key } = addressOf(request);
        const bucket = buckets.get(name);
        if (bucket) cors = corsHeadersFor(request, bucket.cors);
        answer = await route(request, name, bucket, key);
      } catch (error) {
        answer = xmlError(error);
      }
      // An answer to HEAD has no body, whatever it says.
      const body = request.method === "HEAD" ? undefined : answer.body;
      return { status: answer.status, headers: { ...cors, ...answer.headers, "x-amz-request-id": "LOCAL" }, body };
    },
  };

  async function route(
    request: AwsRequest,
    name: string,
    bucket: Bucket | undefined,
    key: string,
  ): Promise<AwsResponse> {
    if (name === "") return listBuckets(request);
    if (!bucket) {
      throw new S3Error("NoSuchBucket", "The specified bucket does not exist", 404, { BucketName: name });
    }
    if (request.method === "OPTIONS") return preflight(request, bucket.cors);
    const contentType = request.headers["content-type"] ?? "";
    if (request.method === "POST" && key === "" && contentType.startsWith("multipart/form-data")) {
      return uploadForm(request, bucket, contentType);
    }
    authenticate(request);
    return key === "" ? bucketOperation(request, bucket) : objectOperation(request, bucket, key);
  }

  function authenticate(request: AwsRequest): void {
    if (request.query.has("X-Amz-Signature")) verifyPresignedUrl(request, clock.now(), secretOf);
    else if (!request.headers.authorization) throw new S3Error("AccessDenied", "Access Denied", 403);
  }

  function listBuckets(request: AwsRequest): AwsResponse {
    authenticate(request);
    const list = [...buckets.keys()].map((name) => ({ Name: name, CreationDate: new Date(0).toISOString() }));
    return xml(200, "ListAllMyBucketsResult", { Buckets: { Bucket: list } });
  }

  async function bucketOperation(request: AwsRequest, bucket: Bucket): Promise<AwsResponse> {
    const { method, query } = request;
    if (method === "HEAD") return { status: 200, headers: { "x-amz-bucket-region": REGION } };
    if (method === "GET" && query.get("list-type") === "2") return listObjects(bucket, query);
    if (method === "GET" && query.has("location")) return xml(200, "LocationConstraint", "");
    if (method === "POST" && query.has("delete")) return deleteObjects(request, bucket);
    throw notImplemented();
  }

  async function objectOperation(request: AwsRequest, bucket: Bucket, key: string): Promise<AwsResponse> {
    const { method, query, headers } = request;
    // Multipart uploads, tags, versions and the like are told apart by such a parameter.
    const special = ["uploads", "uploadId", "tagging", "acl", "versionId", "retention", "legal-hold", "attributes"];
    if (special.some((name) => query.has(name))) throw notImplemented();
    if (method === "GET" || method === "HEAD") return readObject(request, bucket, key);
    if (method === "PUT")
      return headers["x-amz-copy-source"] ? copyObject(request, bucket, key) : putObject(request, bucket, key);
    if (method === "DELETE") {
      await deleteObject(bucket, key);
      return { status: 204 };
    }
    throw notImplemented();
  }

  async function putObject(request: AwsRequest, bucket: Bucket, key: string): Promise<AwsResponse> {
    if (Buffer.byteLength(key) > 1024) throw new S3Error("KeyTooLongError", "Your key is too long");
    const { headers } = request;
    if (headers["if-none-match"] === "*" && bucket.objects.find(key)) throw preconditionFailed("If-None-Match");
    if (headers["if-match"] && `"${findObject(bucket, key).etag}"` !== headers["if-match"]) {
      throw preconditionFailed("If-Match");
    }
    const { body, checksums } = readBody(headers, request.body);
    const kept = keptOf(Object.entries(headers));
    const encodings = (kept["content-encoding"] ?? "").split(",").map((part) => part.trim());
    const encoding = encodings.filter((part) => part && part !== "aws-chunked").join(",");
    delete kept["content-encoding"];
    if (encoding) kept["content-encoding"] = encoding;
    const object = bucket.objects.put(key, body, { headers: kept, checksums, modifiedAt: clock.now() });
    await notify(bucket, object, "PutObject", clock.now());
    return { status: 200, headers: { etag: `"${object.etag}"`, ...checksums } };
  }

  async function copyObject(request: AwsRequest, bucket: Bucket, key: string): Promise<AwsResponse> {
    const source = decodeURIComponent(request.headers["x-amz-copy-source"] ?? "").replace(/^\//, "");
    const slash = source.indexOf("/");
    const from = buckets.get(source.slice(0, slash));
    if (!from) throw new S3Error("NoSuchBucket", "The specified bucket does not exist", 404);
    const original = findObject(from, source.slice(slash + 1));
    const replacing = request.headers["x-amz-metadata-directive"] === "REPLACE";
    if (from === bucket && original.key === key && !replacing) {
      throw new S3Error(
        "InvalidRequest",
        "This copy request is illegal because it is trying to copy an object to itself without changing the object's metadata, storage class, website redirect location or encryption attributes.",
      );
    }
    const object = bucket.objects.put(key, from.objects.read(original), {
      headers: replacing ? keptOf(Object.entries(request.headers)) : original.headers,
      checksums: original.checksums,
      modifiedAt: clock.now(),
    });
    await notify(bucket, object, "CopyObject", clock.now());
    return xml(200, "CopyObjectResult", {
      LastModified: new Date(object.modifiedAt).toISOString(),
      ETag: `"${object.etag}"`,
    });
  }

  async function deleteObjects(request: AwsRequest, bucket: Bucket): Promise<AwsResponse> {
    const document = readBody(request.headers, request.body).body.toString("utf8");
    const keys = textsOf(document, "Key");
    if (keys.length === 0 || keys.length > 1000) {
      throw new S3Error(
        "MalformedXML",
        "The XML you provided was not well-formed or did not validate against our published schema",
      );
    }
    for (const key of keys) await deleteObject(bucket, key);
    const quiet = textsOf(document, "Quiet")[0] === "true";
    return xml(200, "DeleteResult", quiet ? {} : { Deleted: keys.map((Key) => ({ Key })) });
  }

  async function deleteObject(bucket: Bucket, key: string): Promise<void> {
    const object = bucket.objects.find(key);
    if (!object) return;
    bucket.objects.remove(key);
    await notify(bucket, object, "DeleteObject", clock.now());
  }

  async function uploadForm(request: AwsRequest, bucket: Bucket, contentType: string): Promise<AwsResponse> {
    const { key, body, fields } = verifyUpload(
      parseForm(contentType, request.body),
      bucket.name,
      clock.now(),
      secretOf,
    );
    const object = bucket.objects.put(key, body, {
      headers: keptOf(fields),
      checksums: {},
      modifiedAt: clock.now(),
    });
    await notify(bucket, object, "POST Object", clock.now());
    return uploaded(request, bucket, object, fields);
  }
}

/** The answer the form asked for: a redirect, an empty 200 or 204, or 201 with a document. */
function uploaded(
  request: AwsRequest,
  bucket: Bucket,
  { key, etag }: { key: string; etag: string },
  fields: Map<string, string>,
): AwsResponse {
  const path = key.split("/").map(encodeURIComponent).join("/");
  const location = `http://${request.headers.host ?? "localhost"}/${bucket.name}/${path}`;
  const headers = { etag: `"${etag}"`, location };
  const redirect = fields.get("success_action_redirect");
  if (redirect && URL.canParse(redirect)) {
    const target = new URL(redirect);
    for (const [name, value] of Object.entries({ bucket: bucket.name, key, etag: `"${etag}"` })) {
      target.searchParams.set(name, value);
    }
    return { status: 303, headers: { ...headers, location: target.href } };
  }
  const status = fields.get("success_action_status");
  if (status === "201") {
    return xml(201, "PostResponse", { Location: location, Bucket: bucket.name, Key: key, ETag: `"${etag}"` }, headers);
  }
  return { status: status === "200" ? 200 : 204, headers };
}

function keptOf(entries: Iterable<[string, string]>): Record<string, string> {
  return Object.fromEntries([...entries].filter(([name]) => KEPT.test(name)));
}

/** Bucket and key of a request: from the host in virtual-hosted style, else from the path. */
function addressOf({ path, headers }: AwsRequest): { name: string; key: string } {
  const [, hosted] = /^(.+?)\.(?:s3[.-][\w.-]+|s3|localhost)(?::\d+)?$/.exec(headers.host ?? "") ?? [];
  const [name = "", ...rest] = path.slice(1).split("/");
  return hosted ? { name: hosted, key: decode(path.slice(1)) } : { name: decode(name), key: decode(rest.join("/")) };
}

function decode(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    throw new S3Error("InvalidURI", "Couldn't parse the specified URI.");
  }
}

function notImplemented(): S3Error {
  return new S3Error(
    "NotImplemented",
    "A header or query you provided implies functionality that is not implemented.",
    501,
  );
}
