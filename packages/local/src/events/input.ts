/** What a target receives of an event: all of it, a part, a constant, or a template filled from it. */

export interface TargetInput {
  Input?: string;
  InputPath?: string;
  InputTransformer?: { InputPathsMap?: Record<string, string>; InputTemplate: string };
}

export interface RuleIdentity {
  name: string;
  arn: string;
}

/** The text a target receives, as EventBridge makes it from the event and the target's configuration. */
export function inputFor(target: TargetInput, event: Record<string, unknown>, rule: RuleIdentity): string {
  if (target.Input !== undefined) return target.Input;
  if (target.InputPath !== undefined) return JSON.stringify(valueAt(event, target.InputPath) ?? null);
  if (target.InputTransformer) return transform(target.InputTransformer, event, rule);
  return JSON.stringify(event);
}

function transform(
  { InputPathsMap = {}, InputTemplate }: NonNullable<TargetInput["InputTransformer"]>,
  event: Record<string, unknown>,
  rule: RuleIdentity,
): string {
  const { detail: _, ...withoutDetail } = event;
  const variables: Record<string, unknown> = {
    "aws.events.rule-arn": rule.arn,
    "aws.events.rule-name": rule.name,
    "aws.events.event": withoutDetail,
    "aws.events.event.json": event,
    "aws.events.event.ingestion-time": event.time,
  };
  for (const [name, path] of Object.entries(InputPathsMap)) variables[name] = valueAt(event, path);
  let quoted = false;
  // Quotes decide the encoding: inside a JSON string a variable is escaped text, outside it is a JSON value.
  return InputTemplate.replace(/\\.|"|<([\w.-]+)>/gs, (token, name: string | undefined) => {
    if (token === '"') quoted = !quoted;
    if (name === undefined || !Object.hasOwn(variables, name)) return token;
    const value = variables[name];
    if (value === undefined) return "";
    if (!quoted) return JSON.stringify(value);
    return JSON.stringify(typeof value === "string" ? value : JSON.stringify(value)).slice(1, -1);
  });
}

/** The value at a JSON path of names and indexes, as in `$.detail.items[0].id`. */
function valueAt(event: unknown, path: string): unknown {
  const steps = [...path.replace(/^\$/, "").matchAll(/\.([^.[\]]+)|\[(\d+)\]|\['([^']+)'\]/g)];
  return steps.reduce<unknown>((value, [, name, index, quoted]) => {
    if (typeof value !== "object" || value === null) return undefined;
    return (value as Record<string, unknown>)[name ?? index ?? quoted ?? ""];
  }, event);
}
