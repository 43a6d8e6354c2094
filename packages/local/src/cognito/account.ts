/** Operations of a signed-in user on their own account; each proves itself with an access token. */
import { AwsError } from "../kit.ts";
import { attributeList, type Context, type Input, mfaSettings, type Operation, text } from "./context.ts";
import { hashPassword, requireStrongPassword } from "./passwords.ts";
import { requirePassword } from "./sign-in.ts";
import { checkAttributes, toAttributeList } from "./users.ts";

const signedIn = (input: Input, { tokens }: Context) => tokens.authenticate(text(input, "AccessToken"));

const getUser: Operation = async (input, context) => {
  const { client, user } = await signedIn(input, context);
  const readable = toAttributeList(user.attributes).filter(
    ({ Name }) => Name === "sub" || !client.readable || client.readable.has(Name),
  );
  return { Username: user.username, UserAttributes: readable, ...mfaSettings(user) };
};

const updateUserAttributes: Operation = async (input, context) => {
  const { pool, client, user } = await signedIn(input, context);
  const values = checkAttributes(pool, attributeList(input, "UserAttributes"), client, user);
  const { email } = values;
  const changesEmail = email !== undefined && email !== user.attributes.email;
  if (changesEmail) {
    context.users.requireFreeEmail(pool, user, email);
    if (pool.keepsEmailUntilVerified) delete values.email;
    else values.email_verified = "false";
  }
  Object.assign(user.attributes, values);
  user.updatedAt = context.clock.now();
  const mailed = changesEmail && pool.verifiesEmail;
  return { CodeDeliveryDetailsList: mailed ? [await context.codes.send(pool, user, "email", email)] : [] };
};

const getUserAttributeVerificationCode: Operation = async (input, context) => {
  const { pool, user } = await signedIn(input, context);
  const pending = user.codes.email?.email ?? user.attributes.email;
  if (text(input, "AttributeName") !== "email" || !pending)
    throw new AwsError("InvalidParameterException", "No such attribute to verify.");
  return { CodeDeliveryDetails: await context.codes.send(pool, user, "email", pending) };
};

const verifyUserAttribute: Operation = async (input, context) => {
  const { pool, user } = await signedIn(input, context);
  if (text(input, "AttributeName") !== "email")
    throw new AwsError("InvalidParameterException", "No such attribute to verify.");
  const code = text(input, "Code");
  const pending = user.codes.email?.email;
  if (pending) context.users.requireFreeEmail(pool, user, pending);
  const email = context.codes.redeem(user, "email", code);
  Object.assign(user.attributes, { email, email_verified: "true" });
  user.updatedAt = context.clock.now();
  return {};
};

const changePassword: Operation = async (input, context) => {
  const { pool, user } = await signedIn(input, context);
  const proposed = text(input, "ProposedPassword");
  const wrong = () => new AwsError("NotAuthorizedException", "Incorrect username or password.");
  await requirePassword(user, text(input, "PreviousPassword"), context, wrong);
  requireStrongPassword(proposed, pool.passwordPolicy);
  user.passwordHash = await hashPassword(proposed);
  user.updatedAt = context.clock.now();
  return {};
};

const setUserMfaPreference: Operation = async (input, context) => {
  const { user } = await signedIn(input, context);
  const wish = input.SoftwareTokenMfaSettings as { Enabled?: boolean; PreferredMfa?: boolean } | undefined;
  if (!wish) return {};
  if (wish.Enabled && !user.totp?.verified)
    throw new AwsError("InvalidParameterException", "User has not verified software token mfa");
  const enabled = wish.Enabled ?? user.totp?.enabled ?? false;
  if (user.totp) user.totp = { ...user.totp, enabled, preferred: enabled && wish.PreferredMfa === true };
  return {};
};

const globalSignOut: Operation = async (input, context) => {
  const { user } = await signedIn(input, context);
  context.tokens.revokeAll(user);
  return {};
};

const deleteUser: Operation = async (input, context) => {
  const { user } = await signedIn(input, context);
  context.users.remove(user);
  return {};
};

export const accountOperations = {
  GetUser: getUser,
  UpdateUserAttributes: updateUserAttributes,
  GetUserAttributeVerificationCode: getUserAttributeVerificationCode,
  VerifyUserAttribute: verifyUserAttribute,
  ChangePassword: changePassword,
  SetUserMFAPreference: setUserMfaPreference,
  GlobalSignOut: globalSignOut,
  DeleteUser: deleteUser,
};
