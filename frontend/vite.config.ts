import react from "@vitejs/plugin-react";
import { defineConfig } from "vite";
import { routesTable } from "./routes-table.ts";
import { themeCss } from "./theme-css.ts";

const backEnd = process.env.API_ORIGIN ?? "http://127.0.0.1:4500";

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
