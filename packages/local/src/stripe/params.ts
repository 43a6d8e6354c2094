/** Request parameters: form encoding with nested brackets (v1) or JSON (v2), and checked reading of them. */
import { invalid } from "./errors.ts";

export type Params = { [name: string]: unknown };

const FORBIDDEN = new Set(["__proto__", "constructor", "prototype"]);

/** `a[b][0]=c&d[]=e` as nested objects; objects whose keys are 0…n become arrays. */
export function parseForm(encoded: string): Params {
  const root: Params = {};
  for (const [key, value] of new URLSearchParams(encoded)) {
    const path = [key.replace(/\[.*$/s, ""), ...[...key.matchAll(/\[([^\]]*)\]/g)].map((match) => match[1]!)];
    if (path.some((part) => FORBIDDEN.has(part))) continue;
    let node = root;
    for (const [i, part] of path.entries()) {
      const name = part === "" ? String(Object.keys(node).length) : part;
      if (i === path.length - 1) node[name] = value;
      else {
        if (typeof node[name] !== "object") node[name] = {};
        node = node[name] as Params;
      }
    }
  }
  return withArrays(root) as Params;
}

function withArrays(value: unknown): unknown {
  if (typeof value !== "object" || value === null) return value;
  const entries = Object.entries(value).map(([name, child]) => [name, withArrays(child)] as const);
  if (entries.length > 0 && entries.every(([name], i) => name === String(i))) return entries.map(([, child]) => child);
  return Object.fromEntries(entries);
}

/** Throws parameter_unknown for the first name that is not allowed. `expand` always is. */
export function allowOnly(params: Params, names: string): void {
  const allowed = new Set(["expand", ...names.split(/\s+/)]);
  const unknown = Object.keys(params).find((name) => !allowed.has(name));
  if (unknown) throw invalid(`Received unknown parameter: ${unknown}`, unknown, "parameter_unknown");
}

export function optionalText(params: Params, name: string): string | undefined {
  const value = params[name];
  if (value === undefined || value === null || value === "") return undefined;
  if (typeof value === "string") return value;
  throw invalid(`Invalid string: ${JSON.stringify(value)}`, name);
}

/** Throws parameter_missing. */
export function text(params: Params, name: string, param = name): string {
  const value = optionalText(params, name);
  if (value === undefined) throw invalid(`Missing required param: ${param}.`, param, "parameter_missing");
  return value;
}

export function optionalInteger(params: Params, name: string, param = name): number | undefined {
  const value = optionalText(params, name);
  if (value === undefined) return undefined;
  if (/^-?\d{1,15}$/.test(value)) return Number(value);
  throw invalid(`Invalid integer: ${value}`, param, "parameter_invalid_integer");
}

/** A positive whole amount in the currency's smallest unit. */
export function optionalAmount(params: Params, name = "amount", param = name): number | undefined {
  const value = optionalInteger(params, name, param);
  if (value !== undefined && value < 1)
    throw invalid("This value must be greater than or equal to 1.", param, "parameter_invalid_integer");
  return value;
}

export function amount(params: Params, name = "amount", param = name): number {
  text(params, name, param);
  return optionalAmount(params, name, param)!;
}

export function group(params: Params, name: string): Params {
  const value = params[name];
  return typeof value === "object" && value !== null && !Array.isArray(value) ? (value as Params) : {};
}

export function list(params: Params, name: string): unknown[] {
  const value = params[name];
  return Array.isArray(value) ? value : value === undefined ? [] : [value];
}

/** Metadata merged the way Stripe does it: an empty value removes its key. */
export function metadata(params: Params, existing: Record<string, string> = {}): Record<string, string> {
  if (params.metadata === "") return {};
  const merged: Record<string, string> = { ...existing };
  for (const [key, value] of Object.entries(group(params, "metadata"))) {
    if (value === "" || value === null) delete merged[key];
    else if (key.length > 40 || String(value).length > 500)
      throw invalid(`Metadata values can have up to 500 characters: ${key}`, `metadata[${key}]`);
    else merged[key] = String(value);
  }
  if (Object.keys(merged).length > 50) throw invalid("You can specify up to 50 metadata keys.", "metadata");
  return merged;
}
