/** LocalStack as a process on 127.0.0.1. It keeps what it holds in memory and in its folder. */
import { chmodSync, existsSync, mkdirSync, readFileSync, symlinkSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { claimPort } from "@freelancerm/local/ports";
import { HarnessError, root } from "../ministack/paths.ts";
import { end, run, start } from "../ministack/process.ts";

const READY_WITHIN_MS = 90_000;
const DYNAMODB_LOCAL = join(root, ".local", "tools", "dynamodb-local");

export interface LocalStack {
  url: string;
  /** What it printed. */
  log: string;
  close(): Promise<void>;
}

/** Starts it on a free port with its files below `folder`. Throws one sentence when it does not answer in time. */
export async function startLocalStack(venv: string, folder: string): Promise<LocalStack> {
  const port = await claimPort(0, "LocalStack");
  mkdirSync(folder, { recursive: true });
  await layOutDynamoDbLocal(join(folder, "var", "lib", "localstack", "lib"));
  const log = join(folder, "localstack.log");
  const address = `127.0.0.1:${port}`;
  const child = start(join(venv, "bin", "python"), ["-m", "localstack.runtime.main"], {
    log,
    cwd: folder,
    env: {
      PATH: process.env.PATH,
      HOME: folder,
      XDG_CACHE_HOME: join(folder, "cache"),
      FILESYSTEM_ROOT: folder,
      // It would take the machine it runs on for its image and write to /var/lib.
      OVERRIDE_IN_DOCKER: "0",
      GATEWAY_LISTEN: address,
      LOCALSTACK_HOST: address,
      SERVICES: "dynamodb,dynamodbstreams,events,sqs,s3",
      PROVIDER_OVERRIDE_DYNAMODBSTREAMS: "v2",
      DYNAMODB_REMOVE_EXPIRED_ITEMS: "1",
      S3_SKIP_SIGNATURE_VALIDATION: "0",
      // Nothing of it is to look for anything outside.
      DISABLE_EVENTS: "1",
      SKIP_SSL_CERT_DOWNLOAD: "1",
      DNS_ADDRESS: "0",
    },
  });
  const url = `http://${address}`;
  const deadline = Date.now() + READY_WITHIN_MS;
  while (!(await answers(url))) {
    if (child.exitCode === null && Date.now() < deadline) {
      await new Promise((resolve) => setTimeout(resolve, 250));
      continue;
    }
    await end(child);
    throw new HarnessError(`LocalStack did not start:\n${readFileSync(log, "utf8").trimEnd().slice(-2000)}`);
  }
  return { url, log, close: () => end(child) };
}

const answers = (url: string): Promise<boolean> =>
  fetch(`${url}/_localstack/health`).then(
    ({ ok }) => ok,
    () => false,
  );

/**
 * Puts DynamoDB Local and Java where LocalStack would download them to. Its Java agent, which lifts the limit of 20 indexes,
 * is not to be had apart from LocalStack's image; the tables here have two.
 */
async function layOutDynamoDbLocal(libraries: string): Promise<void> {
  if (!existsSync(join(DYNAMODB_LOCAL, "DynamoDBLocal.jar"))) {
    throw new HarnessError("DynamoDB Local is missing: npm run dynamodb-local:install.");
  }
  const java = (await run("/bin/sh", ["-c", "command -v java"]).catch(() => "")).trim();
  if (!java) throw new HarnessError("DynamoDB Local needs Java 17 or later as java; none was found.");
  const program = join(libraries, "java", "21", "bin");
  mkdirSync(program, { recursive: true });
  const withoutAgent = `for argument; do
  shift
  case $argument in -javaagent:*) ;; *) set -- "$@" "$argument" ;; esac
done`;
  writeFileSync(join(program, "java"), `#!/bin/sh\n${withoutAgent}\nexec "${java}" "$@"\n`);
  chmodSync(join(program, "java"), 0o755);
  mkdirSync(join(libraries, "dynamodb-local"), { recursive: true });
  symlinkSync(DYNAMODB_LOCAL, join(libraries, "dynamodb-local", "2"));
}
