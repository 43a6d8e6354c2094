import { existsSync } from "node:fs";
import { join } from "node:path";
import { AssetHashType, Duration, Validations } from "aws-cdk-lib";
import { PolicyStatement, Role, ServicePrincipal } from "aws-cdk-lib/aws-iam";
import { Architecture, Code, Function as Lambda, LoggingFormat, Runtime, Tracing } from "aws-cdk-lib/aws-lambda";
import type { IQueue } from "aws-cdk-lib/aws-sqs";
import type { Construct } from "constructs";
import { functionFolder } from "../bundle.ts";
import { DeploymentError } from "../errors.ts";
import { type FunctionName, functions } from "../functions.ts";
import type { StageConfig } from "../stages.ts";
import { keptClock, type Resources } from "../uses.ts";
import { logGroup } from "./log-group.ts";

/** Where the code of the functions is: bundled for a deployment, or the sources for the local cloud. */
export type CodeSource = { bundled: string } | { sources: string };

export interface FunctionContext {
  stage: StageConfig;
  code: CodeSource;
  resources: Resources;
  /** Takes the events an asynchronously invoked function gave up on. */
  deadLetters?: IQueue;
}

/** The Lambda of that name with all that functions.ts says it may touch, and nothing else. */
export function createFunction(scope: Construct, name: FunctionName, context: FunctionContext): Lambda {
  const { stage, resources, deadLetters } = context;
  const spec = functions[name];
  if (!spec)
    throw new DeploymentError(`The contracts name a function "${name}" that infra/functions.ts does not describe.`);
  const logs = logGroup(scope, `${name}-logs`, stage);
  const role = new Role(scope, `${name}-role`, { assumedBy: new ServicePrincipal("lambda.amazonaws.com") });
  const fn = new Lambda(scope, name, {
    functionName: `freelancerm-${stage.name}-${name}`,
    description: spec.about,
    runtime: new Runtime("nodejs24.x", Runtime.NODEJS_22_X.family, { supportsInlineCode: true }),
    architecture: Architecture.ARM_64,
    handler: "index.handler",
    code: codeOf(name, context.code),
    memorySize: spec.memory ?? 512,
    timeout: Duration.seconds(spec.timeout),
    reservedConcurrentExecutions: stage.reservesConcurrency ? spec.concurrency : undefined,
    role,
    logGroup: logs,
    loggingFormat: LoggingFormat.JSON,
    tracing: stage.tracing ? Tracing.ACTIVE : Tracing.DISABLED,
    environment: { STAGE: stage.name, CLOCK: stage.clock },
    ...(deadLetters && { deadLetterQueue: deadLetters, retryAttempts: 2, maxEventAge: Duration.hours(6) }),
  });
  role.addToPolicy(
    new PolicyStatement({ actions: ["logs:CreateLogStream", "logs:PutLogEvents"], resources: [logs.logGroupArn] }),
  );
  for (const use of [...spec.uses, ...(stage.keepsClock ? [keptClock] : [])]) use.apply(fn, resources);
  if (stage.tracing) {
    Validations.of(role).acknowledge({
      id: "AwsSolutions-IAM5[Resource::*]",
      reason: "X-Ray has no resources to name: PutTraceSegments and PutTelemetryRecords can only be granted on all.",
    });
  }
  return fn;
}

function codeOf(name: FunctionName, source: CodeSource): Code {
  if ("sources" in source) {
    // The local cloud bundles the folder itself and watches it: what is in it must not change the template.
    return Code.fromAsset(functionFolder(name, source.sources), {
      assetHash: name,
      assetHashType: AssetHashType.CUSTOM,
    });
  }
  const folder = join(source.bundled, name);
  if (!existsSync(folder))
    throw new DeploymentError(`The bundle of the function "${name}" is missing in ${source.bundled}.`);
  return Code.fromAsset(folder);
}
