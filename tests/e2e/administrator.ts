/** Somebody who runs the marketplace: made so in the user pool, as an operator does it, with the public SDK. */
import { AdminAddUserToGroupCommand, CognitoIdentityProviderClient } from "@aws-sdk/client-cognito-identity-provider";
import { endpoints, type Person, signIn } from "./kit.ts";

export const userPool = (): CognitoIdentityProviderClient =>
  new CognitoIdentityProviderClient({
    endpoint: endpoints.identityUrl,
    region: endpoints.userPoolId.split("_")[0]!,
    credentials: { accessKeyId: "test", secretAccessKey: "test" },
  });

/** Makes a person an administrator and signs them in anew. */
export async function administrator({ email, password }: Person): Promise<Person> {
  const client = userPool();
  await client.send(
    new AdminAddUserToGroupCommand({ UserPoolId: endpoints.userPoolId, Username: email, GroupName: "administrator" }),
  );
  client.destroy();
  return signIn(email, password);
}
