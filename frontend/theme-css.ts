/**
 * The theme's variables as a style sheet of the build, `virtual:theme.css`. The component library would write them into the
 * page when it starts; the content security policy allows no such styles, and the first paint would be without colours.
 */
import { convertCssVariables, DEFAULT_THEME, defaultCssVariablesResolver, mergeMantineTheme } from "@mantine/core";
import type { Plugin } from "vite";
import { theme, variables } from "./src/app/theme.ts";

const NAME = "virtual:theme.css";
const FILE = "/theme-variables.css";

type CssVariables = Record<"variables" | "light" | "dark", Record<string, string>>;

function themeVariables(): string {
  const merged = mergeMantineTheme(DEFAULT_THEME, theme);
  const usual: CssVariables = defaultCssVariablesResolver(DEFAULT_THEME);
  const inherited: CssVariables = defaultCssVariablesResolver(merged);
  const own: CssVariables = variables(merged);
  const changed = (scheme: keyof CssVariables) =>
    Object.fromEntries(
      Object.entries({ ...inherited[scheme], ...own[scheme] }).filter(([name, value]) => usual[scheme][name] !== value),
    );
  return convertCssVariables({ variables: changed("variables"), light: changed("light"), dark: changed("dark") });
}

export const themeCss = (): Plugin => ({
  name: "theme-css",
  resolveId: (id) => (id === NAME ? FILE : undefined),
  load: (id) => (id === FILE ? themeVariables() : undefined),
});
