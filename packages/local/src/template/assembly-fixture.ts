import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Template } from "./assembly.ts";
import { type LocalDeployment, loadDeployment } from "./index.ts";

export const testEndpoints = {
  edge: "http://127.0.0.1:4566",
  api: (protocol: "HTTP" | "WEBSOCKET") => `${protocol === "HTTP" ? "http" : "ws"}://127.0.0.1:8080`,
};

/** Writes a cloud assembly of hand-written templates by stack name into a new temporary folder; returns the folder. */
export function writeAssembly(templates: Record<string, Template>, files: Record<string, string> = {}): string {
  const folder = mkdtempSync(join(tmpdir(), "assembly-"));
  const artifacts: Record<string, unknown> = {};
  for (const [name, template] of Object.entries(templates)) {
    writeFileSync(join(folder, `${name}.template.json`), JSON.stringify(template));
    artifacts[name] = { type: "aws:cloudformation:stack", properties: { templateFile: `${name}.template.json` } };
  }
  writeFileSync(join(folder, "manifest.json"), JSON.stringify({ version: "48.0.0", artifacts }));
  for (const [path, text] of Object.entries(files)) {
    mkdirSync(join(folder, path, ".."), { recursive: true });
    writeFileSync(join(folder, path), text);
  }
  return folder;
}

/**
 * Deployment of one hand-written stack named "Stack". `files` are written beside its template; whoever gives some
 * removes the folder.
 */
export function deployFixture(resources: Template["Resources"], files: Record<string, string> = {}): LocalDeployment {
  const assembly = writeAssembly({ Stack: { Resources: resources } }, files);
  const deployment = loadDeployment({ assembly, endpoints: testEndpoints });
  if (Object.keys(files).length === 0) rmSync(assembly, { recursive: true });
  return deployment;
}
