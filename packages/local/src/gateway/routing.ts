/** Which route of an HTTP API serves a request, by the priority API Gateway documents. */

import { decodeOrKeep } from "./format.ts";

export interface RouteMatch<R> {
  route: R;
  /** Decoded values of the path variables; absent when the route has none. */
  pathParameters?: Record<string, string>;
}

interface Candidate<R> {
  route: R;
  method: string;
  segments: string[];
  rank: string;
}

/**
 * Compiles route keys ("GET /jobs/{id}", "ANY /{proxy+}", "$default") into a look-up by method and encoded path.
 * Full matches win over greedy ones, literal segments over variables, the method over ANY, $default comes last.
 * The path is decoded first, so "%2F" parts segments as "/" does: no variable but a greedy one holds a slash.
 */
export function compileRoutes<R extends { routeKey: string }>(
  routes: R[],
): (method: string, path: string) => RouteMatch<R> | undefined {
  const fallback = routes.find((route) => route.routeKey === "$default");
  const candidates = routes
    .filter((route) => route !== fallback)
    .map(candidateOf)
    .sort((a, b) => (a.rank < b.rank ? -1 : 1));

  return (method, path) => {
    const segments = segmentsOf(decodeOrKeep(path));
    for (const candidate of candidates) {
      if (candidate.method !== "ANY" && candidate.method !== method) continue;
      const variables = matchSegments(candidate.segments, segments);
      if (!variables) continue;
      return {
        route: candidate.route,
        pathParameters: Object.keys(variables).length > 0 ? variables : undefined,
      };
    }
    return fallback && { route: fallback };
  };
}

function candidateOf<R extends { routeKey: string }>(route: R): Candidate<R> {
  const [method = "", path = ""] = route.routeKey.split(" ");
  const segments = segmentsOf(path);
  const kinds = segments.map((segment) => (isGreedy(segment) ? "2" : isVariable(segment) ? "1" : "0"));
  const greedy = kinds.includes("2") ? "1" : "0";
  return { route, method, segments, rank: `${greedy}${kinds.join("")}${method === "ANY" ? "1" : "0"}` };
}

function segmentsOf(path: string): string[] {
  return path.replace(/^\//, "").split("/");
}

const isVariable = (segment: string) => segment.startsWith("{");
const isGreedy = (segment: string) => segment.endsWith("+}");

function matchSegments(pattern: string[], segments: string[]): Record<string, string> | undefined {
  const variables: Record<string, string> = {};
  for (const [index, expected] of pattern.entries()) {
    const actual = segments[index];
    if (actual === undefined) return undefined;
    if (isGreedy(expected)) {
      const rest = segments.slice(index).join("/");
      if (rest === "") return undefined;
      variables[expected.slice(1, -2)] = rest;
      return variables;
    }
    if (isVariable(expected)) {
      if (actual === "") return undefined;
      variables[expected.slice(1, -1)] = actual;
    } else if (actual !== expected) return undefined;
  }
  return pattern.length === segments.length ? variables : undefined;
}
