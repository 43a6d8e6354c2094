import { type ChildProcess, spawn } from "node:child_process";
import { existsSync, mkdirSync } from "node:fs";
import { createRequire } from "node:module";
import { dirname, join } from "node:path";
import { LocalCloudError } from "../errors.ts";
import { freePort } from "../ports.ts";
import { createEngineClient, type EngineClient } from "./client.ts";

/** Which program keeps the tables: dynoxide (default), DynamoDB Local on Java, or whatever answers at a URL. */
export type EngineChoice = { kind: "dynoxide" } | { kind: "java"; jar?: string } | { kind: "endpoint"; url: string };

export interface Engine {
  client: EngineClient;
  endpoint: string;
  /** Ends the engine's process, if it has one. */
  close(): Promise<void>;
}

/** Java alone may take longer to start than everything else together. */
const START_TIMEOUT_MS = { dynoxide: 15_000, java: 60_000 };
const resolvePackage = createRequire(import.meta.url).resolve;

/** Starts the engine and waits until it answers. Its process cannot outlive this one, whatever ends this one. */
export async function startEngine(choice: EngineChoice, stateDir: string): Promise<Engine> {
  if (choice.kind === "endpoint") return connect(choice.url);
  const folder = join(stateDir, "dynamodb");
  mkdirSync(folder, { recursive: true });
  const port = await freePort();
  const { command, args, cwd } = choice.kind === "java" ? java(choice.jar, port, folder) : dynoxide(port, folder);
  const child = spawn(command, args, { cwd, detached: true, stdio: ["ignore", "pipe", "pipe"] });
  const output: string[] = [];
  for (const stream of [child.stdout, child.stderr]) {
    stream.on("data", (chunk) => {
      if (output.length < 20) output.push(String(chunk).trim());
    });
  }
  const ended = new Promise<void>((resolve) => {
    child.once("exit", () => resolve());
    child.once("error", (error) => {
      output.push(error.message);
      resolve();
    });
  });
  let running = true;
  void ended.then(() => {
    running = false;
  });
  child.unref();
  const watchdog = child.pid === undefined ? undefined : watch(child.pid);

  const engine = connect(`http://127.0.0.1:${port}`);
  const deadline = Date.now() + START_TIMEOUT_MS[choice.kind];
  while (!(await answers(engine.client))) {
    if (running && Date.now() < deadline) {
      await new Promise((resolve) => setTimeout(resolve, 20));
      continue;
    }
    await close();
    const reason = output.join(" ").replace(/\.+$/, "") || "no answer";
    throw new LocalCloudError(`The DynamoDB engine ${choice.kind} did not start: ${reason}.`);
  }
  return { ...engine, close };

  async function close(): Promise<void> {
    engine.client.close();
    if (running) child.kill("SIGTERM");
    const timer = setTimeout(() => child.kill("SIGKILL"), 5000);
    await ended;
    clearTimeout(timer);
    watchdog?.kill("SIGKILL");
  }
}

function connect(endpoint: string): Engine {
  const client = createEngineClient(endpoint);
  return { endpoint, client, close: async () => client.close() };
}

async function answers(client: EngineClient): Promise<boolean> {
  return client.call("ListTables", {}).then(
    () => true,
    () => false,
  );
}

/**
 * A shell that waits for the end of a pipe only this process holds: when this process is gone, even by kill -9, the
 * pipe ends and the shell kills the engine.
 */
function watch(pid: number): ChildProcess {
  const shell = spawn("/bin/sh", ["-c", `read _; kill -9 ${pid}`], {
    detached: true,
    stdio: ["pipe", "ignore", "ignore"],
  });
  shell.unref();
  (shell.stdin as unknown as { unref(): void }).unref();
  return shell;
}

function dynoxide(port: number, folder: string) {
  let command: string;
  try {
    command = resolvePackage("@dynoxide/linux-x64/dynoxide");
  } catch {
    throw new LocalCloudError(
      `The DynamoDB engine dynoxide is not there: install the npm package @dynoxide/linux-x64 with npm install (this is ${process.platform}-${process.arch}), or choose another with LOCAL_ENGINE=java or LOCAL_ENGINE=endpoint.`,
    );
  }
  return { command, args: ["serve", "--port", String(port), "--db-path", join(folder, "tables.db")], cwd: folder };
}

function java(jar: string | undefined, port: number, folder: string) {
  const path = jar ?? shippedJar();
  if (!path || !existsSync(path)) {
    throw new LocalCloudError(
      `DynamoDB Local was not found${path ? ` at ${path}` : ""}: install the npm package amplify-dynamodb-simulator, or set DYNAMODB_LOCAL_JAR to DynamoDBLocal.jar.`,
    );
  }
  const args = [
    `-Djava.library.path=${join(dirname(path), "DynamoDBLocal_lib")}`,
    "-jar",
    path,
    "-port",
    String(port),
    "-dbPath",
    folder,
    "-sharedDb",
    "-disableTelemetry",
  ];
  return { command: "java", args, cwd: dirname(path) };
}

function shippedJar(): string | undefined {
  try {
    return join(dirname(resolvePackage("amplify-dynamodb-simulator/package.json")), "emulator", "DynamoDBLocal.jar");
  } catch {
    return undefined;
  }
}
