import { randomBytes } from "node:crypto";
import { mkdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { LocalCloudError } from "./errors.ts";
import { openStore } from "./store.ts";

export interface StateFolder {
  /** Secret of this folder from which access keys are derived. */
  seed: string;
  /** Lets another process use the folder. */
  release(): void;
}

interface Holder {
  pid: number;
  /** Start of the process as the kernel counts it: a number may have been given to another process since. */
  startedAt?: string;
}

/**
 * Makes the folder if need be and claims it for this process. Throws a LocalCloudError when it cannot be written or
 * another living process holds it; the claim of a killed process is taken over.
 */
export function claimStateFolder(folder: string): StateFolder {
  const file = join(folder, "lock.json");
  try {
    mkdirSync(folder, { recursive: true, mode: 0o700 });
    lock();
    const { value, save } = openStore(join(folder, "seed.json"), { seed: randomBytes(32).toString("hex") });
    save();
    return { seed: value.seed, release: () => rmSync(file, { force: true }) };
  } catch (error) {
    if (error instanceof LocalCloudError) throw error;
    throw new LocalCloudError(`The state folder ${folder} cannot be used: ${(error as Error).message}`);
  }

  function lock(): void {
    const own: Holder = { pid: process.pid, startedAt: startOf(process.pid) };
    for (let tries = 0; tries < 2; tries += 1) {
      try {
        writeFileSync(file, JSON.stringify(own), { flag: "wx" });
        return;
      } catch (error) {
        if ((error as NodeJS.ErrnoException).code !== "EEXIST") throw error;
      }
      const holder = read();
      if (holder && lives(holder)) {
        throw new LocalCloudError(
          `The state folder ${folder} is in use by process ${holder.pid}: end it first, or choose another folder.`,
        );
      }
      rmSync(file, { force: true });
    }
    throw new LocalCloudError(`The state folder ${folder} is being claimed by another process.`);
  }

  function read(): Holder | undefined {
    try {
      return JSON.parse(readFileSync(file, "utf8"));
    } catch {
      return undefined;
    }
  }
}

function lives({ pid, startedAt }: Holder): boolean {
  try {
    process.kill(pid, 0);
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === "EPERM";
  }
  return startedAt === startOf(pid);
}

/** Field 22 of /proc/<pid>/stat, counted after the name, which may hold spaces; undefined where there is no /proc. */
function startOf(pid: number): string | undefined {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, "utf8");
    return stat.slice(stat.lastIndexOf(")") + 2).split(" ")[19];
  } catch {
    return undefined;
  }
}
