/** Operations of an administrator, allowed by IAM rather than by a token. */
import { AwsError } from "../kit.ts";
import { mailOf } from "./codes.ts";
import {
  attributeList,
  type Context,
  type Input,
  mfaSettings,
  named,
  type Operation,
  seconds,
  text,
} from "./context.ts";
import { forgetFailures } from "./lock-out.ts";
import { hashPassword, requireStrongPassword, temporaryPassword } from "./passwords.ts";
import type { Pool } from "./pools.ts";
import { checkAttributes, toAttributeList, type User, userNotFound } from "./users.ts";

const DAY = 86_400_000;

const describe = (user: User) => ({
  Username: user.username,
  Enabled: user.enabled,
  UserStatus: user.status,
  UserCreateDate: seconds(user.createdAt),
  UserLastModifiedDate: seconds(user.updatedAt),
});

async function setTemporaryPassword(pool: Pool, user: User, password: string, { clock }: Context) {
  user.passwordHash = await hashPassword(password);
  user.passwordExpiresAt = clock.now() + pool.passwordPolicy.temporaryPasswordDays * DAY;
  user.status = "FORCE_CHANGE_PASSWORD";
}

const adminCreateUser: Operation = async (input, context) => {
  const pool = context.pools.pool(text(input, "UserPoolId"));
  const login = text(input, "Username");
  const password = (input.TemporaryPassword as string | undefined) ?? temporaryPassword(pool.passwordPolicy);
  requireStrongPassword(password, pool.passwordPolicy);
  const resend = input.MessageAction === "RESEND";
  const existing = resend ? context.users.find(pool, login) : undefined;
  if (resend && !existing) throw userNotFound();
  const values = checkAttributes(pool, attributeList(input, "UserAttributes"), "admin");
  const user = existing ?? context.users.add(pool, login, values, "FORCE_CHANGE_PASSWORD");
  await setTemporaryPassword(pool, user, password, context);
  const { email } = user.attributes;
  if (input.MessageAction !== "SUPPRESS" && email) {
    const { subject, message } = pool.invitationMail;
    await context.sendMail(mailOf(email, subject, message, password, pool.usernameIsEmail ? email : user.username));
  }
  return { User: { ...describe(user), Attributes: toAttributeList(user.attributes) } };
};

const adminSetUserPassword: Operation = async (input, context) => {
  const { pool, user } = named(input, context);
  const password = text(input, "Password");
  requireStrongPassword(password, pool.passwordPolicy);
  await setTemporaryPassword(pool, user, password, context);
  if (input.Permanent === true) {
    user.passwordExpiresAt = undefined;
    user.status = "CONFIRMED";
  }
  forgetFailures(user);
  user.updatedAt = context.clock.now();
  return {};
};

const adminConfirmSignUp: Operation = (input, context) => {
  const { user } = named(input, context);
  if (user.status !== "UNCONFIRMED")
    throw new AwsError("NotAuthorizedException", `User cannot be confirmed. Current status is ${user.status}`);
  user.status = "CONFIRMED";
  user.updatedAt = context.clock.now();
  return {};
};

const adminGetUser: Operation = (input, context) => {
  const { user } = named(input, context);
  return { ...describe(user), UserAttributes: toAttributeList(user.attributes), ...mfaSettings(user) };
};

function group(input: Input, pool: Pool): string {
  const name = text(input, "GroupName");
  if (!pool.groups.has(name)) throw new AwsError("ResourceNotFoundException", "Group not found.");
  return name;
}

const adminAddUserToGroup: Operation = (input, context) => {
  const { pool, user } = named(input, context);
  user.groups = [...new Set([...user.groups, group(input, pool)])];
  return {};
};

const adminRemoveUserFromGroup: Operation = (input, context) => {
  const { pool, user } = named(input, context);
  const name = group(input, pool);
  user.groups = user.groups.filter((other) => other !== name);
  return {};
};

const adminListGroupsForUser: Operation = (input, context) => {
  const { pool, user } = named(input, context);
  const Groups = user.groups.map((GroupName) => {
    const { description, precedence } = pool.groups.get(GroupName) ?? {};
    return { GroupName, UserPoolId: pool.id, Description: description, Precedence: precedence };
  });
  return { Groups };
};

const setEnabled =
  (enabled: boolean): Operation =>
  (input, context) => {
    const { user } = named(input, context);
    user.enabled = enabled;
    if (!enabled) context.tokens.revokeAll(user);
    user.updatedAt = context.clock.now();
    return {};
  };

const adminDeleteUser: Operation = (input, context) => {
  context.users.remove(named(input, context).user);
  return {};
};

const adminUserGlobalSignOut: Operation = (input, context) => {
  context.tokens.revokeAll(named(input, context).user);
  return {};
};

