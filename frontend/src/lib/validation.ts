/** Forms are checked with the schemas of the API; here only the words a person reads are added. */
import { schemaResolver } from "@mantine/form";
import * as z from "zod/mini";

z.config({
  customError: (issue) => {
    const { code, input } = issue;
    if (input === "" || input === undefined || input === null) return "Fill this in.";
    if (code === "too_small") {
      const minimum = Number(issue.minimum);
      if (issue.origin === "string") return minimum === 1 ? "Fill this in." : `Use at least ${minimum} characters.`;
      if (issue.origin === "array") return `Choose at least ${minimum}.`;
      return minimum === 1 ? "Enter an amount above zero." : `Enter ${minimum} or more.`;
    }
    if (code === "too_big") {
      if (issue.origin === "string") return `Use at most ${issue.maximum} characters.`;
      if (issue.origin === "array") return `Choose at most ${issue.maximum}.`;
      return `Enter ${issue.maximum} or less.`;
    }
    if (code === "invalid_format") {
      if (issue.format === "email") return "Enter an e-mail address like name@example.com.";
      if (issue.format === "url") return "Enter an address that starts with https://.";
    }
    if (code === "invalid_value") return "Choose one of the list.";
    return "This does not look right.";
  },
});

const at = (values: unknown, path: string): unknown =>
  path.split(".").reduce<unknown>((value, key) => (value as Record<string, unknown> | undefined)?.[key], values);

/** Validates a form's values with a schema of the contracts; of what is empty, no more is said than that it is. */
export const checkedBy = (schema: z.ZodMiniType) => {
  const faultsOf = schemaResolver(schema, { sync: true });
  return (values: unknown) =>
    Object.fromEntries(
      Object.entries(faultsOf(values as Record<string, unknown>)).map(([path, words]) => [
        path,
        at(values, path) === "" ? "Fill this in." : words,
      ]),
    );
};
