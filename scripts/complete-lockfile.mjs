/**
 * Completes package-lock.json: a registry mirror may not serve the binaries of every platform, and npm then leaves those
 * optional packages out of the lock, which `npm ci` refuses. Run after every `npm install`: node scripts/complete-lockfile.mjs
 */
import { readFileSync, writeFileSync } from "node:fs";

const file = "package-lock.json";
const lock = JSON.parse(readFileSync(file, "utf8"));
const SYSTEMS = ["android", "darwin", "freebsd", "linux", "openharmony", "win32"];
const PROCESSORS = ["arm64", "arm", "ia32", "loong64", "ppc64", "riscv64", "s390x", "wasm32", "x64"];

for (const [parent, { optionalDependencies = {}, dev }] of Object.entries(lock.packages)) {
  if (!parent.startsWith("node_modules/")) continue;
  for (const [name, version] of Object.entries(optionalDependencies)) {
    const path = `node_modules/${name}`;
    if (lock.packages[path] || lock.packages[`${parent}/${path}`] || !/^\d/.test(version)) continue;
    const os = SYSTEMS.filter((system) => name.includes(`-${system}`));
    const cpu = PROCESSORS.filter((processor) => new RegExp(`-${processor}(-|$)`).test(name));
    if (name.includes("-arm-") && !cpu.includes("arm")) cpu.push("arm");
    const libc = /musl/.test(name) ? ["musl"] : /gnu/.test(name) ? ["glibc"] : [];
    lock.packages[path] = {
      ...(libc.length > 0 && { libc }),
      version,
      ...(dev && { dev }),
      optional: true,
      ...(os.length > 0 && { os }),
      cpu: cpu.length > 0 ? cpu : ["none"],
    };
    console.log(`added ${name}@${version} (${os} ${cpu})`);
  }
}
const { "": root, ...rest } = lock.packages;
const byPath = Object.entries(rest).sort(([a], [b]) => (a < b ? -1 : 1));
lock.packages = { "": root, ...Object.fromEntries(byPath) };
writeFileSync(file, `${JSON.stringify(lock, null, 2)}\n`);
