/**
 * What the templates must not have, or have otherwise, for MiniStack to carry them out: nothing else of the deployment
 * differs from AWS's. Each is also in docs/compatibility.md.
 */
import { readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";

/** Types its CloudFormation refuses or cannot carry out, with the reason. */
export const leftOut: Record<string, string> = {
  "AWS::ApiGatewayV2::RouteResponse": "CloudFormation does not know the type; made through the API instead.",
  "AWS::Events::Archive": "CloudFormation does not know the type; made through the API instead.",
  "Custom::CDKBucketDeployment":
    "The CDK's helper wants boto3 and a layer mounted at /opt, which needs Docker; the site's files are not copied.",
};

interface Resource {
  Type: string;
  Properties?: Record<string, unknown>;
  DependsOn?: string | string[];
}
interface Statement {
  Effect: string;
  Action: string | string[];
  Resource: unknown;
  Condition?: object;
}
export interface Template {
  Resources: Record<string, Resource>;
}

const policyOf = ({ Properties }: Resource) => Properties?.PolicyDocument as { Statement: Statement[] } | undefined;

/** Adapts every template of an assembly. */
export function adapt(assembly: string): void {
  for (const name of readdirSync(assembly).filter((name) => name.endsWith(".template.json"))) {
    const file = join(assembly, name);
    writeFileSync(file, JSON.stringify(adapted(JSON.parse(readFileSync(file, "utf8")))));
  }
}

/** The template as MiniStack carries it out. */
export function adapted(template: Template): Template {
  allowPlainHttp(template);
  allowAnySender(template);
  nameTables(template);
  const gone = Object.keys(template.Resources).filter((id) => goes(template.Resources[id]!));
  for (const id of gone) delete template.Resources[id];
  for (const resource of Object.values(template.Resources)) {
    if (resource.DependsOn) resource.DependsOn = [resource.DependsOn].flat().filter((id) => !gone.includes(id));
  }
  return nameSecretsByArn(template);
}

const goes = (resource: Resource): boolean =>
  resource.Type in leftOut || policyOf(resource)?.Statement.length === 0 || isAlarmOfExpression(resource);

/** Its alarms watch a metric by its name, and not what an expression makes of several. */
const isAlarmOfExpression = ({ Type, Properties }: Resource): boolean =>
  Type === "AWS::CloudWatch::Alarm" && Properties?.Metrics !== undefined;

/** It is reached over plain http on 127.0.0.1, which policies of buckets, queues and topics rightly deny. */
function allowPlainHttp({ Resources }: Template): void {
  const aboutTls = /"(aws:SecureTransport|s3:TlsVersion)"/;
  for (const policy of Object.values(Resources).map(policyOf)) {
    if (!policy) continue;
    policy.Statement = policy.Statement.filter(
      ({ Effect, Condition = {} }) => Effect !== "Deny" || !aboutTls.test(JSON.stringify(Condition)),
    );
  }
}

/** It asks for the right to send mail as anybody; AWS asks for it on the identity of the sender. */
function allowAnySender({ Resources }: Template): void {
  for (const statement of Object.values(Resources).flatMap((resource) => policyOf(resource)?.Statement ?? [])) {
    if ([statement.Action].flat().includes("ses:SendEmail")) statement.Resource = "*";
  }
}

/** It replaces a table that CloudFormation named by an empty one at every update; one that the template names it updates. */
function nameTables({ Resources }: Template): void {
  for (const [id, { Type, Properties }] of Object.entries(Resources)) {
    if (Type === "AWS::DynamoDB::GlobalTable") Properties!.TableName ??= `freelancerm-${id}`;
  }
}

/** Its `Ref` of a secret is the name; CloudFormation's is the ARN, which its attribute `Id` also is. */
function nameSecretsByArn(template: Template): Template {
  const secrets = Object.keys(template.Resources).filter(
    (id) => template.Resources[id]!.Type === "AWS::SecretsManager::Secret",
  );
  return JSON.parse(JSON.stringify(template), (_, value) =>
    secrets.includes(value?.Ref) ? { "Fn::GetAtt": [value.Ref, "Id"] } : value,
  );
}
