/** A marketplace of a test's own, started as `npm start` starts it, to be ended in every way a process can end. */
import { type ChildProcess, spawn } from "node:child_process";
import { existsSync, readdirSync, readFileSync } from "node:fs";
import { createServer } from "node:net";
import { join } from "node:path";

const READY_WITHIN_MS = 120_000;

export interface Started {
  child: ChildProcess;
  /** Everything it has printed. */
  output(): string;
  /** The exit code; null when a signal ended it. */
  exited: Promise<number | null>;
  /** Resolves when it says it is ready; throws with what it printed when it ends before. */
  ready(): Promise<void>;
}

const running = new Set<ChildProcess>();
/** Whatever a failed test leaves behind. */
afterAll(() => {
  for (const child of running) child.kill("SIGKILL");
});

export function start(stateDir: string, args: string[], env: Record<string, string> = {}): Started {
  const command = ["--import", "tsx", "packages/demo/src/start.ts", "--empty", "--state", stateDir, ...args];
  const child = spawn(process.execPath, command, { env: { ...process.env, NODE_OPTIONS: "", ...env } });
  running.add(child);
  let output = "";
  for (const stream of [child.stdout, child.stderr]) {
    stream.on("data", (chunk) => {
      output += chunk;
    });
  }
  const exited = new Promise<number | null>((resolve) => child.once("close", resolve));
  void exited.then(() => running.delete(child));
  return {
    child,
    output: () => output,
    exited,
    async ready() {
      const deadline = Date.now() + READY_WITHIN_MS;
      while (!existsSync(join(stateDir, "endpoints.json"))) {
        if (child.exitCode !== null || Date.now() > deadline) {
          // Nothing is torn down after a file that could not begin.
          child.kill("SIGKILL");
          throw new Error(`It did not start:\n${output}`);
        }
        await new Promise((resolve) => setTimeout(resolve, 50));
      }
    },
  };
}

/** Listens on a port of 127.0.0.1; answers how to let it go. Rejects when it is taken. */
export const occupy = (port: number): Promise<() => Promise<void>> =>
  new Promise((resolve, reject) => {
    const server = createServer();
    server.once("error", reject);
    server.listen(port, "127.0.0.1", () => resolve(() => new Promise((done) => server.close(() => done()))));
  });

/** The first of as many free ports in a row as a marketplace takes, below those the kernel hands to whoever asks for any. */
export async function freeRow(): Promise<number> {
  for (;;) {
    const first = 20_000 + 4 * Math.floor(Math.random() * 3000);
    const row = await Promise.allSettled([0, 1, 2, 3].map((step) => occupy(first + step)));
    await Promise.all(row.map((outcome) => outcome.status === "fulfilled" && outcome.value()));
    if (row.every(({ status }) => status === "fulfilled")) return first;
  }
}

/** Command lines of the processes that work on a state folder: the starter, its engine, and whoever watches the engine. */
export function processesOf(stateDir: string): string[] {
  const all = readdirSync("/proc")
    .filter((name) => /^\d+$/.test(name))
    .map((pid) => ({ pid, command: commandOf(pid) }));
  const own = all.filter(({ command }) => command.includes(stateDir));
  const watchers = all.filter(({ command }) => own.some(({ pid }) => command.includes(`kill -9 ${pid}`)));
  return [...own, ...watchers].map(({ command }) => command);
}

function commandOf(pid: string): string {
  try {
    return readFileSync(`/proc/${pid}/cmdline`, "utf8").replaceAll("\0", " ");
  } catch {
    // It has ended meanwhile.
    return "";
  }
}
