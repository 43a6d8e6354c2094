/**
 * Starts the marketplace once for all journeys, as `npm start` does, on free ports and in a state folder of its own; or uses
 * the one whose endpoints file is named by ENDPOINTS, wherever it runs.
 */
import { spawn } from "node:child_process";
import { existsSync, mkdtempSync, openSync, readFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

const READY_WITHIN_MS = 120_000;

export default async function setup(): Promise<void> {
  if (process.env.ENDPOINTS) return;
  const stateDir = mkdtempSync(join(tmpdir(), "freelancerm-journeys-"));
  const file = join(stateDir, "endpoints.json");
  const log = join(stateDir, "start.log");
  const output = openSync(log, "w");
  const child = spawn(
    process.execPath,
    ["--import", "tsx", "packages/demo/src/start.ts", "--port", "0", "--state", stateDir],
    { stdio: ["ignore", output, output], env: { ...process.env, NODE_OPTIONS: "", LOG_LEVEL: "info" } },
  );
  const deadline = Date.now() + READY_WITHIN_MS;
  while (!existsSync(file)) {
    if (child.exitCode !== null || Date.now() > deadline) {
      child.kill("SIGKILL");
      throw new Error(`The marketplace did not start:\n${readFileSync(log, "utf8").slice(-3000)}`);
    }
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
  process.env.ENDPOINTS = file;
  process.env.MARKETPLACE_PID = String(child.pid);
}
