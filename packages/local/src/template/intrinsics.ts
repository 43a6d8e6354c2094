import { ACCOUNT_ID, REGION } from "../kit.ts";
import type { Json, Template } from "./assembly.ts";

/** What intrinsic functions ask of the stack they stand in. */
export interface Scope {
  stack: string;
  template: Template;
  ref(logicalId: string): Json;
  getAtt(logicalId: string, attribute: string): Json;
  importValue(name: string): Json;
  /** Turns a finished string into one that works on this machine. */
  localise(text: string): string;
  fail(reason: string): never;
}

/** Stands for AWS::NoValue: the property is left out. */
const NO_VALUE = Symbol("AWS::NoValue");

const PSEUDO: Record<string, (stack: string) => Json> = {
  "AWS::AccountId": () => ACCOUNT_ID,
  "AWS::Region": () => REGION,
  "AWS::Partition": () => "aws",
  "AWS::URLSuffix": () => "amazonaws.com",
  "AWS::StackName": (stack) => stack,
  "AWS::StackId": (stack) => `arn:aws:cloudformation:${REGION}:${ACCOUNT_ID}:stack/${stack}/local`,
  "AWS::NotificationARNs": () => [],
  "AWS::NoValue": () => NO_VALUE,
};

/** Copy of `value` with every intrinsic function replaced by its result. */
export function resolve(value: Json, scope: Scope): Json {
  const result = evaluate(value);
  return result === NO_VALUE ? undefined : result;

  function evaluate(node: Json): Json {
    if (typeof node === "string") return scope.localise(node);
    if (Array.isArray(node)) return node.map(evaluate).filter((item) => item !== NO_VALUE);
    if (node === null || typeof node !== "object") return node;
    const keys = Object.keys(node);
    if (keys.length === 1 && isIntrinsic(keys[0]!, node)) return call(keys[0]!, node[keys[0]!]);
    const out: Record<string, Json> = {};
    for (const key of keys) {
      const resolved = evaluate(node[key]);
      if (resolved !== NO_VALUE) out[key] = resolved;
    }
    return out;
  }

  function call(name: string, argument: Json): Json {
    switch (name) {
      case "Ref":
        return reference(argument);
      case "Fn::GetAtt": {
        const [id, ...rest] = typeof argument === "string" ? argument.split(".") : argument;
        return scope.getAtt(id, evaluate(rest.join(".")));
      }
      case "Fn::Sub":
        return substitute(argument);
      case "Fn::Join": {
        const [separator, parts] = [argument[0], evaluate(argument[1])];
        return scope.localise(parts.join(separator));
      }
      case "Fn::Select": {
        const list = evaluate(argument[1]);
        const index = Number(evaluate(argument[0]));
        return list?.[index] ?? scope.fail(`Fn::Select asks for item ${index} of ${JSON.stringify(list)}`);
      }
      case "Fn::Split":
        return String(evaluate(argument[1])).split(argument[0]);
      case "Fn::Base64":
        return Buffer.from(String(evaluate(argument))).toString("base64");
      case "Fn::FindInMap": {
        const [map, first, second] = argument.map(evaluate);
        return (
          scope.template.Mappings?.[map]?.[first]?.[second] ??
          scope.fail(`the mapping ${map}.${first}.${second} does not exist`)
        );
      }
      case "Fn::ImportValue":
        return scope.importValue(evaluate(argument));
      case "Fn::GetAZs":
        return ["a", "b", "c"].map((zone) => `${REGION}${zone}`);
      case "Fn::If":
        return evaluate(condition(argument[0]) ? argument[1] : argument[2]);
      case "Condition":
        return condition(argument);
      case "Fn::Equals":
        return evaluate(argument[0]) === evaluate(argument[1]);
      case "Fn::Not":
        return !evaluate(argument[0]);
      case "Fn::And":
        return argument.every((part: Json) => evaluate(part));
      case "Fn::Or":
        return argument.some((part: Json) => evaluate(part));
      default:
        return scope.fail(`the intrinsic function ${name} is not supported`);
    }
  }

  function condition(name: string): boolean {
    const found = scope.template.Conditions?.[name];
    return found === undefined ? scope.fail(`the condition ${name} does not exist`) : Boolean(evaluate(found));
  }

  function reference(name: string): Json {
    return PSEUDO[name] ? PSEUDO[name](scope.stack) : scope.ref(name);
  }

  function substitute(argument: Json): Json {
    const [text, variables = {}] = Array.isArray(argument) ? argument : [argument];
    return scope.localise(
      text.replace(/\$\{([^}]+)\}/g, (whole: string, name: string) => {
        if (name.startsWith("!")) return `\${${name.slice(1)}}`;
        if (name in variables) return String(evaluate(variables[name]));
        const [id, ...rest] = name.split(".");
        if (whole && rest.length > 0) return String(scope.getAtt(id!, rest.join(".")));
        return String(reference(name));
      }),
    );
  }
}

/** True when the only key of an object makes it a function call (policies have a data field named Condition). */
function isIntrinsic(key: string, node: Json): boolean {
  return key === "Ref" || key.startsWith("Fn::") || (key === "Condition" && typeof node.Condition === "string");
}
