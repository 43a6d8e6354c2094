import type { SocketApi } from "./model.ts";

/**
 * Route key for a message: the value of the API's route selection expression in the JSON body when a route of that
 * name exists, else $default; undefined when there is no such route either.
 */
export function selectRoute(api: SocketApi, body: string): string | undefined {
  const selected = evaluate(api.routeSelectionExpression, body);
  if (selected !== undefined && !selected.startsWith("$") && api.routes.has(selected)) return selected;
  return api.routes.has("$default") ? "$default" : undefined;
}

/** Evaluates $request.body.a.b, ${request.body.a.b}, or text with several of them; undefined when one is missing. */
function evaluate(expression: string, body: string): string | undefined {
  const message = parse(body);
  let missing = false;
  const value = expression.replace(/\$\{request\.body\.([\w.-]+)\}|\$request\.body\.([\w.-]+)/g, (_, braced, plain) => {
    const found = valueAt(message, (braced ?? plain) as string);
    if (found === undefined) missing = true;
    return found ?? "";
  });
  return missing ? undefined : value;
}

function valueAt(message: unknown, path: string): string | undefined {
  let value = message;
  for (const name of path.split(".")) {
    if (typeof value !== "object" || value === null || !Object.hasOwn(value, name)) return undefined;
    value = (value as Record<string, unknown>)[name];
  }
  return ["string", "number", "boolean"].includes(typeof value) ? String(value) : undefined;
}

function parse(body: string): unknown {
  try {
    return JSON.parse(body);
  } catch {
    return undefined;
  }
}
