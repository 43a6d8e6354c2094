import { BlockList, isIP } from "node:net";

/**
 * Event patterns with the semantics of EventBridge's own matcher (github.com/aws/event-ruler, rulesForJSONEvent).
 * Lambda's event source filters speak the same language.
 */

type Json = null | boolean | number | string | Json[] | { [key: string]: Json };
type JsonObject = { [key: string]: Json };
type Test = (leaf: Json) => boolean;

/** A leaf pattern: whether the field's absence satisfies it, and which values do. */
interface LeafRule {
  absent: boolean;
  tests: Test[];
}

/** A pattern AWS would refuse to store. */
export class InvalidEventPattern extends Error {
  constructor(reason: string) {
    super(`Event pattern is not valid. Reason: ${reason}`);
    this.name = "InvalidEventPatternException";
  }
}

/**
 * Whether `event` satisfies `pattern` (an object as in a rule's EventPattern, or its JSON text).
 * Throws InvalidEventPattern where AWS would refuse the pattern.
 */
export function matches(pattern: unknown, event: unknown): boolean {
  return matchesObject(parsePattern(pattern), [event as Json]);
}

function parsePattern(pattern: unknown): JsonObject {
  let value = pattern;
  if (typeof value === "string") {
    try {
      value = JSON.parse(value);
    } catch {
      throw new InvalidEventPattern("Filter is not an object");
    }
  }
  if (!isObject(value)) throw new InvalidEventPattern("Filter is not an object");
  return value as JsonObject;
}

/** `nodes` are the alternatives for this place in the event: one, or the elements of an array. */
function matchesObject(pattern: JsonObject, nodes: Json[]): boolean {
  const elements = nodes.flatMap(flatten);
  // Two fields of one pattern object have to match within the same array element; absence is judged over all of them.
  const candidates = elements.filter(isObject);
  if (candidates.length === 0) return everyEntry(pattern, {}, candidates);
  return candidates.some((candidate) => everyEntry(pattern, candidate, candidates));
}

function everyEntry(pattern: JsonObject, candidate: JsonObject, siblings: JsonObject[]): boolean {
  // Every entry is looked at, so that a broken pattern is noticed whatever the event.
  return Object.entries(pattern)
    .map(([key, wanted]) => matchesEntry(key, wanted, candidate, siblings))
    .every(Boolean);
}

function matchesEntry(key: string, wanted: Json, candidate: JsonObject, siblings: JsonObject[]): boolean {
  if (key === "$or" && isOr(wanted)) {
    return wanted.map((branch) => everyEntry(branch, candidate, siblings)).some(Boolean);
  }
  const value = Object.hasOwn(candidate, key) ? candidate[key] : undefined;
  if (Array.isArray(wanted)) {
    const rule = leafRule(wanted);
    const leaves = value === undefined ? [] : leavesOf(value);
    if (leaves.some((leaf) => rule.tests.some((test) => test(leaf)))) return true;
    return rule.absent && siblings.every((s) => !Object.hasOwn(s, key) || leavesOf(s[key] as Json).length === 0);
  }
  if (isObject(wanted)) return matchesObject(wanted, value === undefined ? [] : [value]);
  throw new InvalidEventPattern(`"${key}" must be an object or an array`);
}

/** "$or" is the operator only as a list of two or more objects; anything else is a field of that name. */
function isOr(value: Json): value is JsonObject[] {
  return (
    Array.isArray(value) && value.length >= 2 && value.every((v) => isObject(v) && !Object.keys(v).some(isOperator))
  );
}

function leafRule(alternatives: Json[]): LeafRule {
  if (alternatives.length === 0) throw new InvalidEventPattern("Empty arrays are not allowed");
  const rule: LeafRule = { absent: false, tests: [] };
  for (const alternative of alternatives) {
    if (isObject(alternative) && Object.keys(alternative)[0] === "exists") {
      const { exists } = alternative;
      if (typeof exists !== "boolean")
        throw new InvalidEventPattern("exists match pattern must be either true or false");
      if (exists) rule.tests.push(() => true);
      else rule.absent = true;
    } else rule.tests.push(isObject(alternative) ? operatorTest(alternative) : equalTo(alternative));
  }
  return rule;
}

const OPERATORS: Record<string, (argument: Json) => Test> = {
  prefix: (argument) => affix("prefix", argument),
  suffix: (argument) => affix("suffix", argument),
  "equals-ignore-case": (argument) => {
    const wanted = text("equals-ignore-case", argument).toLowerCase();
    return (leaf) => typeof leaf === "string" && leaf.toLowerCase() === wanted;
  },
  wildcard: (argument) => {
    const expression = wildcard(text("wildcard", argument));
    return (leaf) => typeof leaf === "string" && expression.test(leaf);
  },
  numeric,
  cidr,
  "anything-but": anythingBut,
};

function isOperator(name: string): boolean {
  return name === "exists" || Object.hasOwn(OPERATORS, name);
}

