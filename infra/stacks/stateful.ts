import { tableSchema } from "@freelancerm/data/schema";
import { Aws, Duration, Validations } from "aws-cdk-lib";
import {
  AttributeType,
  Billing,
  type ITableV2,
  ProjectionType,
  StreamViewType,
  TableEncryptionV2,
  TableV2,
} from "aws-cdk-lib/aws-dynamodb";
import { type Bucket, HttpMethods } from "aws-cdk-lib/aws-s3";
import { Secret } from "aws-cdk-lib/aws-secretsmanager";
import { EmailIdentity, Identity } from "aws-cdk-lib/aws-ses";
import type { Construct } from "constructs";
import { removalOf } from "../constructs/log-group.ts";
import { accessLogBucket, privateBucket } from "../constructs/private-bucket.ts";
import { StageStack } from "../constructs/stage-stack.ts";
import type { StageConfig } from "../stages.ts";

const string = (name: string) => ({ name, type: AttributeType.STRING });

/** Name of the files bucket, known before it exists: the site's content security policy names it. */
export const filesBucketName = (stage: StageConfig) =>
  `freelancerm-${stage.name}-files-${Aws.ACCOUNT_ID}-${Aws.REGION}`;

/** What must not be lost: the table, the files, the secrets and the mail identity. */
export class StatefulStack extends StageStack {
  readonly table: ITableV2;
  readonly files: Bucket;
  readonly stripeKey: Secret;
  readonly stripeWebhookSecret: Secret;

  constructor(scope: Construct, stage: StageConfig, siteUrl: string) {
    super(scope, "stateful", stage, "Table, files, secrets and mail identity");
    this.table = this.inUse(this.createTable());
    this.files = privateBucket(this, "Files", stage, {
      bucketName: filesBucketName(stage),
      versioned: true,
      serverAccessLogsBucket: stage.observed ? accessLogBucket(this, "FilesLogs", stage) : undefined,
      serverAccessLogsPrefix: stage.observed ? "files/" : undefined,
      // Browsers post uploads and read what they were given an address of.
      cors: [
        {
          allowedOrigins: [siteUrl, ...stage.corsOrigins],
          allowedMethods: [HttpMethods.POST, HttpMethods.GET],
          allowedHeaders: ["*"],
          maxAge: 3600,
        },
      ],
      lifecycleRules: [
        { id: "quarantine", prefix: "quarantine/", expiration: Duration.days(1) },
        {
          id: "leftovers",
          noncurrentVersionExpiration: Duration.days(30),
          abortIncompleteMultipartUploadAfter: Duration.days(1),
        },
      ],
    });
    if (!stage.observed) {
      Validations.of(this.files).acknowledge({ id: "AwsSolutions-S1", reason: "This stage never leaves a machine." });
    }
    this.stripeKey = this.createSecret("StripeKey", "stripe-key", "Secret key of the Stripe account");
    this.stripeWebhookSecret = this.createSecret(
      "StripeWebhookSecret",
      "stripe-webhook-secret",
      "Signing secret of the Stripe webhook endpoint",
    );
    new EmailIdentity(this, "Mail", { identity: Identity.email(stage.mailFrom) });

    this.output("TableName", this.table.tableName);
    this.output("BucketName", this.files.bucketName);
    this.output("StripeSecretArn", this.stripeKey.secretArn);
    this.output("StripeWebhookSecretArn", this.stripeWebhookSecret.secretArn);
  }

  /** The stage's own table, unless a restored one has taken its place (docs/runbooks/restore.md). */
  private inUse(own: TableV2): ITableV2 {
    const { tableStreamArn } = this.config;
    if (!tableStreamArn) return own;
    // The other stacks let go of the old table only after this one was deployed.
    for (const value of [own.tableArn, own.tableName, own.tableStreamArn]) this.exportValue(value);
    const tableArn = tableStreamArn.split("/stream/")[0]!;
    return TableV2.fromTableAttributes(this, "Restored", { tableArn, tableStreamArn });
  }

  private createTable(): TableV2 {
    return new TableV2(this, "Table", {
      partitionKey: string(tableSchema.partitionKey),
      sortKey: string(tableSchema.sortKey),
      timeToLiveAttribute: tableSchema.timeToLive,
      billing: Billing.onDemand(),
      encryption: TableEncryptionV2.awsManagedKey(),
      dynamoStream: StreamViewType.NEW_AND_OLD_IMAGES,
      pointInTimeRecoverySpecification: { pointInTimeRecoveryEnabled: true },
      deletionProtection: this.config.retainsData,
      removalPolicy: removalOf(this.config),
      globalSecondaryIndexes: Object.entries(tableSchema.indexes).map(([indexName, keys]) => ({
        indexName,
        partitionKey: string(keys.partitionKey),
        sortKey: string(keys.sortKey),
        projectionType: ProjectionType.INCLUDE,
        nonKeyAttributes: [...tableSchema.projected],
      })),
    });
  }

  /** Made with a random value; the operator puts the real one in its place. */
  /** A secret under a name the operator can write to: freelancerm/<stage>/<name>. */
  private createSecret(id: string, name: string, description: string): Secret {
    const secretName = `freelancerm/${this.config.name}/${name}`;
    const secret = new Secret(this, id, { secretName, description, removalPolicy: removalOf(this.config) });
    Validations.of(secret).acknowledge({
      id: "AwsSolutions-SMG4",
      reason: "Stripe makes and rolls this value; Secrets Manager cannot rotate it.",
    });
    return secret;
  }
}
