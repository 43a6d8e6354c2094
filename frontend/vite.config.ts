import react from "@vitejs/plugin-react";
import { defineConfig } from "vite";
import { earlyStart } from "./early-start.ts";
import { routesTable } from "./routes-table.ts";
import { themeCss } from "./theme-css.ts";

const backEnd = process.env.API_ORIGIN ?? "http://127.0.0.1:4500";

/** Modules that the shell imports and pages share. */
const EVERYWHERE = [
  /@mantine\/core\/esm\/(core|components\/(ActionIcon|Button|Loader|Transition|UnstyledButton))\//,
  /@mantine\/hooks\/esm\/use-(id|uncontrolled|isomorphic-effect)\//,
  /frontend\/src\/(lib\/(api|config|failure|format|labels|paths|clock|drafts)|session\/|ui\/(states|marks|page|toast)\.|app\/)/,
  /\/Icon(Bell|Briefcase|FileText|MessageCircle|Search|Users)\.mjs$/,
  /vite\/preload-helper/,
];
/** Small parts that most pages show some of; their icons come along. */
const PARTS =
  /frontend\/src\/(lib\/catalog|ui\/(job-row|highlight|skill-chips|talent-card|use-list-keys|skeleton-split|facts|reviews|completeness|prose))\./;
/** Parts of the shell that come later. */
const LATER = /frontend\/src\/app\/(account-menu|live|sandbox-clock)\./;

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
        // What every page begins with in a few files: a slow line pays for each request.
        codeSplitting: {
          groups: [
            { name: "vendor", test: /node_modules\/(react|react-dom|scheduler|react-router|@tanstack)\// },
            { name: "base", test: (id) => EVERYWHERE.some((part) => part.test(id)) && !LATER.test(id) },
            { name: "parts", test: PARTS },
          ],
        },
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
