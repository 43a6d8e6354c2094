/** What follows a first deployment: the operator's own steps, and what stands in for what MiniStack lacks. */
import {
  AdminAddUserToGroupCommand,
  AdminConfirmSignUpCommand,
  CognitoIdentityProviderClient,
  SignUpCommand,
} from "@aws-sdk/client-cognito-identity-provider";
import { CreateArchiveCommand, EventBridgeClient, ResourceAlreadyExistsException } from "@aws-sdk/client-eventbridge";
import {
  GetFunctionConfigurationCommand,
  LambdaClient,
  paginateListFunctions,
  UpdateFunctionConfigurationCommand,
} from "@aws-sdk/client-lambda";
import { PutSecretValueCommand, SecretsManagerClient } from "@aws-sdk/client-secrets-manager";
import { createApiClient } from "@freelancerm/contracts/client";
import type { Session } from "@freelancerm/contracts/users";
import type { Deployed } from "./deploy.ts";
import { ACCOUNT, clientOptions, REGION } from "./server.ts";

/** What the Stripe stand-in accepts and signs with. */
export const STRIPE = { apiKey: "sk_test_ministack", webhookSecret: "whsec_ministack" };

export interface Addresses {
  httpUrl: string;
  socketUrl: string;
  socketApiEndpoint: string;
}

/** Where MiniStack really serves the APIs: no name server knows AWS's names of them. */
export function addressesOf(url: string, { outputs }: Deployed): Addresses {
  const idOf = (address = "") => new URL(address).hostname.split(".")[0];
  const path = `_aws/execute-api/${idOf(outputs.SocketUrl)}${new URL(outputs.SocketUrl!).pathname}`;
  return {
    httpUrl: `${url}/_aws/execute-api/${idOf(outputs.HttpUrl)}/$default`,
    socketUrl: `${url.replace("http", "ws")}/${path}`,
    socketApiEndpoint: `${url}/${path}`,
  };
}

/** The operator's step after a deployment: the keys of the Stripe account. */
export async function putStripeSecrets(url: string, { outputs }: Deployed): Promise<void> {
  const client = new SecretsManagerClient(clientOptions(url));
  const put = (SecretId: string | undefined, SecretString: string) =>
    client.send(new PutSecretValueCommand({ SecretId, SecretString }));
  await put(outputs.StripeSecretArn, STRIPE.apiKey);
  await put(outputs.StripeWebhookSecretArn, STRIPE.webhookSecret);
}

/** Tells the functions MiniStack's addresses of the socket in place of AWS's. */
export async function tellAddresses(url: string, addresses: Addresses): Promise<void> {
  const client = new LambdaClient(clientOptions(url));
  const known = { SOCKET_URL: addresses.socketUrl, SOCKET_API_ENDPOINT: addresses.socketApiEndpoint };
  for await (const { Functions = [] } of paginateListFunctions({ client }, {})) {
    for (const { FunctionName } of Functions) {
      const { Environment } = await client.send(new GetFunctionConfigurationCommand({ FunctionName }));
      const told = Object.entries(known).filter(([name]) => Environment?.Variables?.[name]);
      if (told.length === 0) continue;
      const Variables = { ...Environment?.Variables, ...Object.fromEntries(told) };
      await client.send(new UpdateFunctionConfigurationCommand({ FunctionName, Environment: { Variables } }));
    }
  }
}

/** Makes through the APIs what MiniStack's CloudFormation does not know: the answers of the socket, and the archive. */
export async function fillGaps(url: string, { outputs }: Deployed): Promise<void> {
  const apis = `${url}/v2/apis/${new URL(outputs.SocketUrl!).hostname.split(".")[0]}/routes`;
  const headers = {
    "content-type": "application/json",
    authorization: `AWS4-HMAC-SHA256 Credential=test/20260101/${REGION}/apigateway/aws4_request, SignedHeaders=host, Signature=0`,
  };
  const ask = async (address: string, body?: object) => {
    const answer = await fetch(address, { headers, ...(body && { method: "POST", body: JSON.stringify(body) }) });
    if (!answer.ok) throw new Error(`${address} answered ${answer.status}: ${await answer.text()}`);
    return (await answer.json()) as { items: { routeId: string; routeKey: string; routeResponseKey: string }[] };
  };
  const route = (await ask(apis)).items.find(({ routeKey }) => routeKey === "$default")!;
  const responses = `${apis}/${route.routeId}/routeresponses`;
  if ((await ask(responses)).items.length === 0) await ask(responses, { routeResponseKey: "$default" });

  const events = new EventBridgeClient(clientOptions(url));
  const bus = outputs.EventBusName!;
  const EventSourceArn = `arn:aws:events:${REGION}:${ACCOUNT}:event-bus/${bus}`;
  const archive = new CreateArchiveCommand({ ArchiveName: `${bus}-archive`, EventSourceArn, RetentionDays: 7 });
  await events.send(archive).catch((error: unknown) => {
    if (!(error instanceof ResourceAlreadyExistsException)) throw error;
  });
}

/** Who opens the marketplace for business. */
export const OPERATOR = { email: "operator@freelancerm.example", password: "correct horse 42" };

/** The operator's first steps: an administrator by Cognito's console, then categories by the marketplace's own API. */
export async function openForBusiness(url: string, { outputs }: Deployed, { httpUrl }: Addresses): Promise<void> {
  if ((await createApiClient({ baseUrl: httpUrl }).listCategories()).items.length > 0) return;
  const client = new CognitoIdentityProviderClient(clientOptions(url));
  const account = { UserPoolId: outputs.UserPoolId, Username: OPERATOR.email };
  await client.send(
    new SignUpCommand({
      ClientId: outputs.UserPoolClientId,
      Username: OPERATOR.email,
      Password: OPERATOR.password,
      UserAttributes: [
        { Name: "email", Value: OPERATOR.email },
        { Name: "name", Value: "Operator" },
        { Name: "custom:role", Value: "client" },
      ],
    }),
  );
  await client.send(new AdminConfirmSignUpCommand(account));
  await client.send(new AdminAddUserToGroupCommand({ ...account, GroupName: "administrator" }));
  const answer = await fetch(`${httpUrl}/session/sign-in`, {
    method: "POST",
    headers: { "content-type": "application/json" },
    body: JSON.stringify(OPERATOR),
  });
  if (!answer.ok) throw new Error(`The operator could not sign in: ${answer.status} ${await answer.text()}`);
  const { accessToken } = (await answer.json()) as Session;
  const api = createApiClient({ baseUrl: httpUrl, token: () => accessToken });
  const id = "design";
  await api.createCategory({
    body: { id, name: "Design", description: "Logos and layouts", parentId: null, order: 1 },
  });
  for (const [skill, name] of Object.entries({ "logo-design": "Logo design", illustration: "Illustration" })) {
    await api.createSkill({ params: { categoryId: id }, body: { id: skill, name, synonyms: [] } });
  }
}
