import { Duration, Validations } from "aws-cdk-lib";
import { BlockPublicAccess, Bucket, BucketEncryption, type BucketProps, ObjectOwnership } from "aws-cdk-lib/aws-s3";
import type { Construct } from "constructs";
import type { StageConfig } from "../stages.ts";
import { removalOf } from "./log-group.ts";

/** A bucket nobody reads by default: no public access, no ACLs, TLS only, encrypted. */
export const privateBucket = (scope: Construct, id: string, stage: StageConfig, props: BucketProps = {}): Bucket =>
  new Bucket(scope, id, {
    blockPublicAccess: BlockPublicAccess.BLOCK_ALL,
    objectOwnership: ObjectOwnership.BUCKET_OWNER_ENFORCED,
    encryption: BucketEncryption.S3_MANAGED,
    enforceSSL: true,
    minimumTLSVersion: 1.2,
    removalPolicy: removalOf(stage),
    ...props,
  });

/** Keeps who read which object for as long as the stage keeps its logs. */
export function accessLogBucket(scope: Construct, id: string, stage: StageConfig, props: BucketProps = {}): Bucket {
  const bucket = privateBucket(scope, id, stage, {
    lifecycleRules: [{ id: "retention", expiration: Duration.days(stage.logRetentionDays) }],
    ...props,
  });
  Validations.of(bucket).acknowledge({
    id: "AwsSolutions-S1",
    reason: "It holds access logs; logging access to those would never end.",
  });
  return bucket;
}
