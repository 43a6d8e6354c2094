/** MiniStack as a process on 127.0.0.1. It keeps everything in memory and in a folder that goes when it ends. */
import { mkdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { claimPort } from "@freelancerm/local/ports";
import { HarnessError } from "./paths.ts";
import { end, start } from "./process.ts";

const launcher = fileURLToPath(new URL("launch.py", import.meta.url));
const READY_WITHIN_MS = 60_000;
export const REGION = "eu-west-1";
export const ACCOUNT = "000000000000";

export interface MiniStack {
  url: string;
  port: number;
  /** What it printed. */
  log: string;
  close(): Promise<void>;
}

/** Starts it; 0 takes a free port. Throws one sentence when the port is taken or it does not answer in time. */
export async function startMiniStack(venv: string, wanted: number, folder: string): Promise<MiniStack> {
  const port = await claimPort(wanted, "MiniStack");
  const temporary = join(folder, "tmp");
  mkdirSync(temporary, { recursive: true });
  // It unpacks functions here beside a CommonJS worker, which this repository's own package.json would make a module.
  writeFileSync(join(temporary, "package.json"), "{}\n");
  const log = join(folder, "ministack.log");
  const child = start(join(venv, "bin", "python"), [launcher], {
    log,
    cwd: folder,
    env: {
      PATH: process.env.PATH,
      HOME: temporary,
      TMPDIR: temporary,
      BIND_HOST: "127.0.0.1",
      MINISTACK_HOST: "localhost",
      GATEWAY_PORT: String(port),
      MINISTACK_REGION: REGION,
      MINISTACK_ACCOUNT_ID: ACCOUNT,
      STATE_DIR: join(folder, "state"),
      S3_DATA_DIR: join(folder, "s3"),
      IOT_MTLS_ENABLED: "0",
      // Policies are evaluated and mailed codes compared, as on AWS; by default it lets everything pass.
      AUTH: "true",
    },
  });
  const close = async () => {
    await end(child);
    rmSync(temporary, { recursive: true, force: true });
  };
  const url = `http://127.0.0.1:${port}`;
  const deadline = Date.now() + READY_WITHIN_MS;
  while (!(await answers(url))) {
    if (child.exitCode !== null || child.signalCode !== null || Date.now() > deadline) {
      await close();
      throw new HarnessError(`MiniStack did not start:\n${readFileSync(log, "utf8").slice(-2000)}`);
    }
    await new Promise((resolve) => setTimeout(resolve, 200));
  }
  return { url, port, log, close };
}

/** Whether a MiniStack is up at an address. */
export const answers = (url: string): Promise<boolean> =>
  fetch(`${url}/_ministack/health`).then(
    ({ ok }) => ok,
    () => false,
  );

/** What an AWS client needs to reach it and nothing else: no profile, role or proxy of this machine gets in. */
export function environment(url: string): NodeJS.ProcessEnv {
  const own = Object.entries(process.env).filter(([name]) => !/^(AWS_|CDK_)|_proxy$/i.test(name));
  return {
    ...Object.fromEntries(own),
    AWS_ENDPOINT_URL: url,
    AWS_ENDPOINT_URL_S3: url,
    AWS_ACCESS_KEY_ID: "test",
    AWS_SECRET_ACCESS_KEY: "test",
    AWS_REGION: REGION,
    AWS_CONFIG_FILE: "/dev/null",
    AWS_SHARED_CREDENTIALS_FILE: "/dev/null",
    CDK_DEFAULT_ACCOUNT: ACCOUNT,
    CDK_DEFAULT_REGION: REGION,
    CDK_DISABLE_CLI_TELEMETRY: "true",
  };
}

/** Options of an SDK client of this process. */
export const clientOptions = (url: string) => ({
  endpoint: url,
  region: REGION,
  credentials: { accessKeyId: "test", secretAccessKey: "test" },
});
