import react from "@vitejs/plugin-react";
import { defineConfig } from "vite";
import { earlyStart } from "./early-start.ts";
import { routesTable } from "./routes-table.ts";
import { themeCss } from "./theme-css.ts";

const backEnd = process.env.API_ORIGIN ?? "http://127.0.0.1:4500";

/** Components of the library and their styles. */
const mantine = (names: string) => new RegExp(`@mantine/core/(esm/components|styles)/(${names})[/.]`);

/**
 * Which modules travel together, for a slow line pays for each request. A group takes along what its modules import, unless one
 * before it has that already; what is in none and on one page only is in the file of the page.
 */
const TOGETHER: Record<string, RegExp[]> = {
  vendor: [/node_modules\/(react|react-dom|scheduler|react-router|@tanstack)\//],
  // What every page begins with; the beginning itself, the page and main.tsx, stays a file of its own.
  base: [/^(?!.*\/frontend\/(index\.html|src\/main\.tsx)$)/],
  // What many pages need of a dialog before it is open: nothing but how to bring it.
  dialogs: [/src\/ui\/(dialogs|use-conflict)\./],
  parts: [
    /src\/lib\/(catalog|codes|clock|upload)\./,
    /src\/ui\/(attachments|completeness|facts|highlight|job-row|later|prose|reviews|skeleton-split|skill-chips|talent-card|use-action|use-list-keys)\./,
    /contracts\/src\/members\./,
    /Icon(ArrowLeft|Bookmark|BookmarkFilled|ChevronRight|Plus|ShieldCheck|Star|Wallet|X)\.mjs/,
  ],
  terms: [/src\/features\/proposals\/(terms|fee-quote)\./],
  fields: [
    mantine("Input|InputBase|CloseButton|TextInput|Textarea|PasswordInput"),
    /src\/ui\/(code-input|kit\/forms)\./,
  ],
  choices: [mantine("InlineInput|Checkbox|Radio|Switch")],
  forms: [
    /@mantine\/form\//,
    /\/zod\//,
    /contracts\/src\/(fields|ids|route)\./,
    /src\/(ui\/form|lib\/validation|features\/sign-in\/(entry|newcomer))\./,
  ],
  overlays: [
    mantine("FocusTrap|Modal|ModalBase|Drawer|Overlay|Paper|Popover|Portal|ScrollArea"),
    /src\/ui\/(dialog-windows|kit\/overlays)\./,
  ],
  selects: [mantine("Combobox|Select|MultiSelect|TagsInput|Pill|PillsInput"), /src\/ui\/(money-input|kit\/selects)\./],
  browse: [/src\/features\/browse\/(amounts|filters|search-words|use-facets|use-url-filters)\./],
  money: [/src\/features\/(contracts\/(money-bar|side)|payments\/(statement|statement-table))\./],
};

const groups = Object.entries(TOGETHER).map(([name, parts]) => ({
  name,
  test: (id: string) => parts.some((part) => part.test(id)),
  ...(name === "base" && { tags: ["$initial" as const] }),
}));

export default defineConfig({
  root: import.meta.dirname,
  plugins: [react(), themeCss(), routesTable(), earlyStart()],
  build: {
    target: "es2022",
    outDir: "dist",
    emptyOutDir: true,
    // The content security policy allows no data: scripts or inline code, so nothing is inlined.
    assetsInlineLimit: 0,
    modulePreload: { polyfill: false },
    manifest: true,
    rolldownOptions: {
      output: {
        codeSplitting: { groups },
      },
    },
    reportCompressedSize: false,
  },
  server: {
    host: "127.0.0.1",
    proxy: {
      "/api": { target: backEnd },
      "/socket": { target: backEnd, ws: true },
    },
  },
});
