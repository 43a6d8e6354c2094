/** A running MiniStack with its doors, and the marketplace deployed to it. */
import { existsSync, mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { addressesOf, fillGaps, openForBusiness, putStripeSecrets, tellAddresses } from "./configure.ts";
import { bootstrap, type Deployed, deploy } from "./deploy.ts";
import { openInbox, openStripe } from "./doors.ts";
import { installMiniStack } from "./install.ts";
import { HarnessError, home } from "./paths.ts";
import { startMiniStack } from "./server.ts";

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

/** The instance of `ministack:up`, if it still runs. */
export function runningInstance(): Instance | undefined {
  if (!existsSync(instanceFile)) return undefined;
  const instance: Instance = JSON.parse(readFileSync(instanceFile, "utf8"));
  try {
    process.kill(instance.pid, 0);
    return instance;
  } catch {
    return undefined;
  }
}

export interface Running extends Instance {
  close(): Promise<void>;
}

/**
 * Installs, starts and bootstraps MiniStack, and opens the doors. `announce` makes it the one other terminals find.
 * Throws one sentence when one runs already, or the port is taken; nothing is left behind then.
 */
export async function up({ port, announce }: { port: number; announce: boolean }): Promise<Running> {
  const other = runningInstance();
  if (announce && other) throw new HarnessError(`MiniStack is up already, at ${other.url} (process ${other.pid}).`);
  const venv = await installMiniStack();
  const folder = join(home, announce ? "up" : `run-${process.pid}`);
  rmSync(folder, { recursive: true, force: true });
  mkdirSync(folder, { recursive: true });
  const endings: (() => unknown)[] = [() => rmSync(folder, { recursive: true, force: true })];
  const close = async () => {
    for (const end of endings.splice(0).reverse()) await end();
  };
  try {
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
    return { ...instance, close };
  } catch (error) {
    await close();
    throw error;
  }
}

/** Where the deployed marketplace takes the processor's events. */
function webhookOf(folder: string): string | undefined {
  const file = endpointsFile(folder);
  return existsSync(file) ? `${JSON.parse(readFileSync(file, "utf8")).httpUrl}/webhooks/stripe` : undefined;
}

/** Deploys the marketplace, or what changed of it, and writes endpoints.json beside the outputs; returns its path. */
export async function deployMarketplace({ url, mailUrl, stripeUrl, folder }: Instance): Promise<string> {
  const deployed: Deployed = await deploy(url, stripeUrl, folder);
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
