import { readFileSync } from "node:fs";
import { join } from "node:path";
import { LocalCloudError } from "../errors.ts";

// biome-ignore lint/suspicious/noExplicitAny: CloudFormation is as free as JSON.
export type Json = any;

export interface Template {
  Parameters?: Record<string, { Type: string; Default?: Json }>;
  Mappings?: Record<string, Record<string, Record<string, Json>>>;
  Conditions?: Record<string, Json>;
  Resources?: Record<string, TemplateResource>;
  Outputs?: Record<string, { Value: Json; Condition?: string; Export?: { Name: Json } }>;
}

export interface TemplateResource {
  Type: string;
  Properties?: Record<string, Json>;
  Metadata?: Record<string, Json>;
  Condition?: string;
}

export interface Stack {
  name: string;
  /** Folder its template and its relative asset paths are in. */
  folder: string;
  template: Template;
  /** Source path of each file asset by the hash it has as object key. */
  assets: Record<string, string>;
}

interface Artifact {
  type: string;
  dependencies?: string[];
  properties?: { templateFile?: string; stackName?: string; directoryName?: string; file?: string };
}

/** Reads every stack of a synthesised CDK app (stages included), each after the stacks it depends on. */
export function readAssembly(folder: string): Stack[] {
  const { artifacts = {} } = readJson(join(folder, "manifest.json")) as { artifacts?: Record<string, Artifact> };
  const stacks: Stack[] = [];
  const assets = Object.assign({}, ...Object.values(artifacts).map(assetsOf));
  const visited = new Set<string>();
  for (const id of Object.keys(artifacts)) visit(id);
  return stacks;

  function visit(id: string): void {
    const artifact = artifacts[id];
    if (!artifact || visited.has(id)) return;
    visited.add(id);
    for (const dependency of artifact.dependencies ?? []) visit(dependency);
    const { templateFile, stackName, directoryName } = artifact.properties ?? {};
    if (artifact.type === "aws:cloudformation:stack" && templateFile) {
      const template = readJson(join(folder, templateFile)) as Template;
      stacks.push({ name: stackName ?? id, folder, template, assets });
    } else if (artifact.type === "cdk:cloud-assembly" && directoryName) {
      stacks.push(...readAssembly(join(folder, directoryName)));
    }
  }

  function assetsOf({ type, properties }: Artifact): Record<string, string> {
    if (type !== "cdk:asset-manifest" || !properties?.file) return {};
    const { files = {} } = readJson(join(folder, properties.file)) as { files?: Record<string, { source: Json }> };
    return Object.fromEntries(Object.entries(files).map(([hash, { source }]) => [hash, source.path]));
  }
}

function readJson(file: string): unknown {
  try {
    return JSON.parse(readFileSync(file, "utf8"));
  } catch (error) {
    const reason = (error as NodeJS.ErrnoException).code === "ENOENT" ? "is missing" : "is not readable JSON";
    throw new LocalCloudError(`The cloud assembly file ${file} ${reason}: synthesise the app first.`);
  }
}
