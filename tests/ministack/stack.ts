/** A running MiniStack with its doors, and the marketplace deployed to it. */
import { existsSync, mkdirSync, readdirSync, readFileSync, renameSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { addressesOf, fillGaps, openForBusiness, putStripeSecrets, tellAddresses } from "./configure.ts";
import { bootstrap, type Change, type Deployed, deploy } from "./deploy.ts";
import { openInbox, openStripe } from "./doors.ts";
import { installMiniStack } from "./install.ts";
import { HarnessError, home } from "./paths.ts";
import { answers, startMiniStack } from "./server.ts";

/** Who runs, for the commands of other terminals; the file goes when it ends. */
export interface Instance {
  pid: number;
  url: string;
  mailUrl: string;
  stripeUrl: string;
  /** Folder of its logs, its assembly and its outputs. */
  folder: string;
}

const instanceFile = join(home, "instance.json");
export const endpointsFile = (folder: string): string => join(folder, "endpoints.json");

/** Outputs of all its stacks by key. */
export const outputsOf = (folder: string): Record<string, string> =>
  Object.assign({}, ...Object.values(JSON.parse(readFileSync(join(folder, "outputs.json"), "utf8")) as object[]));

/** The instance of `ministack:up`, if it still answers. */
export async function runningInstance(): Promise<Instance | undefined> {
  if (!existsSync(instanceFile)) return undefined;
  const instance: Instance = JSON.parse(readFileSync(instanceFile, "utf8"));
  return isAlive(instance.pid) && (await answers(instance.url)) ? instance : undefined;
}

function isAlive(pid: number): boolean {
  try {
    return process.kill(pid, 0);
  } catch {
    return false;
  }
}

/** What leaves nothing behind, in order of making. */
const endings: (() => unknown)[] = [];
let closing: Promise<void> | undefined;

/** Ends what `up` has begun so far, and takes its files away; asked again, it is the same ending. */
export function close(): Promise<void> {
  closing ??= (async () => {
    while (endings.length > 0) await endings.pop()!();
  })();
  return closing;
}

/** Folders of runs that were killed before they could take them away. */
function sweep(): void {
  for (const name of existsSync(home) ? readdirSync(home) : []) {
    const [, pid] = /^run-(\d+)$/.exec(name) ?? [];
    if (pid && !isAlive(Number(pid))) rmSync(join(home, name), { recursive: true, force: true });
  }
}

/**
 * Installs, starts and bootstraps MiniStack, and opens the doors. `announce` makes it the one other terminals find.
 * Throws one sentence when one runs already, or the port is taken; `close` ends it, whole or half begun.
 */
export async function up({ port, announce }: { port: number; announce: boolean }): Promise<Instance> {
  const other = await runningInstance();
  if (announce && other) throw new HarnessError(`MiniStack is up already, at ${other.url} (process ${other.pid}).`);
  const venv = await installMiniStack();
  sweep();
  const folder = join(home, announce ? "up" : `run-${process.pid}`);
  rmSync(folder, { recursive: true, force: true });
  mkdirSync(folder, { recursive: true });
  endings.push(() => rmSync(folder, { recursive: true, force: true }));
  const ministack = await startMiniStack(venv, port, folder);
  endings.push(ministack.close);
  const inbox = await openInbox(ministack.url);
  endings.push(inbox.close);
  const stripe = await openStripe(() => webhookOf(folder));
  endings.push(stripe.close);
  await bootstrap(ministack.url, folder);
  const instance = { pid: process.pid, url: ministack.url, mailUrl: inbox.url, stripeUrl: stripe.url, folder };
  if (announce) {
    write(instanceFile, instance);
    endings.push(() => rmSync(instanceFile, { force: true }));
  }
  return instance;
}

/** Where the deployed marketplace takes the processor's events. */
function webhookOf(folder: string): string | undefined {
  const file = endpointsFile(folder);
  return existsSync(file) ? `${JSON.parse(readFileSync(file, "utf8")).httpUrl}/webhooks/stripe` : undefined;
}

/** Deploys the marketplace, or what changed of it, and writes endpoints.json beside the outputs; returns its path. */
export async function deployMarketplace(
  { url, mailUrl, stripeUrl, folder }: Instance,
  change?: Change,
): Promise<string> {
  const deployed: Deployed = await deploy(url, stripeUrl, folder, change);
  const addresses = addressesOf(url, deployed);
  await putStripeSecrets(url, deployed);
  await tellAddresses(url, addresses);
  await fillGaps(url, deployed);
  await openForBusiness(url, deployed, addresses);
  const file = endpointsFile(folder);
  write(file, {
    httpUrl: addresses.httpUrl,
    wsUrl: addresses.socketUrl,
    webUrl: deployed.outputs.SiteUrl,
    mailUrl,
    stripeUrl,
    identityUrl: url,
    userPoolId: deployed.outputs.UserPoolId,
    userPoolClientId: deployed.outputs.UserPoolClientId,
    demoAccounts: [],
  });
  return file;
}

function write(file: string, value: object): void {
  writeFileSync(`${file}.new`, `${JSON.stringify(value, null, 2)}\n`);
  renameSync(`${file}.new`, file);
}
