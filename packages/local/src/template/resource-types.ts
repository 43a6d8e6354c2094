import { createHash } from "node:crypto";
import { ACCOUNT_ID, REGION } from "../kit.ts";
import type { Json } from "./assembly.ts";

/** Where the things with a URL are reached on this machine. */
export interface LocalEndpoints {
  /** AWS edge, for example http://127.0.0.1:4566. */
  edge: string;
  /** Base URL of an API Gateway API of the given protocol: http://… or ws://…. */
  api(protocol: "HTTP" | "WEBSOCKET", apiId: string): string;
}

export interface Naming {
  /** CloudFormation-shaped name: stack-logicalId-HASH, the same at every start. */
  generated: string;
  /** `length` lower-case letters and digits derived from stack and logical id. */
  token(length: number): string;
  endpoints: LocalEndpoints;
}

export interface Identity {
  physicalId: string;
  attributes: Record<string, string>;
}

type Identify = (properties: Record<string, Json>, naming: Naming) => Identity;

const arn = (service: string, resource: string, region = REGION, account = ACCOUNT_ID) =>
  `arn:aws:${service}:${region}:${account}:${resource}`;

/** Part of ARN of a stream: one per table, whatever label the engine gives its own. */
export const STREAM_LABEL = "2026-01-01T00:00:00.000";

const table: Identify = ({ TableName }, { generated }) => {
  const name = TableName ?? generated;
  const tableArn = arn("dynamodb", `table/${name}`);
  return {
    physicalId: name,
    attributes: { Arn: tableArn, StreamArn: `${tableArn}/stream/${STREAM_LABEL}`, TableId: name },
  };
};

