/** LocalStack in a virtual environment of its own, made again only when the pins change. No Docker: its runtime is Python. */
import { createHash } from "node:crypto";
import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { homedir } from "node:os";
import { join } from "node:path";
import { HarnessError } from "../ministack/paths.ts";
import { run } from "../ministack/process.ts";
import { home } from "./paths.ts";

const requirements = new URL("requirements.txt", import.meta.url);
// Its package says 3.10 and its code needs what 3.13 brought.
const MINIMUM = [3, 13] as const;

/** Folder of the virtual environment; installs it first when needed. Throws when no Python is new enough. */
export async function installLocalStack(): Promise<string> {
  const venv = join(home, "venv");
  const stamp = join(venv, "installed");
  const pins = createHash("sha256").update(readFileSync(requirements)).digest("hex");
  if (existsSync(stamp) && readFileSync(stamp, "utf8") === pins) return venv;
  const python = await newEnoughPython();
  console.log("Installing LocalStack into .local/localstack …");
  rmSync(venv, { recursive: true, force: true });
  mkdirSync(home, { recursive: true });
  await run(python, ["-m", "venv", venv], { what: "Making a virtual environment (python -m venv)" });
  const pip = ["-m", "pip", "install", "--quiet", "--disable-pip-version-check", "--no-deps", "-r"];
  await run(join(venv, "bin", "python"), [...pip, requirements.pathname], { what: "Installing LocalStack" });
  writeFileSync(stamp, pins);
  return venv;
}

/** The first that will do: LOCALSTACK_PYTHON, those on the path, those of pyenv. */
async function newEnoughPython(): Promise<string> {
  const { LOCALSTACK_PYTHON, PYENV_ROOT = join(homedir(), ".pyenv") } = process.env;
  const versions = join(PYENV_ROOT, "versions");
  const pyenv = (existsSync(versions) ? readdirSync(versions) : []).map((name) =>
    join(versions, name, "bin", "python"),
  );
  const named = LOCALSTACK_PYTHON ? [LOCALSTACK_PYTHON] : ["python3.13", "python3", ...pyenv];
  for (const python of named) {
    const version = await run(python, ["-c", "import sys; print(*sys.version_info[:2])"]).catch(() => "");
    const [major = 0, minor = 0] = version.trim().split(" ").map(Number);
    if (major === MINIMUM[0] && minor >= MINIMUM[1]) return python;
  }
  throw new HarnessError(
    `LocalStack needs Python ${MINIMUM.join(".")} or later and none was found: install one, or name it by LOCALSTACK_PYTHON.`,
  );
}
