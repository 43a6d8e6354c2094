import { compileRoutes } from "./routing.ts";

describe("the route of a request", () => {
  const keys = [
    "$default",
    "ANY /{proxy+}",
    "GET /pets/{proxy+}",
    "GET /pets/dog/{id}",
    "GET /pets/dog/1",
    "ANY /pets/dog/1",
    "POST /pets/search",
    "GET /pets/{id}",
  ];
  const find = compileRoutes(keys.map((routeKey) => ({ routeKey })));

  test.each([
    ["GET", "/pets/dog/1", "GET /pets/dog/1"],
    ["PUT", "/pets/dog/1", "ANY /pets/dog/1"],
    ["GET", "/pets/dog/2", "GET /pets/dog/{id}"],
    ["GET", "/pets/cat/3", "GET /pets/{proxy+}"],
    ["GET", "/pets/search", "GET /pets/{id}"],
    ["POST", "/pets/search", "POST /pets/search"],
    ["POST", "/pets/5", "ANY /{proxy+}"],
    ["GET", "/", "$default"],
  ])("%s %s is served by %s", (method, path, routeKey) => {
    expect(find(method, path)?.route.routeKey).toBe(routeKey);
  });

  test("carries decoded path variables, greedy ones with their slashes", () => {
    expect(find("GET", "/pets/caf%C3%A9")?.pathParameters).toEqual({ id: "café" });
    expect(find("GET", "/pets/cat/a%20b/c")?.pathParameters).toEqual({ proxy: "cat/a b/c" });
  });

  test("is found by the decoded path: an encoded slash parts segments as a plain one does", () => {
    expect(find("GET", "/pets%2Fsearch")?.route.routeKey).toBe("GET /pets/{id}");
    expect(find("GET", "/pets/dog%2F2")?.pathParameters).toEqual({ id: "2" });
    expect(find("GET", "/pets/a%252Fb")?.pathParameters).toEqual({ id: "a%2Fb" });
    const findOne = compileRoutes([{ routeKey: "GET /jobs/{id}" }]);
    expect(findOne("GET", "/jobs/..%2Fsecrets")).toBeUndefined();
  });

  test("is absent when nothing matches, also for a trailing slash", () => {
    const findOne = compileRoutes([{ routeKey: "GET /pets" }]);
    expect(findOne("GET", "/pets")).toBeDefined();
    expect(findOne("GET", "/pets/")).toBeUndefined();
    expect(findOne("POST", "/pets")).toBeUndefined();
  });
});
