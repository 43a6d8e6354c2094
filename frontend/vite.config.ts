import react from "@vitejs/plugin-react";
import { defineConfig } from "vite";
import { routesTable } from "./routes-table.ts";
import { themeCss } from "./theme-css.ts";

const backEnd = process.env.API_ORIGIN ?? "http://127.0.0.1:4500";

/** Modules that the shell imports and pages share. */
const EVERYWHERE =
  /@mantine\/(core\/esm\/(core|components\/(ActionIcon|Button|Loader|Transition|UnstyledButton))|hooks\/esm\/use-(id|uncontrolled|isomorphic-effect))\/|frontend\/src\/(lib\/(api|config|failure|format|labels|paths|clock|drafts)|session\/|ui\/(states|marks|page|toast)\.)/;

export default defineConfig({
  root: import.meta.dirname,
  plugins: [react(), themeCss(), routesTable()],
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
        // What every page needs in a few files: a slow line pays for each request.
        codeSplitting: {
          groups: [
            { name: "vendor", test: /node_modules\/(react|react-dom|scheduler|react-router|@tanstack)\// },
            { name: "base", test: EVERYWHERE },
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
