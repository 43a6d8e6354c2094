import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { App } from "aws-cdk-lib";
import { functionNames } from "./functions.ts";
import type { DeploymentContext } from "./stages.ts";
import { createApp } from "./synth.ts";

// biome-ignore lint/suspicious/noExplicitAny: CloudFormation is as free as JSON.
type Json = any;

export interface TestResource {
  stack: string;
  id: string;
  type: string;
  properties: Json;
  deletionPolicy?: string;
}

export interface TestStageOptions extends DeploymentContext {
  validate?: boolean;
  site?: string;
  functions?: string;
}

/** One stage, synthesised over empty functions. */
export class TestStage {
  readonly app: App;
  readonly resources: TestResource[];
  readonly outputs: string[];

  constructor(
    readonly name: string,
    folder: string,
    { validate = false, ...context }: TestStageOptions = {},
  ) {
    this.app = createApp({
      stage: name,
      bundle: false,
      validate,
      outdir: join(folder, `cdk.out.${name}`),
      functions: join(folder, "functions"),
      mailFrom: "no-reply@example.com",
      ...context,
    });
    const stacks = this.app.synth().stacks;
    this.resources = stacks.flatMap(({ stackName, template }) =>
      Object.entries<Json>(template.Resources).map(([id, { Type, Properties, DeletionPolicy }]) => ({
        stack: stackName,
        id,
        type: Type,
        properties: Properties ?? {},
        deletionPolicy: DeletionPolicy,
      })),
    );
    this.outputs = stacks.flatMap(({ template }) => Object.keys(template.Outputs ?? {}));
  }

  ofType(type: string): TestResource[] {
    return this.resources.filter((resource) => resource.type === type);
  }

  only(type: string): TestResource {
    const found = this.ofType(type);
    if (found.length !== 1) throw new Error(`${this.name} has ${found.length} of ${type}`);
    return found[0]!;
  }

  /** The resource an expression of the given stack's template refers to by Ref or Fn::GetAtt. */
  referred(stack: string, expression: Json): TestResource | undefined {
    const id = expression?.Ref ?? expression?.["Fn::GetAtt"]?.[0];
    return this.resources.find((resource) => resource.stack === stack && resource.id === id);
  }

  /** The marketplace's own functions by name, without the CDK's helper. */
  functions(): Map<string, TestResource> {
    const own = this.ofType("AWS::Lambda::Function").filter(({ properties }) => properties.FunctionName);
    return new Map(own.map((fn) => [fn.properties.FunctionName.replace(`freelancerm-${this.name}-`, ""), fn]));
  }

  /** Statements of the role of a function. */
  statementsOf(name: string): Json[] {
    const { stack, properties } = this.functions().get(name)!;
    const role = this.referred(stack, properties.Role)!;
    return this.ofType("AWS::IAM::Policy")
      .filter((policy) => policy.stack === stack && policy.properties.Roles.some((of: Json) => of.Ref === role.id))
      .flatMap((policy) => policy.properties.PolicyDocument.Statement);
  }
}

/** A temporary folder with an empty handler for every function and an empty page; returns its path and what removes it. */
export function emptyProject(): { folder: string; site: string; remove(): void } {
  const folder = mkdtempSync(join(tmpdir(), "freelancerm-infra-"));
  const site = join(folder, "site");
  mkdirSync(join(site, "assets"), { recursive: true });
  writeFileSync(join(site, "index.html"), "<!doctype html>\n");
  writeFileSync(join(site, "assets", "app-1a.js"), "\n");
  for (const name of functionNames) {
    mkdirSync(join(folder, "functions", name), { recursive: true });
    writeFileSync(join(folder, "functions", name, "handler.ts"), "export const handler = async () => ({});\n");
  }
  return { folder, site, remove: () => rmSync(folder, { recursive: true, force: true }) };
}
