/** Who may call what, from the routes. */
import { domains } from "@freelancerm/contracts";
import type { Access, Route } from "@freelancerm/contracts/route";

const callers: Partial<Record<Route["caller"], string>> = { anyone: "anyone", user: "anyone signed in" };

const saysAccess = (access: Access | undefined): string => {
  if (!access) return "";
  return access === "public" ? "what its state lets be seen" : `the ${access.as} of ${access.param}`;
};

export function routesDocument(): string {
  return [
    "# Who may call what",
    "",
    "To everybody else what is theirs to see by `whose` does not exist: the answer is 404.",
    ...Object.entries(domains).flatMap(([domain, routes]) => [
      "",
      `## ${domain}`,
      "",
      "| operation | request | caller | whose |",
      "|---|---|---|---|",
      ...Object.entries<Route>(routes).map(
        ([operation, { method, path, caller, access }]) =>
          `| ${operation} | \`${method} ${path}\` | ${callers[caller] ?? caller} | ${saysAccess(access)} |`,
      ),
    ]),
    "",
  ].join("\n");
}
