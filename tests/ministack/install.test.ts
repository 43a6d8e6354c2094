import { chmodSync, existsSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { installMiniStack } from "./install.ts";

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "freelancerm-ministack-"));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

/** A python3 that answers its first arguments as told, and makes virtual environments of itself. */
function python(answers: Record<string, string>): string {
  const file = join(folder, "python3");
  const cases = Object.entries(answers).map(([asked, answer]) => `  *${JSON.stringify(asked)}*) ${answer} ;;`);
  const script = [
    "#!/bin/sh",
    'case "$*" in',
    ...cases,
    '  *"-m venv"*) mkdir -p "$3/bin" && cp "$0" "$3/bin/python" ;;',
  ];
  writeFileSync(file, [...script, "esac", ""].join("\n"));
  chmodSync(file, 0o755);
  return file;
}
const version = (text: string) => ({ version_info: `echo ${text}` });
const installed = (from: string) => installMiniStack(join(folder, "home"), from);
const left = () => existsSync(join(folder, "home", "venv"));

test("without Python the one sentence says what is needed", async () => {
  await expect(installed(join(folder, "nowhere"))).rejects.toThrow(
    /^MiniStack needs Python 3\.10 or later as python3; none was found\.$/,
  );
});

test("a Python that is too old is named", async () => {
  await expect(installed(python(version("3 8")))).rejects.toThrow(/; this one is 3\.8\.$/);
});

test("a Python without its venv module says what to install", async () => {
  const bare = python({ ...version("3 11"), ensurepip: "exit 1" });
  await expect(installed(bare)).rejects.toThrow(/^MiniStack needs Python's venv module: .+python3-venv\)\.$/);
});

test("without a network the sentence ends in pip's own reason, and nothing half-made is left", async () => {
  const pip = "echo 'WARNING: Retrying'; echo 'ERROR: No matching distribution found for ministack' >&2; exit 1";
  const offline = python({ ...version("3 11"), "-m pip": pip });
  await expect(installed(offline)).rejects.toThrow(
    /^MiniStack could not be installed from the Python package index \(is there a network\?\): ERROR: No matching distribution found for ministack$/,
  );
  expect(left()).toBe(false);
});

test("what is installed is not installed again until the pins change", async () => {
  const fine = python({ ...version("3 11"), "-m pip": "exit 0" });
  const venv = await installed(fine);
  await expect(installed(join(folder, "nowhere"))).resolves.toBe(venv);
  mkdirSync(venv, { recursive: true });
  writeFileSync(join(venv, "installed"), "other pins");
  await expect(installed(join(folder, "nowhere"))).rejects.toThrow(/none was found/);
});
