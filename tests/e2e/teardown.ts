/** Ends the marketplace that setup.ts started, and its state. */
import { rmSync } from "node:fs";
import { dirname } from "node:path";

const alive = (pid: number): boolean => {
  try {
    process.kill(pid, 0);
    return true;
  } catch {
    return false;
  }
};

export default async function teardown(): Promise<void> {
  const pid = Number(process.env.MARKETPLACE_PID);
  if (!pid) return;
  process.kill(pid, "SIGTERM");
  const deadline = Date.now() + 15_000;
  while (alive(pid) && Date.now() < deadline) await new Promise((resolve) => setTimeout(resolve, 100));
  if (alive(pid)) process.kill(pid, "SIGKILL");
  rmSync(dirname(process.env.ENDPOINTS!), { recursive: true, force: true });
}
