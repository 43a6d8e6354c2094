import { RemovalPolicy } from "aws-cdk-lib";
import { LogGroup } from "aws-cdk-lib/aws-logs";
import type { Construct } from "constructs";
import type { StageConfig } from "../stages.ts";

/** A log group that forgets after the stage's time and outlives its stack where data does. */
export const logGroup = (scope: Construct, id: string, stage: StageConfig): LogGroup =>
  new LogGroup(scope, id, { retention: stage.logRetentionDays, removalPolicy: removalOf(stage) });

export const removalOf = (stage: StageConfig): RemovalPolicy =>
  stage.retainsData ? RemovalPolicy.RETAIN : RemovalPolicy.DESTROY;