function operatorTest(alternative: JsonObject): Test {
  const [name, ...others] = Object.keys(alternative);
  const operator = name !== undefined && Object.hasOwn(OPERATORS, name) ? OPERATORS[name] : undefined;
  if (!name || !operator) throw new InvalidEventPattern(`Unrecognized match type ${name}`);
  if (others.length > 0) throw new InvalidEventPattern("Only one key allowed in match expression");
  return operator(alternative[name] as Json);
}

function equalTo(wanted: Json): Test {
  if (Array.isArray(wanted)) throw new InvalidEventPattern("Match value must be String, number, true, false, or null");
  return (leaf) => leaf === wanted;
}

function affix(kind: "prefix" | "suffix", argument: Json): Test {
  const ignoringCase = isObject(argument);
  const fold = (value: string) => (ignoringCase ? value.toLowerCase() : value);
  const wanted = fold(text(kind, ignoringCase ? (argument["equals-ignore-case"] as Json) : argument));
  return (leaf) => {
    if (typeof leaf !== "string") return false;
    return kind === "prefix" ? fold(leaf).startsWith(wanted) : fold(leaf).endsWith(wanted);
  };
}

/** True for every present value that fails the argument; an absent field satisfies nothing. */
function anythingBut(argument: Json): Test {
  if (isObject(argument)) {
    const [name] = Object.keys(argument);
    if (!name || !["prefix", "suffix", "equals-ignore-case", "wildcard"].includes(name)) {
      throw new InvalidEventPattern(`Unsupported anything-but pattern: ${name}`);
    }
    const excluded = listOf(argument[name] as Json).map((value) => operatorTest({ [name]: value }));
    return (leaf) => !excluded.some((test) => test(leaf));
  }
  const values = listOf(argument);
  if (values.length === 0 || values.some((v) => typeof v !== "string" && typeof v !== "number")) {
    throw new InvalidEventPattern("Inside anything but list, start|null|boolean is not supported");
  }
  return (leaf) => !values.includes(leaf);
}

const COMPARISONS: Record<string, (a: number, b: number) => boolean> = {
  "=": (a, b) => a === b,
  "<": (a, b) => a < b,
  "<=": (a, b) => a <= b,
  ">": (a, b) => a > b,
  ">=": (a, b) => a >= b,
};

function numeric(argument: Json): Test {
  if (!Array.isArray(argument) || ![2, 4].includes(argument.length)) {
    throw new InvalidEventPattern("Value of numeric must be an array of one or two comparisons");
  }
  const bounds: ((value: number) => boolean)[] = [];
  for (let i = 0; i < argument.length; i += 2) {
    const compare = COMPARISONS[String(argument[i])];
    const bound = argument[i + 1];
    if (!compare) throw new InvalidEventPattern(`Unrecognized numeric range operator: ${argument[i]}`);
    if (typeof bound !== "number") throw new InvalidEventPattern("Value of numeric must be numeric");
    bounds.push((value) => compare(value, bound));
  }
  return (leaf) => typeof leaf === "number" && bounds.every((within) => within(leaf));
}

function cidr(argument: Json): Test {
  const [address = "", bits] = text("cidr", argument).split("/");
  const family = isIP(address);
  const width = family === 6 ? 128 : 32;
  const length = bits === undefined ? width : Number(bits);
  if (!family || bits === "" || !Number.isInteger(length) || length < 0 || length > width) {
    throw new InvalidEventPattern(`Malformed CIDR: ${argument}`);
  }
  const list = new BlockList();
  list.addSubnet(address, length, family === 6 ? "ipv6" : "ipv4");
  return (leaf) =>
    typeof leaf === "string" && isIP(leaf) === family && list.check(leaf, family === 6 ? "ipv6" : "ipv4");
}

/** `*` stands for any run of characters; `\*` and `\\` stand for themselves. */
function wildcard(source: string): RegExp {
  let expression = "";
  for (let i = 0; i < source.length; i++) {
    let char = source[i] as string;
    if (char === "*") {
      if (source[i + 1] === "*") throw new InvalidEventPattern(`Consecutive wildcard characters at pos ${i}`);
      expression += "[^]*";
      continue;
    }
    if (char === "\\") {
      char = source[++i] ?? "";
      if (char !== "*" && char !== "\\") throw new InvalidEventPattern(`Invalid escape character at pos ${i - 1}`);
    }
    expression += char.replace(/[\\^$.*+?()[\]{}|/-]/g, "\\$&");
  }
  return new RegExp(`^${expression}$`);
}

function text(operator: string, argument: Json | undefined): string {
  if (typeof argument !== "string") throw new InvalidEventPattern(`${operator} match pattern must be a string`);
  return argument;
}

function listOf(value: Json): Json[] {
  return Array.isArray(value) ? value : [value];
}

function flatten(node: Json): Json[] {
  return Array.isArray(node) ? node.flatMap(flatten) : [node];
}

/** The scalar values at a place; objects are not leaves, and an empty array has none. */
function leavesOf(node: Json): Json[] {
  return flatten(node).filter((value) => !isObject(value));
}

function isObject(value: unknown): value is JsonObject {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
