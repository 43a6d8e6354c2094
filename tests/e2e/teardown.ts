/** Ends the marketplace that setup.ts started, and its state. Fails when a function was refused anything in any of the journeys. */
import { readFileSync, rmSync } from "node:fs";
import { dirname } from "node:path";

const alive = (pid: number): boolean => {
  try {
    process.kill(pid, 0);
    return true;
  } catch {
    return false;
  }
};

/** What functions tried without being allowed to. */
async function refusals(): Promise<string[]> {
  const { identityUrl } = JSON.parse(readFileSync(process.env.ENDPOINTS!, "utf8"));
  const permissions = await (await fetch(`${identityUrl}/_local/permissions`)).json();
  return (permissions as { observed: { denied?: string }[] }).observed.flatMap(({ denied }) => denied ?? []);
}

export default async function teardown(): Promise<void> {
  const pid = Number(process.env.MARKETPLACE_PID);
  if (!pid) return;
  const refused = await refusals();
  process.kill(pid, "SIGTERM");
  const deadline = Date.now() + 15_000;
  while (alive(pid) && Date.now() < deadline) await new Promise((resolve) => setTimeout(resolve, 100));
  if (alive(pid)) process.kill(pid, "SIGKILL");
  rmSync(dirname(process.env.ENDPOINTS!), { recursive: true, force: true });
  if (refused.length > 0) throw new Error(`Roles lack what functions need:\n${refused.join("\n")}`);
}
