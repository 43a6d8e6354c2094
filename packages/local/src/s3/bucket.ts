import { join } from "node:path";
import type { Deployment, Resource } from "../kit.ts";
import type { CorsRule } from "./cors.ts";
import { type ObjectStore, openObjects } from "./objects.ts";

/** A function told of what happens to objects. */
export interface FunctionNotification {
  functionArn: string;
  /** As in `s3:ObjectCreated:*`. */
  events: string[];
  prefix: string;
  suffix: string;
}

export interface Bucket {
  name: string;
  arn: string;
  cors: CorsRule[];
  objects: ObjectStore;
  /** Whether events go to the default event bus. */
  eventBridge: boolean;
  functions: FunctionNotification[];
}

interface FilterRule {
  Name: string;
  Value: string;
}

/** The buckets of a deployment with their objects, CORS rules and notifications. */
export function bucketsOf(deployment: Deployment, stateDir?: string): Bucket[] {
  // CDK configures notifications through a custom resource of its own, plain CloudFormation on the bucket itself.
  const custom = deployment.resources.filter(({ type }) => type === "Custom::S3BucketNotifications");
  return deployment.ofType("AWS::S3::Bucket").map((resource) => {
    const name = resource.physicalId;
    const own = resource.properties.NotificationConfiguration;
    const configurations = custom.filter(({ properties }) => properties.BucketName === name).map(customConfiguration);
    return {
      name,
      arn: resource.attributes.Arn ?? `arn:aws:s3:::${name}`,
      cors: resource.properties.CorsConfiguration?.CorsRules ?? [],
      objects: openObjects(stateDir && join(stateDir, "objects", name)),
      eventBridge: isEnabled(own) || configurations.some(isEnabled),
      functions: [
        ...(own?.LambdaConfigurations ?? []).map(plainNotification),
        ...configurations.flatMap((configuration) =>
          (configuration.LambdaFunctionConfigurations ?? []).map(customNotification),
        ),
      ],
    };
  });
}

function customConfiguration({ properties }: Resource) {
  return properties.NotificationConfiguration ?? {};
}

function isEnabled(
  configuration: { EventBridgeConfiguration?: { EventBridgeEnabled?: unknown } } | undefined,
): boolean {
  const eventBridge = configuration?.EventBridgeConfiguration;
  return eventBridge !== undefined && String(eventBridge.EventBridgeEnabled ?? true) !== "false";
}

function plainNotification(configuration: {
  Event: string;
  Function: string;
  Filter?: { S3Key?: { Rules?: FilterRule[] } };
}): FunctionNotification {
  const { Event, Function: functionArn, Filter } = configuration;
  return { functionArn, events: [Event], ...affixes(Filter?.S3Key?.Rules) };
}

function customNotification(configuration: {
  Events: string[];
  LambdaFunctionArn: string;
  Filter?: { Key?: { FilterRules?: FilterRule[] } };
}): FunctionNotification {
  const { Events, LambdaFunctionArn, Filter } = configuration;
  return { functionArn: LambdaFunctionArn, events: Events, ...affixes(Filter?.Key?.FilterRules) };
}

function affixes(rules: FilterRule[] = []): { prefix: string; suffix: string } {
  const value = (name: string) => rules.find((rule) => rule.Name.toLowerCase() === name)?.Value ?? "";
  return { prefix: value("prefix"), suffix: value("suffix") };
}
