/**
 * `npm run localstack:hybrid:test`: the marketplace over LocalStack's DynamoDB, Streams, EventBridge, SQS and S3, and journeys
 * against it. `npm run dynamodb-local:test`: the same over DynamoDB Local alone.
 */
import { existsSync, mkdirSync, readFileSync, rmSync } from "node:fs";
import { join } from "node:path";
import { openForBusiness } from "../ministack/configure.ts";
import { HarnessError, root } from "../ministack/paths.ts";
import { end, endAll, run, start } from "../ministack/process.ts";
import { installLocalStack } from "./install.ts";
import { home } from "./paths.ts";
import { startLocalStack } from "./server.ts";

/** What the local cloud leaves to the other endpoint is what these journeys go through. */
const JOURNEYS = ["hire-to-paid", "silence", "files"].map((name) => `tests/e2e/${name}.test.ts`);
const READY_WITHIN_MS = 180_000;
/** Each call of a function passes through one Python process, or through Java to a disk. */
const TEST_TIMEOUT_MS = 180_000;
const OPTIONS = ["--experimental-vm-modules", "--disable-warning=ExperimentalWarning"];

const folder = join(home, `run-${process.pid}`);
const endings: (() => unknown)[] = [];
let leaving = false;

async function leave(code: number): Promise<never> {
  leaving = true;
  for (const close of endings.reverse()) await close();
  await endAll();
  rmSync(folder, { recursive: true, force: true });
  process.exit(code);
}
for (const signal of ["SIGINT", "SIGTERM", "SIGHUP"] as const) {
  process.on(signal, () => {
    if (!leaving) void leave(130);
  });
}

/** Starts the marketplace, without demo data, with these settings; returns its endpoints file. */
async function startMarketplace(settings: Record<string, string>): Promise<string> {
  const state = join(folder, "marketplace");
  const log = join(folder, "start.log");
  const child = start(
    process.execPath,
    ["--import", "tsx", "packages/demo/src/start.ts", "--empty", "--port", "0", "--state", state],
    {
      cwd: root,
      log,
      env: { ...process.env, NODE_OPTIONS: "", ...settings },
    },
  );
  endings.push(() => end(child));
  const file = join(state, "endpoints.json");
  const deadline = Date.now() + READY_WITHIN_MS;
  while (!existsSync(file)) {
    if (child.exitCode !== null || Date.now() > deadline) {
      throw new HarnessError(`The marketplace did not start:\n${readFileSync(log, "utf8").slice(-2000)}`);
    }
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
  const { identityUrl, httpUrl, userPoolId, userPoolClientId } = JSON.parse(readFileSync(file, "utf8"));
  const outputs = { UserPoolId: userPoolId, UserPoolClientId: userPoolClientId };
  await openForBusiness(identityUrl, { outputs }, { httpUrl, socketUrl: "", socketApiEndpoint: "" });
  return file;
}

const installDynamoDbLocal = () =>
  run("bash", [join(root, "scripts", "install-dynamodb-local.sh")], { what: "Installing DynamoDB Local" });

async function localStack(): Promise<string> {
  if (process.env.LOCALSTACK_URL) return process.env.LOCALSTACK_URL;
  const venv = await installLocalStack();
  await installDynamoDbLocal();
  const { url, close } = await startLocalStack(venv, join(folder, "localstack"));
  endings.push(close);
  console.log(`LocalStack is up at ${url}.`);
  return url;
}

/** What stands behind the local cloud, as settings of `npm start`. */
const behind: Record<string, () => Promise<Record<string, string>>> = {
  async localstack() {
    const url = await localStack();
    return {
      LOCAL_ENGINE: "endpoint",
      LOCAL_ENGINE_URL: url,
      LOCAL_UPSTREAM: "s3,events",
      LOCAL_UPSTREAM_URL: url,
    };
  },
  async "dynamodb-local"() {
    await installDynamoDbLocal();
    return { LOCAL_ENGINE: "java" };
  },
};

const [name = "", ...paths] = process.argv.slice(2);
const settings = behind[name];
if (!settings) {
  console.error(`Usage: tsx tests/localstack/cli.ts ${Object.keys(behind).join("|")} [PATH …]`);
  process.exit(2);
}
try {
  mkdirSync(folder, { recursive: true });
  const ENDPOINTS = await startMarketplace(await settings());
  const jest = [join("node_modules", "jest", "bin", "jest.js"), "--selectProjects=journeys", "--runInBand"];
  await run(
    process.execPath,
    [...OPTIONS, ...jest, `--testTimeout=${TEST_TIMEOUT_MS}`, ...(paths.length > 0 ? paths : JOURNEYS)],
    { cwd: root, env: { ...process.env, NODE_OPTIONS: "", ENDPOINTS }, show: "all", what: "The journeys" },
  );
  await leave(0);
} catch (error) {
  if (!leaving) {
    console.error(error instanceof HarnessError ? error.message : error);
    await leave(1);
  }
}
