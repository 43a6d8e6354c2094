import type { EventBridge } from "../events/index.ts";
import type { Deployment, Service, Trace } from "../kit.ts";
import type { SecretOf } from "../s3/signature.ts";
import { createUpstreamBuckets } from "./buckets.ts";
import { createUpstreamEndpoint } from "./endpoint.ts";
import { createUpstreamEvents } from "./events.ts";

/** Services that another endpoint may do instead of the local cloud, with its address. `events` needs its SQS too. */
export type Upstreams = Partial<Record<"s3" | "events", string>>;

/** The secret of every key where another endpoint verifies signatures: the one LocalStack knows for all of them. */
export const UPSTREAM_SECRET = "test";

/** The services of `upstreams`, their resources made at the other endpoint, and `start` to be called when functions can work. */
export async function connectUpstreams(options: {
  upstreams: Upstreams;
  deployment: Deployment;
  trace: Trace;
  secretOf: SecretOf;
  events: Pick<EventBridge, "redeliver">;
}): Promise<{ services: Record<string, Service>; start(): void; close(): Promise<void> }> {
  const { upstreams, deployment, trace, secretOf } = options;
  const files = upstreams.s3 ? createUpstreamEndpoint(upstreams.s3) : undefined;
  const bus = upstreams.events ? createUpstreamEndpoint(upstreams.events) : undefined;
  const close = async () => {
    files?.close();
    bus?.close();
  };
  try {
    const s3 = files && (await createUpstreamBuckets({ deployment, endpoint: files, secretOf }));
    const deliver = options.events.redeliver;
    const events = bus && (await createUpstreamEvents({ deployment, endpoint: bus, trace, deliver }));
    return {
      services: { ...(s3 && { s3 }), ...(events && { events }) },
      start: () => events?.start(),
      async close() {
        await events?.close();
        await close();
      },
    };
  } catch (error) {
    await close();
    throw error;
  }
}
