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

/** @type {import("jest").Config} */
export default {
  testEnvironment: "node",
  extensionsToTreatAsEsm: [".ts", ".tsx"],
  transform: { "^.+\\.tsx?$": swc },
  testPathIgnorePatterns: ["/node_modules/", "/dist/", "/cdk.out/", "/.local/"],
  modulePathIgnorePatterns: ["<rootDir>/dist", "<rootDir>/cdk.out", "<rootDir>/.local"],
  maxWorkers: 2,
};
