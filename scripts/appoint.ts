/**
 * npx tsx scripts/appoint.ts <email> <role> [--stage <stage> | --pool <id>] [--dismiss]
 * Makes somebody who signed up one of the staff (moderator, mediator, finance, administrator), or no longer, with the
 * caller's AWS credentials. The stage is dev unless said; `--stage local` is the marketplace that npm start runs here.
 * See docs/runbooks/first-day.md.
 */
import { parseArgs } from "node:util";
import {
  AdminAddUserToGroupCommand,
  AdminGetUserCommand,
  AdminRemoveUserFromGroupCommand,
  CognitoIdentityProviderClient,
  UserNotFoundException,
} from "@aws-sdk/client-cognito-identity-provider";
import { STAFF_ROLES } from "@freelancerm/contracts/route";
import { OperatorError, operate, parsed, userPoolOf } from "./stage.ts";

const USAGE = `Usage: npx tsx scripts/appoint.ts <email> <${STAFF_ROLES.join("|")}> [--stage <stage> | --pool <id>] [--dismiss]`;

await operate(async () => {
  const { values, positionals } = parsed(USAGE, () =>
    parseArgs({
      allowPositionals: true,
      options: {
        stage: { type: "string", default: "dev" },
        pool: { type: "string" },
        dismiss: { type: "boolean", default: false },
      },
    }),
  );
  const [email, role, ...rest] = positionals;
  if (!email || !role || rest.length > 0) throw new OperatorError(USAGE);
  if (!STAFF_ROLES.some((known) => known === role)) {
    throw new OperatorError(`There is no role "${role}"; the staff's are ${STAFF_ROLES.join(", ")}.`);
  }
  const pool = values.pool ?? (await userPoolOf(values.stage));
  const client = new CognitoIdentityProviderClient({});
  const account = { UserPoolId: pool, Username: email };
  const found = await client.send(new AdminGetUserCommand(account)).catch((error: Error) => {
    if (error instanceof UserNotFoundException) {
      throw new OperatorError(`Nobody signed up as ${email} in ${pool}: they do that first, on the site.`);
    }
    throw error;
  });
  if (!values.dismiss && found.UserStatus !== "CONFIRMED") {
    throw new OperatorError(`${email} has not confirmed the address yet: the code is in their mail.`);
  }
  const membership = { ...account, GroupName: role };
  await client.send(
    values.dismiss ? new AdminRemoveUserFromGroupCommand(membership) : new AdminAddUserToGroupCommand(membership),
  );
  console.log(
    values.dismiss
      ? `${email} is no longer ${role}, within 15 minutes everywhere.`
      : `${email} is ${role} from the next sign-in on.`,
  );
});
