/** Operations a visitor calls without being signed in: sign-up and the forgotten password. */
import { AwsError } from "../kit.ts";
import { deliveryTo } from "./codes.ts";
import { attributeList, type Context, type Input, type Operation, text } from "./context.ts";
import { forgetFailures } from "./lock-out.ts";
import { hashPassword, requireStrongPassword } from "./passwords.ts";
import { checkAttributes, requireSchema, userNotFound } from "./users.ts";

function visitor(input: Input, { pools, users }: Context) {
  const client = pools.client(text(input, "ClientId"));
  const pool = pools.pool(client.poolId);
  const login = text(input, "Username");
  return { client, pool, login, user: users.find(pool, login) };
}

const signUp: Operation = async (input, context) => {
  const { client, pool, login } = visitor(input, context);
  const password = text(input, "Password");
  if (!pool.selfSignUp) throw new AwsError("NotAuthorizedException", "SignUp is not permitted for this user pool");
  const given = attributeList(input, "UserAttributes");
  if (pool.usernameIsEmail && !/^[^@\s]+@[^@\s]+$/.test(login))
    throw new AwsError("InvalidParameterException", "Username should be an email.");
  if (!pool.usernameIsEmail && pool.emailIsAlias && login.includes("@"))
    throw new AwsError(
      "InvalidParameterException",
      "Username cannot be of email format, since user pool is configured for email alias.",
    );
  const attributes = checkAttributes(pool, given, client);
  if (pool.usernameIsEmail) attributes.email ??= login;
  requireSchema(pool, attributes);
  requireStrongPassword(password, pool.passwordPolicy);
  const passwordHash = await hashPassword(password);
  const user = context.users.add(pool, login, attributes, "UNCONFIRMED");
  user.passwordHash = passwordHash;
  const mailed = pool.verifiesEmail && user.attributes.email;
  return {
    UserConfirmed: false,
    UserSub: user.attributes.sub,
    ...(mailed ? { CodeDeliveryDetails: await context.codes.send(pool, user, "sign-up") } : {}),
  };
};

const confirmSignUp: Operation = (input, context) => {
  const { client, pool, user } = visitor(input, context);
  if (!user) {
    if (!client.hidesUserExistence) throw userNotFound();
    throw new AwsError("ExpiredCodeException", "Invalid code provided, please request a code again.");
  }
  if (user.status !== "UNCONFIRMED")
    throw new AwsError("NotAuthorizedException", `User cannot be confirmed. Current status is ${user.status}`);
  const code = text(input, "ConfirmationCode");
  if (pool.emailIsAlias && user.attributes.email && input.ForceAliasCreation !== true)
    context.users.requireFreeEmail(pool, user, user.attributes.email);
  context.codes.redeem(user, "sign-up", code);
  user.status = "CONFIRMED";
  if (pool.verifiesEmail && user.attributes.email) user.attributes.email_verified = "true";
  user.updatedAt = context.clock.now();
  return {};
};

const resendConfirmationCode: Operation = async (input, context) => {
  const { client, pool, login, user } = visitor(input, context);
  if (!user) {
    if (!client.hidesUserExistence) throw userNotFound();
    return { CodeDeliveryDetails: deliveryTo(login) };
  }
  if (user.status !== "UNCONFIRMED") throw new AwsError("InvalidParameterException", "User is already confirmed.");
  return { CodeDeliveryDetails: await context.codes.send(pool, user, "sign-up") };
};

const forgotPassword: Operation = async (input, context) => {
  const { client, pool, login, user } = visitor(input, context);
  const reachable = user?.enabled && user.attributes.email_verified === "true" && pool.recoverable;
  if (!user || !reachable) {
    if (client.hidesUserExistence) return { CodeDeliveryDetails: deliveryTo(login) };
    if (!user) throw userNotFound();
    if (!user.enabled) throw new AwsError("NotAuthorizedException", "User is disabled.");
    throw new AwsError(
      "InvalidParameterException",
      "Cannot reset password for the user as there is no registered/verified email or phone_number",
    );
  }
  if (user.status === "FORCE_CHANGE_PASSWORD")
    throw new AwsError("NotAuthorizedException", "User password cannot be reset in the current state.");
  return { CodeDeliveryDetails: await context.codes.send(pool, user, "reset") };
};

const confirmForgotPassword: Operation = async (input, context) => {
  const { client, pool, user } = visitor(input, context);
  const password = text(input, "Password");
  if (!user?.enabled) {
    if (!user && !client.hidesUserExistence) throw userNotFound();
    throw new AwsError("CodeMismatchException", "Invalid verification code provided, please try again.");
  }
  requireStrongPassword(password, pool.passwordPolicy);
  const passwordHash = await hashPassword(password);
  context.codes.redeem(user, "reset", text(input, "ConfirmationCode"));
  user.passwordHash = passwordHash;
  user.passwordExpiresAt = undefined;
  user.status = "CONFIRMED";
  forgetFailures(user);
  user.updatedAt = context.clock.now();
  return {};
};

export const signUpOperations = {
  SignUp: signUp,
  ConfirmSignUp: confirmSignUp,
  ResendConfirmationCode: resendConfirmationCode,
  ForgotPassword: forgotPassword,
  ConfirmForgotPassword: confirmForgotPassword,
};
