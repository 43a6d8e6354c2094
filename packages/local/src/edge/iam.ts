import type { Deployment, Resource } from "../kit.ts";

/** One thing a caller wants to do, as IAM sees it. */
export interface Permission {
  /** For example dynamodb:PutItem. */
  action: string;
  /** ARN, or "*" for actions without resource-level permissions. */
  resource: string;
  /** Values of condition keys, computed only when a policy asks. */
  context?: () => Record<string, string[]>;
}

export type Decision =
  | { allowed: true }
  | { allowed: false; explicit: boolean /** A condition that could not be evaluated here. */; note?: string };

export interface Role {
  /** ARN as callers see it: arn:aws:sts::…:assumed-role/name/session. */
  callerArn: string;
  statements: Statement[];
}

export interface Statement {
  effect: "Allow" | "Deny";
  actions: string[];
  resources: string[];
  matchesAction(action: string): boolean;
  matchesResource(resource: string): boolean;
  conditions: [operator: string, key: string, values: string[]][];
}

const MANAGED: Record<string, unknown> = {
  AWSLambdaBasicExecutionRole: {
    Effect: "Allow",
    Action: ["logs:CreateLogGroup", "logs:CreateLogStream", "logs:PutLogEvents"],
    Resource: "*",
  },
  AWSXRayDaemonWriteAccess: {
    Effect: "Allow",
    Action: ["xray:PutTraceSegments", "xray:PutTelemetryRecords"],
    Resource: "*",
  },
};

/** The role of a function with every statement its deployment attaches to it. */
export function roleOf(fn: Resource, deployment: Deployment): Role {
  const role = deployment.find(String(fn.properties.Role));
  if (!role) return { callerArn: String(fn.properties.Role), statements: [] };
  const documents: unknown[] = (role.properties.Policies ?? []).map((policy: Policy) => policy.PolicyDocument);
  for (const type of ["AWS::IAM::Policy", "AWS::IAM::ManagedPolicy"]) {
    for (const { properties, physicalId } of deployment.ofType(type)) {
      const attached =
        properties.Roles?.includes(role.physicalId) || role.properties.ManagedPolicyArns?.includes(physicalId);
      if (attached) documents.push(properties.PolicyDocument);
    }
  }
  for (const arn of role.properties.ManagedPolicyArns ?? []) {
    const known = MANAGED[String(arn).split("/").at(-1)!];
    if (known) documents.push({ Statement: known });
  }
  const account = role.attributes.Arn!.split(":")[4];
  return {
    callerArn: `arn:aws:sts::${account}:assumed-role/${role.physicalId}/${fn.physicalId}`,
    statements: documents.flatMap((document) => list((document as Document).Statement).map(compile)),
  };
}

interface Policy {
  PolicyDocument: unknown;
}

interface Document {
  Statement: unknown;
}

function compile(source: unknown): Statement {
  const statement = source as Record<string, unknown>;
  const actions = list<string>(statement.Action ?? statement.NotAction);
  const resources = list<string>(statement.Resource ?? statement.NotResource ?? "*");
  const action = anyOf(actions.map((pattern) => wildcard(pattern, "i")));
  const resource = anyOf(resources.map((pattern) => wildcard(pattern)));
  const conditions = Object.entries((statement.Condition ?? {}) as Record<string, Record<string, unknown>>);
  return {
    effect: statement.Effect === "Deny" ? "Deny" : "Allow",
    actions,
    resources,
    matchesAction: statement.Action === undefined ? (name) => !action(name) : action,
    matchesResource: statement.NotResource === undefined ? resource : (arn) => !resource(arn),
    conditions: conditions.flatMap(([operator, keys]) =>
      Object.entries(keys).map(
        ([key, values]) => [operator, key, list(values).map(String)] as Statement["conditions"][0],
      ),
    ),
  };
}

/** Whether the statements allow the permission: a Deny that matches wins, nothing that matches is a denial too. */
export function evaluate(statements: Statement[], permission: Permission): Decision {
  const matching = statements.filter(
    (statement) => statement.matchesAction(permission.action) && statement.matchesResource(permission.resource),
  );
  const context = matching.some(({ conditions }) => conditions.length > 0) ? (permission.context?.() ?? {}) : {};
  const notes: string[] = [];
  const holding = matching.filter(({ conditions, effect }) =>
    conditions.every(([operator, key, values]) => {
      const result = holds(operator, values, context[key]);
      if (result !== undefined) return result;
      notes.push(`the condition ${operator} on ${key} is not evaluated by the local cloud`);
      // An unknown condition must not open anything: it never grants and always denies.
      return effect === "Deny";
    }),
  );
  if (holding.some(({ effect }) => effect === "Deny")) return { allowed: false, explicit: true, note: notes[0] };
  if (holding.some(({ effect }) => effect === "Allow")) return { allowed: true };
  return { allowed: false, explicit: false, note: notes[0] };
}

/** A denial in AWS's words. */
export function denial(callerArn: string, { action, resource }: Permission, decision: Decision): string {
  const because =
    !decision.allowed && decision.explicit
      ? "with an explicit deny in an identity-based policy"
      : `because no identity-based policy allows the ${action} action`;
  const note = !decision.allowed && decision.note ? ` (${decision.note})` : "";
  return `User: ${callerArn} is not authorized to perform: ${action} on resource: ${resource} ${because}${note}`;
}

type Compare = (actual: string, expected: string) => boolean;

const OPERATORS: Record<string, Compare> = {
  StringEquals: (actual, expected) => actual === expected,
  StringEqualsIgnoreCase: (actual, expected) => actual.toLowerCase() === expected.toLowerCase(),
  StringLike: (actual, expected) => wildcard(expected)(actual),
  ArnEquals: (actual, expected) => wildcard(expected)(actual),
  ArnLike: (actual, expected) => wildcard(expected)(actual),
  Bool: (actual, expected) => actual.toLowerCase() === expected.toLowerCase(),
};

/** Undefined when the operator is unknown. */
function holds(name: string, expected: string[], actual: string[] | undefined): boolean | undefined {
  const [, set, base, ifExists] = /^(?:(ForAllValues|ForAnyValue):)?(\w+?)(IfExists)?$/.exec(name) ?? [];
  if (base === "Null") return expected[0] === String(actual === undefined);
  const negated = base?.includes("Not") ?? false;
  const compare = OPERATORS[base?.replace("Not", "") ?? ""];
  if (!compare) return undefined;
  if (!actual || actual.length === 0) return Boolean(ifExists) || set === "ForAllValues" || (negated && !set);
  const matches = (value: string) => expected.some((other) => compare(value, other)) !== negated;
  return set === "ForAllValues" ? actual.every(matches) : actual.some(matches);
}

/** Test for an IAM pattern, where * stands for any text and ? for one character. */
export function wildcard(pattern: string, flags = ""): (text: string) => boolean {
  if (pattern === "*") return () => true;
  const escaped = pattern.replace(/[.+^${}()|[\]\\]/g, "\\$&");
  const regex = new RegExp(`^${escaped.replaceAll("*", ".*").replaceAll("?", ".")}$`, `s${flags}`);
  return (text) => regex.test(text);
}

function anyOf(tests: ((text: string) => boolean)[]): (text: string) => boolean {
  return (text) => tests.some((test) => test(text));
}

function list<T = unknown>(value: unknown): T[] {
  if (value === undefined) return [];
  return (Array.isArray(value) ? value : [value]) as T[];
}
