import { CfnOutput, Stack } from "aws-cdk-lib";
import type { Construct } from "constructs";
import type { StageConfig } from "../stages.ts";

/** A stack of one stage: named freelancerm-<stage>-<id>, protected from deletion where the stage keeps data. */
export class StageStack extends Stack {
  constructor(
    scope: Construct,
    id: string,
    readonly config: StageConfig,
    description: string,
  ) {
    super(scope, `freelancerm-${config.name}-${id}`, {
      description,
      terminationProtection: config.retainsData,
      tags: { application: "freelancerm", stage: config.name },
    });
  }

  /** An output whose key is stable, so that scripts and the local cloud find it by name. */
  protected output(key: string, value: string): void {
    new CfnOutput(this, key, { value });
  }
}
