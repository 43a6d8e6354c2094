/** Beginnings of the types the parts of the local cloud act on. */
const SIMULATED = [
  "AWS::DynamoDB::",
  "AWS::Lambda::Function",
  "AWS::Lambda::Version",
  "AWS::Lambda::Alias",
  "AWS::Lambda::EventSourceMapping",
  "AWS::Lambda::EventInvokeConfig",
  "AWS::ApiGatewayV2::",
  "AWS::Cognito::UserPool",
  "AWS::Events::",
  "AWS::Scheduler::",
  "AWS::SQS::Queue",
  "AWS::S3::Bucket",
  "AWS::SES::",
  "AWS::SecretsManager::Secret",
  "AWS::SSM::Parameter",
  "AWS::IAM::",
];

/** Beginnings of types without behaviour of their own that a local run could miss. */
const INERT = [
  "AWS::CDK::Metadata",
  "AWS::CloudWatch::",
  "AWS::Logs::",
  "AWS::KMS::",
  "AWS::Lambda::Permission",
  "AWS::Lambda::LayerVersion",
  "AWS::Budgets::",
  "AWS::ResourceGroups::",
  "AWS::Backup::",
  "AWS::XRay::",
  "AWS::SNS::",
  "AWS::CloudFormation::WaitConditionHandle",
  "Custom::",
];

/** Whether leaving the resource to the local cloud loses nothing: a part acts on it, or there is nothing to act on. */
export function isSimulated(type: string): boolean {
  return [...SIMULATED, ...INERT].some((prefix) => type.startsWith(prefix));
}
