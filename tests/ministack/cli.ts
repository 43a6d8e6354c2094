/** `npm run ministack:up|deploy|test`: MiniStack in the foreground, a deployment to it, or both with the journeys. */
import { parseArgs } from "node:util";
import { LocalCloudError } from "@freelancerm/local/errors";
import { runJourneys } from "./journeys.ts";
import { HarnessError } from "./paths.ts";
import { endAll } from "./process.ts";
import { close, deployMarketplace, runningInstance, up } from "./stack.ts";
import { updateKeepsData } from "./update.ts";
import { answersAsAws } from "./wire.ts";

const USAGE = `Usage: npm run ministack:<command>
  up      [-- --port N]     start MiniStack on 127.0.0.1 (port 4566, 0 for a free one) until Ctrl-C
  deploy                    deploy the marketplace to it, or what changed of it
  test    [-- PATH …]       run the journeys against it, then update it; without one that is up, start and end one`;

let leaving = false;

async function leave(code: number): Promise<never> {
  leaving = true;
  await endAll();
  await close();
  process.exit(code);
}
for (const signal of ["SIGINT", "SIGTERM", "SIGHUP"] as const) {
  process.on(signal, () => {
    if (leaving) return;
    console.error("\nInterrupted: ending what was started. A deployment that was cut short goes on with the next one.");
    void leave(130);
  });
}

const commands: Record<string, (port: number, paths: string[]) => Promise<void>> = {
  async up(port) {
    const { url, folder } = await up({ port, announce: true });
    console.log(`MiniStack is up at ${url}; its log is in ${folder}. Ctrl-C ends it and what it holds.`);
    await new Promise(() => {});
  },
  async deploy() {
    const instance = await runningInstance();
    if (!instance) throw new HarnessError("MiniStack is not up: start it with npm run ministack:up.");
    console.log(`Deployed; its endpoints are in ${await deployMarketplace(instance)}`);
  },
  async test(_port, paths) {
    const there = await runningInstance();
    const instance = there ?? (await up({ port: 0, announce: false }));
    const started = performance.now();
    const endpoints = await deployMarketplace(instance);
    console.log(`Deployed to MiniStack in ${((performance.now() - started) / 1000).toFixed(1)} s.`);
    await runJourneys(endpoints, paths);
    if (paths.length > 0) return;
    console.log(await answersAsAws(instance, endpoints));
    console.log(await updateKeepsData(instance, endpoints));
    if (there) await deployMarketplace(instance);
  },
};

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: { port: { type: "string", default: "4566" } },
});
const [name = "", ...paths] = positionals;
const command = commands[name];
if (!command || !/^\d+$/.test(values.port)) {
  console.error(USAGE);
  process.exit(2);
}
try {
  await command(Number(values.port), paths);
  await leave(0);
} catch (error) {
  if (!leaving) {
    const known = error instanceof HarnessError || error instanceof LocalCloudError;
    console.error(known ? error.message : error);
    await leave(1);
  }
}