/** How Ref and Fn::GetAtt answer, by resource type, as AWS documents it under "Return values". */
const TYPES: Record<string, Identify> = {
  "AWS::DynamoDB::Table": table,
  "AWS::DynamoDB::GlobalTable": table,
  "AWS::Lambda::Function": ({ FunctionName }, { generated }) => {
    const name = FunctionName ?? shorten(generated, 64);
    return { physicalId: name, attributes: { Arn: arn("lambda", `function:${name}`) } };
  },
  "AWS::Lambda::Version": ({ FunctionName }) => {
    const versionArn = `${functionArn(FunctionName)}:1`;
    return { physicalId: versionArn, attributes: { FunctionArn: versionArn, Version: "1" } };
  },
  "AWS::Lambda::Alias": ({ FunctionName, Name }) => {
    const aliasArn = `${functionArn(FunctionName)}:${Name}`;
    return { physicalId: aliasArn, attributes: { AliasArn: aliasArn } };
  },
  "AWS::Lambda::LayerVersion": (_, { generated }) => {
    const layerArn = arn("lambda", `layer:${generated}:1`);
    return { physicalId: layerArn, attributes: { LayerVersionArn: layerArn } };
  },
  "AWS::Lambda::EventSourceMapping": (_, { generated }) => {
    const id = uuid(generated);
    return {
      physicalId: id,
      attributes: { Id: id, EventSourceMappingArn: arn("lambda", `event-source-mapping:${id}`) },
    };
  },
  "AWS::IAM::Role": ({ RoleName, Path = "/" }, { generated, token }) => {
    const name = RoleName ?? shorten(generated, 64);
    return {
      physicalId: name,
      attributes: { Arn: arn("iam", `role${Path}${name}`, ""), RoleId: `AROA${token(17).toUpperCase()}` },
    };
  },
  "AWS::IAM::ManagedPolicy": ({ ManagedPolicyName, Path = "/" }, { generated }) => {
    const policyArn = arn("iam", `policy${Path}${ManagedPolicyName ?? generated}`, "");
    return { physicalId: policyArn, attributes: { PolicyArn: policyArn } };
  },
  "AWS::ApiGatewayV2::Api": ({ ProtocolType = "HTTP" }, { token, endpoints }) => {
    const id = token(10);
    return { physicalId: id, attributes: { ApiId: id, ApiEndpoint: endpoints.api(ProtocolType, id) } };
  },
  "AWS::ApiGatewayV2::Stage": ({ StageName }) => ({ physicalId: StageName, attributes: {} }),
  "AWS::ApiGatewayV2::Authorizer": (_, { token }) => ({
    physicalId: token(6),
    attributes: { AuthorizerId: token(6) },
  }),
  "AWS::ApiGatewayV2::Integration": (_, { token }) => ({
    physicalId: token(7),
    attributes: { IntegrationId: token(7) },
  }),
  "AWS::ApiGatewayV2::Route": (_, { token }) => ({ physicalId: token(7), attributes: { RouteId: token(7) } }),
  "AWS::ApiGatewayV2::Deployment": (_, { token }) => ({
    physicalId: token(6),
    attributes: { DeploymentId: token(6) },
  }),
  "AWS::Cognito::UserPool": (_, { token }) => {
    const id = `${REGION}_${token(9)}`;
    const provider = `cognito-idp.${REGION}.amazonaws.com/${id}`;
    return {
      physicalId: id,
      attributes: {
        Arn: arn("cognito-idp", `userpool/${id}`),
        UserPoolId: id,
        ProviderName: provider,
        ProviderURL: `https://${provider}`,
      },
    };
  },
  "AWS::Cognito::UserPoolClient": ({ ClientName }, { token }) => {
    const id = token(26);
    return { physicalId: id, attributes: { ClientId: id, Name: ClientName ?? id, ClientSecret: token(51) } };
  },
  "AWS::Cognito::UserPoolGroup": ({ GroupName }, { generated }) => ({
    physicalId: GroupName ?? generated,
    attributes: {},
  }),
  "AWS::SQS::Queue": ({ QueueName, FifoQueue }, { generated, endpoints }) => {
    const name = QueueName ?? `${shorten(generated, 75)}${FifoQueue ? ".fifo" : ""}`;
    const url = `${endpoints.edge}/${ACCOUNT_ID}/${name}`;
    return { physicalId: url, attributes: { Arn: arn("sqs", name), QueueName: name, QueueUrl: url } };
  },
  "AWS::SNS::Topic": ({ TopicName }, { generated }) => {
    const name = TopicName ?? generated;
    return { physicalId: arn("sns", name), attributes: { TopicArn: arn("sns", name), TopicName: name } };
  },
  "AWS::S3::Bucket": ({ BucketName }, { generated }) => {
    const name = BucketName ?? shorten(generated.toLowerCase(), 63);
    return {
      physicalId: name,
      attributes: {
        Arn: `arn:aws:s3:::${name}`,
        DomainName: `${name}.s3.amazonaws.com`,
        RegionalDomainName: `${name}.s3.${REGION}.amazonaws.com`,
        DualStackDomainName: `${name}.s3.dualstack.${REGION}.amazonaws.com`,
        WebsiteURL: `http://${name}.s3-website-${REGION}.amazonaws.com`,
      },
    };
  },
  "AWS::Events::EventBus": ({ Name }) => ({
    physicalId: Name,
    attributes: { Arn: arn("events", `event-bus/${Name}`), Name },
  }),
  "AWS::Events::Rule": ({ Name, EventBusName }, { generated }) => {
    const name = Name ?? shorten(generated, 64);
    const bus = String(EventBusName ?? "default")
      .split("/")
      .at(-1);
    const path = bus === "default" ? name : `${bus}/${name}`;
    return {
      physicalId: bus === "default" ? name : `${bus}|${name}`,
      attributes: { Arn: arn("events", `rule/${path}`) },
    };
  },
  "AWS::Events::Archive": ({ ArchiveName }, { generated }) => {
    const name = ArchiveName ?? shorten(generated, 48);
    return { physicalId: name, attributes: { ArchiveName: name, Arn: arn("events", `archive/${name}`) } };
  },
  "AWS::Scheduler::Schedule": ({ Name, GroupName = "default" }, { generated }) => {
    const name = Name ?? shorten(generated, 64);
    return { physicalId: name, attributes: { Arn: arn("scheduler", `schedule/${GroupName}/${name}`) } };
  },
  "AWS::Scheduler::ScheduleGroup": ({ Name }, { generated }) => {
    const name = Name ?? shorten(generated, 64);
    return { physicalId: name, attributes: { Arn: arn("scheduler", `schedule-group/${name}`) } };
  },
  "AWS::SecretsManager::Secret": ({ Name }, { generated, token }) => {
    const secretArn = arn("secretsmanager", `secret:${Name ?? generated}-${token(6)}`);
    return { physicalId: secretArn, attributes: { Id: secretArn } };
  },
  "AWS::SSM::Parameter": ({ Name, Type, Value }, { generated }) => ({
    physicalId: Name ?? generated,
    attributes: { Type: Type ?? "String", Value: Value ?? "" },
  }),
  "AWS::SES::EmailIdentity": ({ EmailIdentity }) => ({
    physicalId: EmailIdentity,
    attributes: { EmailIdentityArn: arn("ses", `identity/${EmailIdentity}`) },
  }),
  "AWS::Logs::LogGroup": ({ LogGroupName }, { generated }) => {
    const name = LogGroupName ?? generated;
    return { physicalId: name, attributes: { Arn: arn("logs", `log-group:${name}:*`) } };
  },
  "AWS::CloudWatch::Alarm": ({ AlarmName }, { generated }) => {
    const name = AlarmName ?? generated;
    return { physicalId: name, attributes: { Arn: arn("cloudwatch", `alarm:${name}`) } };
  },
  "AWS::KMS::Key": (_, { generated }) => {
    const id = uuid(generated);
    return { physicalId: id, attributes: { Arn: arn("kms", `key/${id}`), KeyId: id } };
  },
  "AWS::KMS::Alias": ({ AliasName }) => ({ physicalId: AliasName, attributes: {} }),
  "AWS::CloudFront::Distribution": (_, { token }) => {
    const id = token(14).toUpperCase();
    return {
      physicalId: id,
      attributes: {
        Id: id,
        DomainName: `${token(13)}.cloudfront.net`,
        Arn: arn("cloudfront", `distribution/${id}`, ""),
      },
    };
  },
};

