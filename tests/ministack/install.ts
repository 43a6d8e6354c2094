/** MiniStack in a virtual environment of its own, made again only when the pins change. */
import { createHash } from "node:crypto";
import { existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { HarnessError, home } from "./paths.ts";
import { run } from "./process.ts";

const requirements = new URL("requirements.txt", import.meta.url);
const MINIMUM = [3, 10] as const;

/** Folder of the virtual environment; installs it first when needed. Throws when Python is missing or too old. */
export async function installMiniStack(): Promise<string> {
  const venv = join(home, "venv");
  const stamp = join(venv, "installed");
  const pins = createHash("sha256").update(readFileSync(requirements)).digest("hex");
  if (existsSync(stamp) && readFileSync(stamp, "utf8") === pins) return venv;
  await requirePython();
  console.log("Installing MiniStack into .local/ministack …");
  rmSync(venv, { recursive: true, force: true });
  mkdirSync(home, { recursive: true });
  await run("python3", ["-m", "venv", venv], { what: "Making a virtual environment (python3 -m venv)" });
  const pip = ["-m", "pip", "install", "--quiet", "--disable-pip-version-check", "--no-deps", "-r"];
  await run(join(venv, "bin", "python"), [...pip, requirements.pathname], { what: "Installing MiniStack" });
  writeFileSync(stamp, pins);
  return venv;
}

async function requirePython(): Promise<void> {
  const [major, minor] = MINIMUM;
  const says = `MiniStack needs Python ${major}.${minor} or later as python3`;
  const version = await run("python3", ["-c", "import sys; print(*sys.version_info[:2])"]).catch(() => {
    throw new HarnessError(`${says}; none was found.`);
  });
  const [foundMajor = 0, foundMinor = 0] = version.trim().split(" ").map(Number);
  if (foundMajor < major || (foundMajor === major && foundMinor < minor)) {
    throw new HarnessError(`${says}; this one is ${foundMajor}.${foundMinor}.`);
  }
}
