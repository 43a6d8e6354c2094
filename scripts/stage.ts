/** Where a stage is, for whoever operates it: by the caller's AWS credentials, or on the local cloud that `npm start` runs. */
import { readFileSync } from "node:fs";
import { CognitoIdentityProviderClient, paginateListUserPools } from "@aws-sdk/client-cognito-identity-provider";
import { DynamoDBClient, paginateListTables } from "@aws-sdk/client-dynamodb";
import "./node-version.ts";

/** Said to whoever runs a script, without a stack. */
export class OperatorError extends Error {}

/** Runs a script's work; a refusal becomes one sentence and exit code 1. */
export async function operate(work: () => Promise<void>): Promise<void> {
  try {
    await work();
  } catch (error) {
    const sentence = sentenceOf(error as Error);
    if (!sentence) throw error;
    console.error(sentence);
    process.exitCode = 1;
  }
}

/** What a command line says, or the usage when it is not understood. */
export function parsed<T>(usage: string, parse: () => T): T {
  try {
    return parse();
  } catch (error) {
    throw new OperatorError(`${(error as Error).message}\n${usage}`);
  }
}

function sentenceOf(error: Error): string | undefined {
  if (error instanceof OperatorError) return error.message;
  if (error.name === "CredentialsProviderError") {
    return "There are no AWS credentials: sign in (`aws sso login`, AWS_PROFILE) or name a local stage.";
  }
  if (/region is missing/i.test(error.message)) return "There is no region: set AWS_REGION to where the stage is.";
  if (/^(AccessDenied|NotAuthorized|ExpiredToken|UnrecognizedClient|InvalidClientToken)/.test(error.name)) {
    return `AWS refuses these credentials: ${error.message}`;
  }
  return undefined;
}

/** Points the SDK at the local cloud when the stage is `local`: ENDPOINTS names its endpoints.json, else .local/ is taken. */
export function useStage(stage: string): { userPoolId?: string } {
  if (stage !== "local") return {};
  const file = process.env.ENDPOINTS ?? ".local/endpoints.json";
  let endpoints: { identityUrl: string; userPoolId: string };
  try {
    endpoints = JSON.parse(readFileSync(file, "utf8"));
  } catch {
    throw new OperatorError(`There is no ${file}: start the marketplace first (npm start).`);
  }
  process.env.AWS_ENDPOINT_URL = endpoints.identityUrl;
  process.env.AWS_REGION = endpoints.userPoolId.split("_")[0];
  process.env.AWS_ACCESS_KEY_ID = "test";
  process.env.AWS_SECRET_ACCESS_KEY = "test";
  return { userPoolId: endpoints.userPoolId };
}

/** The one of these names that the stage has. Throws one sentence when there is none, or several. */
function only(stage: string, what: string, found: string[]): string {
  if (found.length === 1) return found[0]!;
  throw new OperatorError(
    found.length === 0
      ? `The stage "${stage}" has no ${what} in this account and region: is it deployed there?`
      : `The stage "${stage}" has ${found.length} of ${what}: ${found.join(", ")}.`,
  );
}

/** Id of the stage's user pool. */
export async function userPoolOf(stage: string): Promise<string> {
  const { userPoolId } = useStage(stage);
  if (userPoolId) return userPoolId;
  const client = new CognitoIdentityProviderClient({});
  const found: string[] = [];
  for await (const { UserPools = [] } of paginateListUserPools({ client }, { MaxResults: 60 })) {
    found.push(...UserPools.filter(({ Name }) => Name === `freelancerm-${stage}`).map(({ Id }) => Id!));
  }
  return only(stage, "user pool", found);
}

/** Name of the stage's table. */
export async function tableOf(stage: string): Promise<string> {
  useStage(stage);
  const found: string[] = [];
  for await (const { TableNames = [] } of paginateListTables({ client: new DynamoDBClient({}) }, {})) {
    found.push(...TableNames.filter((name) => name.startsWith(`freelancerm-${stage}-stateful-`)));
  }
  return only(stage, "table", found);
}
