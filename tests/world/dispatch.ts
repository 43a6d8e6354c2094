/** A fetch that ends in the domains' own handlers: requests take the gateway's shape, without a network. */

import { type Domain, domains } from "@freelancerm/contracts";
import type { Route } from "@freelancerm/contracts/route";
import type { HttpHandler, HttpOptions } from "@freelancerm/platform/http";
import type { APIGatewayProxyEventV2, Context } from "aws-lambda";

export type Handlers = Partial<Record<Domain, { with(options: HttpOptions): HttpHandler }>>;

const matcher = (route: Route) =>
  new RegExp(`^${route.path.replaceAll(/\{(\w+)\}/g, "(?<$1>[^/]+)").replaceAll(".", "\\.")}$`);

export function createDispatch(handlers: Handlers, options: HttpOptions): typeof fetch {
  const table = Object.entries(handlers).flatMap(([domain, handler]) => {
    const bound = handler.with(options);
    return Object.values<Route>(domains[domain as Domain]).map((route) => ({ route, bound, path: matcher(route) }));
  });
  let count = 0;

  return async (input, init) => {
    const url = new URL(String(input), "http://world");
    const method = init?.method ?? "GET";
    const found = table.filter(({ route, path }) => route.method === method && path.test(url.pathname));
    // A literal segment wins over a parameter, as at the gateway.
    const target = found.sort(
      (a, b) => (a.route.path.match(/\{/g)?.length ?? 0) - (b.route.path.match(/\{/g)?.length ?? 0),
    )[0];
    if (!target) return Response.json({ message: "Not Found" }, { status: 404 });
    const groups = target.path.exec(url.pathname)?.groups ?? {};
    const event: APIGatewayProxyEventV2 = {
      version: "2.0",
      routeKey: `${target.route.method} ${target.route.path}`,
      rawPath: url.pathname,
      rawQueryString: url.search.slice(1),
      cookies: new Headers(init?.headers).get("cookie")?.split("; "),
      headers: Object.fromEntries(new Headers(init?.headers)),
      queryStringParameters: url.search ? Object.fromEntries(url.searchParams) : undefined,
      pathParameters: Object.fromEntries(
        Object.entries(groups).map(([name, value]) => [name, decodeURIComponent(value)]),
      ),
      requestContext: {
        accountId: "000000000000",
        apiId: "world",
        domainName: "world",
        domainPrefix: "world",
        requestId: `req-${++count}`,
        routeKey: "",
        stage: "$default",
        time: "",
        timeEpoch: 0,
        http: { method, path: url.pathname, protocol: "HTTP/1.1", sourceIp: "127.0.0.1", userAgent: "world" },
      },
      body: init?.body ? String(init.body) : undefined,
      isBase64Encoded: false,
    };
    const result = await target.bound(event, { awsRequestId: `req-${count}` } as Context);
    const headers = new Headers(result.headers as Record<string, string>);
    for (const cookie of result.cookies ?? []) headers.append("set-cookie", cookie);
    const empty = result.statusCode === 204 || result.statusCode === 303;
    return new Response(empty ? null : result.body, { status: result.statusCode, headers });
  };
}
