/** `npm start`: the whole marketplace, until Ctrl-C. */
import { join } from "node:path";
import { parseArgs } from "node:util";
import { DEFAULT_PORT, startMarketplace } from "./marketplace.ts";

const USAGE = `Usage: npm start -- [--fresh] [--empty] [--port N] [--state DIR] [--watch]
  --fresh   throw the stored state away first
  --empty   start without demo data
  --port N  first of four ports in a row: application, AWS endpoint, mail, Stripe (default ${DEFAULT_PORT})
  --state   folder of all state (default .local)
  --watch   restart functions when their sources change`;

function options() {
  try {
    const { values } = parseArgs({
      options: {
        fresh: { type: "boolean" },
        empty: { type: "boolean" },
        watch: { type: "boolean" },
        state: { type: "string", default: ".local" },
        port: { type: "string", default: String(DEFAULT_PORT) },
        help: { type: "boolean", short: "h" },
      },
    });
    const port = Number(values.port);
    if (!Number.isInteger(port) || port < 0 || port > 65_532) throw new Error(`${values.port} is no port.`);
    return { ...values, port };
  } catch (error) {
    console.error(`${(error as Error).message}\n\n${USAGE}`);
    process.exit(2);
  }
}

const { help, state: stateDir, ...chosen } = options();
if (help) {
  console.log(USAGE);
  process.exit(0);
}

try {
  const started = performance.now();
  const { endpoints, close } = await startMarketplace({ ...chosen, stateDir });
  const { demoAccounts, ...urls } = endpoints;
  console.log(`\nFreelancerM is ready after ${((performance.now() - started) / 1000).toFixed(1)} s.\n`);
  const { webUrl, mailUrl, consoleUrl, ...others } = urls;
  const show = (name: string, value: string) => console.log(`  ${name.padEnd(17)} ${value}`);
  show("Open the site", webUrl);
  show("Mail it sent", mailUrl);
  show("Its console", consoleUrl);
  console.log("\nFor programs:");
  for (const [name, value] of Object.entries(others)) show(name, value);
  if (demoAccounts.length > 0) console.log(`\nDemo accounts (also in ${join(stateDir, "endpoints.json")}):`);
  for (const { role, email, password } of demoAccounts) show(role, `${email}  ${password}`);
  console.log("\nCtrl-C stops everything; what was stored stays.\n");

  let closing = false;
  for (const signal of ["SIGINT", "SIGTERM"] as const) {
    process.on(signal, () => {
      if (closing) process.exit(1);
      closing = true;
      void close().then(() => process.exit(0));
    });
  }
} catch (error) {
  console.error(`\nFreelancerM could not start: ${(error as Error).message}`);
  process.exit(1);
}