const adminUpdateUserAttributes: Operation = async (input, context) => {
  const { pool, user } = named(input, context);
  const values = checkAttributes(pool, attributeList(input, "UserAttributes"), "admin", user);
  const changesEmail = values.email !== undefined && values.email !== user.attributes.email;
  if (changesEmail) {
    context.users.requireFreeEmail(pool, user, values.email!);
    values.email_verified ??= "false";
  }
  Object.assign(user.attributes, values);
  user.updatedAt = context.clock.now();
  if (changesEmail && values.email_verified === "false" && pool.verifiesEmail)
    await context.codes.send(pool, user, "email", values.email);
  return {};
};

const adminDeleteUserAttributes: Operation = (input, context) => {
  const { user } = named(input, context);
  for (const name of (input.UserAttributeNames as string[] | undefined) ?? []) delete user.attributes[name];
  return {};
};

const adminResetUserPassword: Operation = async (input, context) => {
  const { pool, user } = named(input, context);
  user.status = "RESET_REQUIRED";
  await context.codes.send(pool, user, "reset");
  return {};
};

/** A ListUsers filter, `attribute = "value"` or `attribute ^= "prefix"`, as a predicate. */
function userFilter(filter: string | undefined): (user: User) => boolean {
  if (!filter) return () => true;
  const match = /^\s*"?([\w:]+)"?\s*(\^?=)\s*"((?:[^"\\]|\\.)*)"\s*$/.exec(filter);
  if (!match) throw new AwsError("InvalidParameterException", `Error while parsing filter: ${filter}`);
  const [, name, operator, quoted] = match;
  const wanted = quoted!.replace(/\\(.)/g, "$1");
  const read = (user: User) => {
    if (name === "username") return user.username;
    if (name === "cognito:user_status") return user.status;
    if (name === "status") return user.enabled ? "Enabled" : "Disabled";
    return user.attributes[name!] ?? "";
  };
  return (user) => (operator === "=" ? read(user) === wanted : read(user).startsWith(wanted));
}

const listUsers: Operation = (input, context) => {
  const pool = context.pools.pool(text(input, "UserPoolId"));
  const limit = (input.Limit as number | undefined) ?? 60;
  const start = Number(Buffer.from((input.PaginationToken as string | undefined) ?? "", "base64url").toString() || 0);
  const found = context.users.of(pool.id).filter(userFilter(input.Filter as string | undefined));
  const end = start + limit;
  return {
    Users: found.slice(start, end).map((user) => ({ ...describe(user), Attributes: toAttributeList(user.attributes) })),
    ...(found.length > end ? { PaginationToken: Buffer.from(String(end)).toString("base64url") } : {}),
  };
};

const describeUserPool: Operation = (input, context) => {
  const pool = context.pools.pool(text(input, "UserPoolId"));
  const { minimumLength, lowercase, uppercase, numbers, symbols, temporaryPasswordDays } = pool.passwordPolicy;
  return {
    UserPool: {
      Id: pool.id,
      Name: pool.name,
      Arn: pool.arn,
      MfaConfiguration: pool.mfa,
      EstimatedNumberOfUsers: context.users.of(pool.id).length,
      Policies: {
        PasswordPolicy: {
          MinimumLength: minimumLength,
          RequireLowercase: lowercase,
          RequireUppercase: uppercase,
          RequireNumbers: numbers,
          RequireSymbols: symbols,
          TemporaryPasswordValidityDays: temporaryPasswordDays,
        },
      },
      ...(pool.usernameIsEmail ? { UsernameAttributes: ["email"] } : {}),
      ...(pool.emailIsAlias ? { AliasAttributes: ["email"] } : {}),
      ...(pool.verifiesEmail ? { AutoVerifiedAttributes: ["email"] } : {}),
    },
  };
};

export const adminOperations = {
  AdminCreateUser: adminCreateUser,
  AdminSetUserPassword: adminSetUserPassword,
  AdminConfirmSignUp: adminConfirmSignUp,
  AdminGetUser: adminGetUser,
  AdminAddUserToGroup: adminAddUserToGroup,
  AdminRemoveUserFromGroup: adminRemoveUserFromGroup,
  AdminListGroupsForUser: adminListGroupsForUser,
  AdminDisableUser: setEnabled(false),
  AdminEnableUser: setEnabled(true),
  AdminDeleteUser: adminDeleteUser,
  AdminUserGlobalSignOut: adminUserGlobalSignOut,
  AdminUpdateUserAttributes: adminUpdateUserAttributes,
  AdminDeleteUserAttributes: adminDeleteUserAttributes,
  AdminResetUserPassword: adminResetUserPassword,
  ListUsers: listUsers,
  DescribeUserPool: describeUserPool,
};
