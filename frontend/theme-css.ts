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

/** Of the library's palettes only those the theme names; the others would be half of what every page loads. */
function themeVariables(): string {
  const merged = mergeMantineTheme(DEFAULT_THEME, theme);
  const unused = Object.keys(DEFAULT_THEME.colors).filter((colour) => !(colour in (theme.colors ?? {})));
  const isOfUnused = new RegExp(`^--mantine-color-(${unused.join("|")})-`);
  const usual: CssVariables = defaultCssVariablesResolver(merged);
  const own: CssVariables = variables(merged);
  const all = (scheme: keyof CssVariables) =>
    Object.fromEntries(Object.entries({ ...usual[scheme], ...own[scheme] }).filter(([name]) => !isOfUnused.test(name)));
  return convertCssVariables({
    variables: all("variables"),
    light: { "--mantine-color-scheme": "light", ...all("light") },
    dark: { "--mantine-color-scheme": "dark", ...all("dark") },
  });
}

export const themeCss = (): Plugin => ({
  name: "theme-css",
  resolveId: (id) => (id === NAME ? FILE : undefined),
  load: (id) => (id === FILE ? themeVariables() : undefined),
});
