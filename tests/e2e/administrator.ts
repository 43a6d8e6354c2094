/** Somebody who runs the marketplace: made so in the user pool, as an operator does it, with the public SDK. */
import {
  AdminAddUserToGroupCommand,
  AdminCreateUserCommand,
  AdminSetUserPasswordCommand,
  CognitoIdentityProviderClient,
} from "@aws-sdk/client-cognito-identity-provider";
import type { StaffRole } from "@freelancerm/contracts/route";
import { endpoints, newEmail, PASSWORD, type Person, signIn } from "./kit.ts";

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

/** A member of staff who neither hires nor works, as the operator makes one. */
export async function employee(name: string, post: StaffRole): Promise<Person> {
  const client = userPool();
  const user = { UserPoolId: endpoints.userPoolId, Username: newEmail(name) };
  const attributes = { email: user.Username, email_verified: "true", name };
  const UserAttributes = Object.entries(attributes).map(([Name, Value]) => ({ Name, Value }));
  await client.send(new AdminCreateUserCommand({ ...user, UserAttributes, MessageAction: "SUPPRESS" }));
  await client.send(new AdminSetUserPasswordCommand({ ...user, Password: PASSWORD, Permanent: true }));
  await client.send(new AdminAddUserToGroupCommand({ ...user, GroupName: post }));
  client.destroy();
  return signIn(user.Username, PASSWORD);
}
