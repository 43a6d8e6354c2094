/** Where an anonymous request comes from. The site's own distribution stands between most callers and the gateway. */
import type { APIGatewayProxyEventV2 } from "aws-lambda";

export interface CallerAddress {
  /** Who is at the other end of the gateway's connection: the caller, or an edge that many callers share. Cannot be forged. */
  peer: string;
  /** Whom the peer says it speaks for, the peer itself where it says nothing. As good as the peer's word. */
  caller: string;
}

/** The gateway adds its peer at the end of X-Forwarded-For; what stands before it the peer has said. */
export function callerAddress({ headers, requestContext }: APIGatewayProxyEventV2): CallerAddress {
  const peer = requestContext.http.sourceIp;
  const [last, before] = (headers?.["x-forwarded-for"] ?? "").split(",").reverse();
  return { peer, caller: last?.trim() === peer ? (before?.trim() ?? peer) : peer };
}
