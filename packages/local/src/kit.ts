/**
 * What every stand-in of the local cloud shares: a request as the edge hands it over, an error as AWS words it,
 * and the interfaces through which the parts know each other. Nothing here knows what application is deployed.
 */

/** Where the local cloud pretends to be. */
export const ACCOUNT_ID = "000000000000";
export const REGION = "us-east-1";

/** Who signed a request: a Lambda's role, or the developer (every access key the local cloud did not hand out). */
export interface Principal {
  kind: "function" | "developer";
  /** Logical name of the function whose key signed the request. */
  functionName?: string;
}

/** One AWS API request after the edge has read it whole. Header names are lower case. */
export interface AwsRequest {
  /** Signing name of the service: dynamodb, events, sqs, s3, ses, cognito-idp, lambda, execute-api, secretsmanager, … */
  service: string;
  method: string;
  /** Path as sent, without the query. */
  path: string;
  query: URLSearchParams;
  headers: Record<string, string>;
  body: Buffer;
  principal: Principal;
}

export interface AwsResponse {
  status: number;
  headers?: Record<string, string>;
  body?: string | Buffer;
}

/** A stand-in for one AWS service. `handle` answers with AWS's own shapes, errors included. */
export interface Service {
  handle(request: AwsRequest): Promise<AwsResponse>;
  /** Ends timers, servers and child processes it started. */
  close?(): Promise<void>;
}

/** An error as an AWS JSON service words it: `code` becomes `__type`, `message` the message. */
export class AwsError extends Error {
  constructor(
    readonly code: string,
    message: string,
    readonly status = 400,
  ) {
    super(message);
    this.name = code;
  }
}

/** Answer of an AWS JSON 1.0/1.1 service. */
export function json(body: unknown, status = 200, headers: Record<string, string> = {}): AwsResponse {
  return {
    status,
    headers: { "content-type": "application/x-amz-json-1.1", ...headers },
    body: JSON.stringify(body),
  };
}

/** Error answer of an AWS JSON 1.0/1.1 service. */
export function jsonError(error: unknown): AwsResponse {
  const known = error instanceof AwsError;
  const code = known ? error.code : "InternalFailure";
  const message = error instanceof Error ? error.message : String(error);
  return json({ __type: code, message }, known ? error.status : 500, { "x-amzn-errortype": code });
}

/** Virtual time: real time plus an offset that can only grow. Everything that expires asks this clock. */
export interface VirtualClock {
  /** Milliseconds since the epoch. */
  now(): number;
  /** Moves time forward by `ms` (≥0) and fires what fell due, in order; resolves when those have run. */
  advance(ms: number): Promise<void>;
  /** Calls `run` at virtual time `at` (ms since the epoch), also when time is moved past it; returns a canceller. */
  at(at: number, run: () => void | Promise<void>): () => void;
}

export interface InvokeResult {
  payload: unknown;
  /** Set as AWS sets X-Amz-Function-Error when the handler threw or timed out. */
  functionError?: "Handled" | "Unhandled";
}

/** How gateways, event sources and schedules call a function, by logical name, function name or ARN. */
export interface FunctionInvoker {
  /** Synchronous invocation (RequestResponse). */
  invoke(functionName: string, event: unknown): Promise<InvokeResult>;
  /** Asynchronous invocation (Event): accepted at once, retried and dead-lettered as configured in the template. */
  send(functionName: string, event: unknown): Promise<void>;
}

/** A resource of the synthesised templates with every intrinsic function resolved. */
export interface Resource {
  stack: string;
  logicalId: string;
  /** CloudFormation type, for example AWS::Lambda::Function. */
  type: string;
  // biome-ignore lint/suspicious/noExplicitAny: CloudFormation properties are as free as JSON.
  properties: Record<string, any>;
  metadata: Record<string, unknown>;
  /** What Ref returns. */
  physicalId: string;
  /** What Fn::GetAtt returns, by attribute name. */
  attributes: Record<string, string>;
}

/** All resources of all stacks, asked for by type. */
export interface Deployment {
  resources: Resource[];
  ofType(type: string): Resource[];
  /** By physical id or ARN. */
  find(idOrArn: string): Resource | undefined;
  /** Outputs of all stacks by output key. */
  outputs: Record<string, string>;
}

/** Something that happened, for the console and the tests: an invocation, an event delivered, a mail sent, … */
export interface Trace {
  record(kind: string, detail: Record<string, unknown>): void;
}