/** Physical id and attributes of a resource; a type not known here gets a generated name and a generic ARN. */
export function identify(type: string, properties: Record<string, Json>, naming: Naming): Identity {
  const known = TYPES[type];
  if (known) return known(properties, naming);
  const [, service = "custom", kind = "resource"] = type.toLowerCase().split("::");
  return {
    physicalId: naming.generated,
    attributes: { Arn: arn(service, `${kind}/${naming.generated}`), Id: naming.generated },
  };
}

/** Names as CloudFormation makes them. */
export function createNaming(stack: string, logicalId: string, endpoints: LocalEndpoints): Naming {
  const hash = createHash("sha256").update(`${stack}/${logicalId}`).digest();
  return {
    generated: `${stack}-${logicalId}-${base36(hash, 12).toUpperCase()}`,
    token: (length) => base36(hash, length),
    endpoints,
  };
}

function base36(seed: Buffer, length: number): string {
  const bytes = seed.length >= length ? seed : Buffer.concat([seed, createHash("sha256").update(seed).digest()]);
  return Array.from(bytes.subarray(0, length), (byte) => "abcdefghijklmnopqrstuvwxyz0123456789"[byte % 36]).join("");
}

function uuid(seed: string): string {
  const hex = createHash("sha256").update(seed).digest("hex");
  return [8, 4, 4, 4, 12]
    .map((length, i, all) =>
      hex.substr(
        all.slice(0, i).reduce((a, b) => a + b, 0),
        length,
      ),
    )
    .join("-");
}

/** Keeps the end, where the hash is, so shortened names stay distinct. */
function shorten(name: string, length: number): string {
  return name.length <= length ? name : `${name.slice(0, length - 13)}${name.slice(-13)}`;
}

function functionArn(nameOrArn: string): string {
  return nameOrArn.startsWith("arn:") ? nameOrArn : arn("lambda", `function:${nameOrArn}`);
}
