// Tests run as native ES modules: swc strips the types, nothing is type-checked here (npm run check does that).
process.env.LOG_LEVEL ??= "silent";

const swc = [
  "@swc/jest",
  {
    jsc: {
      target: "es2022",
      parser: { syntax: "typescript", tsx: true },
      transform: { react: { runtime: "automatic" } },
    },
    module: { type: "es6" },
    sourceMaps: "inline",
  },
];

const common = {
  testEnvironment: "node",
  extensionsToTreatAsEsm: [".ts", ".tsx"],
  transform: { "^.+\\.tsx?$": swc },
  modulePathIgnorePatterns: ["<rootDir>/dist", "<rootDir>/cdk.out", "<rootDir>/.local"],
};
const ignored = ["/node_modules/", "/dist/", "/cdk.out/", "/.local/"];
const journeys = ["<rootDir>/tests/e2e/", "<rootDir>/tests/browser/"];

/** @type {import("jest").Config} */
export default {
  maxWorkers: 2,
  testTimeout: 60_000,
  projects: [
    { ...common, displayName: "unit", testPathIgnorePatterns: [...ignored, ...journeys] },
    // One running marketplace for all journeys, over HTTP and WebSocket and in Chromium.
    {
      ...common,
      displayName: "journeys",
      roots: journeys,
      testPathIgnorePatterns: ignored,
      globalSetup: "<rootDir>/tests/e2e/setup.ts",
      globalTeardown: "<rootDir>/tests/e2e/teardown.ts",
    },
  ],
};
