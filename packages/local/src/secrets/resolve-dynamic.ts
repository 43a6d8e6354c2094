import type { Secrets } from "./index.ts";

/** {{resolve:ssm:name}} and {{resolve:secretsmanager:id:SecretString:key}} in a text, replaced by what they name. */
export function resolveDynamic(text: string, secrets: Secrets, parameters: { valueOf(name: string): string }): string {
  if (!text.includes("{{resolve:")) return text;
  return text.replace(/\{\{resolve:(ssm|ssm-secure|secretsmanager):([^}]+)\}\}/g, (_, kind: string, rest: string) => {
    if (kind !== "secretsmanager") return parameters.valueOf(rest.replace(/:\d+$/, ""));
    const [, id = "", key] =
      /^((?:arn:aws:secretsmanager:[^:]*:[^:]*:secret:)?[^:]+)(?::SecretString(?::([^:]*))?.*)?$/.exec(rest) ?? [];
    const value = secrets.valueOf(id);
    return key ? String(JSON.parse(value)[key]) : value;
  });
}
