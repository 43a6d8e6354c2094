import { randomBytes } from "node:crypto";
import { ACCOUNT_ID, type FunctionInvoker, REGION, type Trace } from "../kit.ts";
import type { Bucket } from "./bucket.ts";
import type { StoredObject } from "./objects.ts";

/** Where S3's events go when a bucket sends them to EventBridge. */
export type Publish = (event: { source: string; detailType: string; detail: unknown; resources: string[] }) => void;

export type ObjectReason = "PutObject" | "POST Object" | "CopyObject" | "DeleteObject";

const EVENT_NAMES: Record<ObjectReason, string> = {
  PutObject: "ObjectCreated:Put",
  "POST Object": "ObjectCreated:Post",
  CopyObject: "ObjectCreated:Copy",
  DeleteObject: "ObjectRemoved:Delete",
};

export type Notifier = (bucket: Bucket, object: StoredObject, reason: ObjectReason, at: number) => Promise<void>;

/** Tells EventBridge and functions what happened to an object, as the bucket is configured. */
export function createNotifier(trace: Trace, publish?: Publish, invoker?: FunctionInvoker): Notifier {
  return async (bucket, object, reason, at) => {
    const deleted = reason === "DeleteObject";
    const eventName = EVENT_NAMES[reason];
    // The later event of a key has the greater sequencer.
    const sequencer = at.toString(16).toUpperCase().padStart(14, "0") + randomBytes(2).toString("hex").toUpperCase();
    trace.record("object.changed", { bucket: bucket.name, key: object.key, size: object.size, reason });
    if (bucket.eventBridge) {
      publish?.({
        source: "aws.s3",
        detailType: deleted ? "Object Deleted" : "Object Created",
        resources: [bucket.arn],
        detail: {
          version: "0",
          bucket: { name: bucket.name },
          object: { key: object.key, ...(!deleted && { size: object.size, etag: object.etag }), sequencer },
          "request-id": sequencer,
          requester: ACCOUNT_ID,
          "source-ip-address": "127.0.0.1",
          reason,
          ...(deleted && { "deletion-type": "Permanently Deleted" }),
        },
      });
    }
    for (const { functionArn, events, prefix, suffix } of bucket.functions) {
      const wanted = events.some(
        (event) =>
          `s3:${eventName}` === event || (event.endsWith(":*") && `s3:${eventName}`.startsWith(event.slice(0, -1))),
      );
      if (!wanted || !object.key.startsWith(prefix) || !object.key.endsWith(suffix)) continue;
      const record = {
        eventVersion: "2.1",
        eventSource: "aws:s3",
        awsRegion: REGION,
        eventTime: new Date(at).toISOString(),
        eventName,
        s3: {
          s3SchemaVersion: "1.0",
          bucket: { name: bucket.name, ownerIdentity: { principalId: ACCOUNT_ID }, arn: bucket.arn },
          object: {
            key: encodeURIComponent(object.key).replaceAll("%20", "+").replaceAll("%2F", "/"),
            ...(!deleted && { size: object.size, eTag: object.etag }),
            sequencer,
          },
        },
      };
      await invoker?.send(functionArn, { Records: [record] });
    }
  };
}
