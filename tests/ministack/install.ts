/** MiniStack in a virtual environment of its own, made again only when the pins change. */
import { createHash } from "node:crypto";
import { existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { HarnessError, home } from "./paths.ts";
import { run } from "./process.ts";

const requirements = fileURLToPath(new URL("requirements.txt", import.meta.url));
const MINIMUM = [3, 10] as const;

/**
 * Folder of the virtual environment; installs it first when needed. Throws one sentence when Python, its venv module or
 * the package index is missing; then the next run begins anew.
 */
export async function installMiniStack(folder = home, python = "python3"): Promise<string> {
  const venv = join(folder, "venv");
  const stamp = join(venv, "installed");
  const pins = createHash("sha256").update(readFileSync(requirements)).digest("hex");
  if (existsSync(stamp) && readFileSync(stamp, "utf8") === pins) return venv;
  await requirePython(python);
  console.log("Installing MiniStack into .local/ministack …");
  try {
    rmSync(venv, { recursive: true, force: true });
    mkdirSync(folder, { recursive: true });
    await run(python, ["-m", "venv", venv], { what: "Making a virtual environment (python3 -m venv)" });
    await installPackages(join(venv, "bin", "python"));
    writeFileSync(stamp, pins);
  } catch (error) {
    rmSync(venv, { recursive: true, force: true });
    throw error;
  }
  return venv;
}

/** What pip says last is why; before it come its retries. */
async function installPackages(python: string): Promise<void> {
  const pip = ["-m", "pip", "install", "--quiet", "--disable-pip-version-check", "--no-deps", "--retries", "2"];
  await run(python, [...pip, "-r", requirements]).catch((error: Error) => {
    const reasons = error.message.match(/^ERROR: .+$/gm) ?? error.message.trim().split("\n");
    throw new HarnessError(
      `MiniStack could not be installed from the Python package index (is there a network?): ${reasons.at(-1)}`,
    );
  });
}

async function requirePython(python: string): Promise<void> {
  const [major, minor] = MINIMUM;
  const says = `MiniStack needs Python ${major}.${minor} or later as python3`;
  const version = await run(python, ["-c", "import sys; print(*sys.version_info[:2])"]).catch(() => {
    throw new HarnessError(`${says}; none was found.`);
  });
  const [foundMajor = 0, foundMinor = 0] = version.trim().split(" ").map(Number);
  if (foundMajor < major || (foundMajor === major && foundMinor < minor)) {
    throw new HarnessError(`${says}; this one is ${foundMajor}.${foundMinor}.`);
  }
  await run(python, ["-c", "import ensurepip, venv"]).catch(() => {
    throw new HarnessError("MiniStack needs Python's venv module: install it (on Debian and Ubuntu: python3-venv).");
  });
}
