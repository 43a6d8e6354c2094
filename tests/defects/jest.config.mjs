// The unit tests, as they would run over sources with one defect (run.ts names it).
import { fileURLToPath } from "node:url";
import base from "../../jest.config.js";

const [unit] = base.projects;
const [pattern, [, options]] = Object.entries(unit.transform)[0];

/** @type {import("jest").Config} */
export default {
  ...unit,
  rootDir: fileURLToPath(new URL("../..", import.meta.url)),
  transform: { [pattern]: [fileURLToPath(new URL("transform.mjs", import.meta.url)), options] },
  testTimeout: base.testTimeout,
};
