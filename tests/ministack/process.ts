/** Commands and servers in process groups of their own, so that ending one ends all it started. */
import { type ChildProcess, spawn } from "node:child_process";
import { createWriteStream } from "node:fs";
import { HarnessError } from "./paths.ts";

const alive = new Set<ChildProcess>();
const GRACE_MS = 5000;

export interface Command {
  /** What a failure is called; by default the command itself. */
  what?: string;
  env?: NodeJS.ProcessEnv;
  cwd?: string;
  /** File that gets all output. */
  log?: string;
  /** Show the output as it comes: all of it, or the errors alone. */
  show?: "all" | "errors";
}

/** Starts a command; its output goes to the log, or is shown. */
export function start(command: string, args: string[], { env, cwd, log, show }: Command = {}): ChildProcess {
  const shown = (wanted: boolean) => (wanted ? "inherit" : "pipe");
  const stdio = ["ignore", shown(show === "all"), shown(show !== undefined)] as const;
  const child = spawn(command, args, { env, cwd, detached: true, stdio: [...stdio] });
  alive.add(child);
  child.once("exit", () => alive.delete(child));
  child.once("error", () => alive.delete(child));
  if (log) {
    const file = createWriteStream(log);
    child.stdout?.pipe(file, { end: false });
    child.stderr?.pipe(file, { end: false });
    child.once("close", () => file.end());
  }
  return child;
}

/** Runs a command to its end and returns what it printed. Throws a HarnessError with the end of its output. */
export function run(command: string, args: string[], options: Command = {}): Promise<string> {
  const what = options.what ?? `${command} ${args.join(" ")}`;
  const child = start(command, args, options);
  let output = "";
  for (const stream of [child.stdout, child.stderr]) stream?.on("data", (data) => (output += data));
  return new Promise((resolve, reject) => {
    child.once("error", (error) => reject(new HarnessError(`${what} failed: ${error.message}`)));
    child.once("close", (code, signal) => {
      if (code === 0) return resolve(output);
      const end = output.trimEnd().split("\n").slice(-25).join("\n");
      reject(new HarnessError(`${what} failed (${signal ?? `exit ${code}`})${end && `:\n${end}`}`));
    });
  });
}

/** Ends a process and everything in its group: first politely, then for good. */
export async function end(child: ChildProcess): Promise<void> {
  const deadline = Date.now() + GRACE_MS;
  signal(child, "SIGTERM");
  while (signal(child, 0) && Date.now() < deadline) await new Promise((resolve) => setTimeout(resolve, 50));
  signal(child, "SIGKILL");
}

/** Ends what was started here and is still there. */
export const endAll = async (): Promise<void> => void (await Promise.all([...alive].map(end)));

/** Signals the group; false when nobody is left in it. */
function signal({ pid }: ChildProcess, name: NodeJS.Signals | 0): boolean {
  try {
    return pid !== undefined && process.kill(-pid, name);
  } catch {
    return false;
  }
}
