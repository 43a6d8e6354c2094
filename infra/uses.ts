/** The gestures by which a function gets at a resource: each grants least privilege, sets the variables and says so. */

import { keys } from "@freelancerm/data/keys";
import { type IndexName, tableSchema } from "@freelancerm/data/schema";
import { Aws } from "aws-cdk-lib";
import type { IUserPool, IUserPoolClient } from "aws-cdk-lib/aws-cognito";
import type { ITableV2 } from "aws-cdk-lib/aws-dynamodb";
import type { IEventBus } from "aws-cdk-lib/aws-events";
import { PolicyStatement } from "aws-cdk-lib/aws-iam";
import type { Function as Lambda } from "aws-cdk-lib/aws-lambda";
import type { IBucket } from "aws-cdk-lib/aws-s3";
import type { ISecret } from "aws-cdk-lib/aws-secretsmanager";
import type { Addresses } from "./stacks/gateway.ts";

/** What there is to use. The bus and the deadlines runner appear on the way: see app.ts for the order. */
export interface Resources {
  table: ITableV2;
  files: IBucket;
  stripeKey: ISecret;
  stripeWebhookSecret: ISecret;
  /** Where Stripe is, when it is not Stripe. */
  stripeApiBase?: string;
  userPool: IUserPool;
  userPoolClient: IUserPoolClient;
  addresses: Addresses;
  siteUrl: string;
  mailFrom: string;
  bus?: IEventBus;
  deadlines?: Lambda;
}

export interface Use {
  /** For the document of permissions. */
  says: string;
  apply(fn: Lambda, resources: Resources): void;
}

const allow = (fn: Lambda, actions: string[], ...resources: string[]) =>
  fn.addToRolePolicy(new PolicyStatement({ actions, resources }));

/**
 * The only ends of resource names that may be wildcards, each with what makes naming impossible. Everything else is
 * named; the tests refuse what is not here.
 */
export const unnameable: Record<string, string> = {
  "/POST/@connections/*": "API Gateway makes the ids of connections at run time.",
  "/DELETE/@connections/*": "API Gateway makes the ids of connections at run time.",
  "/quarantine/*": "Keys of uploads are made at run time; the prefix is all that can be named.",
  "/files/*": "Keys of kept files are made at run time; the prefix is all that can be named.",
};

/** What is done to items. A transaction is allowed by the actions of its items. */
const TABLE_ACTIONS = {
  get: "dynamodb:GetItem",
  getMany: "dynamodb:BatchGetItem",
  query: "dynamodb:Query",
  put: "dynamodb:PutItem",
  update: "dynamodb:UpdateItem",
  delete: "dynamodb:DeleteItem",
  check: "dynamodb:ConditionCheckItem",
} as const;

/** The table: what is done to its items, and which of its indexes are queried. The journeys show that all of it is needed. */
export const table = (...may: (keyof typeof TABLE_ACTIONS | IndexName)[]): Use => ({
  says: `table (${may.join(", ")})`,
  apply(fn, { table: { tableArn, tableName } }) {
    const isIndex = (one: string): one is IndexName => one in tableSchema.indexes;
    const actions = may.flatMap((one) => (isIndex(one) ? [] : TABLE_ACTIONS[one]));
    const indexes = may.filter(isIndex).map((index) => `${tableArn}/index/${index}`);
    allow(fn, actions, tableArn);
    if (indexes.length > 0) allow(fn, [TABLE_ACTIONS.query], ...indexes);
    fn.addEnvironment("TABLE_NAME", tableName);
  },
});

/** Who reads pages signs cursors, with a secret that the first to need it files in the table. */
export const cursorSecret: Use = {
  says: "table (put the secret of cursors)",
  apply(fn, { table: { tableArn } }) {
    fn.addToRolePolicy(
      new PolicyStatement({
        actions: [TABLE_ACTIONS.put],
        resources: [tableArn],
        conditions: { "ForAllValues:StringEquals": { "dynamodb:LeadingKeys": [keys.secret("cursors").pk] } },
      }),
    );
  },
};

/**
 * Walks the table to find the ledgers and reads what should agree with them; writes how far it got and nothing else. No
 * other function scans (docs/adr/0009-the-ledgers-are-audited-by-a-scan.md).
 */
export const ledgerAudit: Use = {
  says: "table (scan, read; write the round of the check)",
  apply(fn, { table: { tableArn, tableName } }) {
    allow(fn, ["dynamodb:Scan", TABLE_ACTIONS.get, TABLE_ACTIONS.query], tableArn);
    fn.addToRolePolicy(
      new PolicyStatement({
        actions: ["dynamodb:PutItem"],
        resources: [tableArn],
        conditions: { "ForAllValues:StringEquals": { "dynamodb:LeadingKeys": [keys.ledgerCheck().pk] } },
      }),
    );
    fn.addEnvironment("TABLE_NAME", tableName);
  },
};

/** A deployed sandbox's own time: whatever a function does, it first asks how far the clock was moved. */
export const keptClock: Use = {
  says: "table (get the sandbox's clock)",
  apply(fn, { table: { tableArn } }) {
    fn.addToRolePolicy(
      new PolicyStatement({
        actions: [TABLE_ACTIONS.get],
        resources: [tableArn],
        conditions: { "ForAllValues:StringEquals": { "dynamodb:LeadingKeys": [keys.clock().pk] } },
      }),
    );
  },
};

/** Verifies access tokens; the pool's keys are public, so nothing is granted. */
export const tokens: Use = {
  says: "access tokens (verifies)",
  apply(fn, { userPool, userPoolClient }) {
    fn.addEnvironment("USER_POOL_ID", userPool.userPoolId);
    fn.addEnvironment("USER_POOL_CLIENT_ID", userPoolClient.userPoolClientId);
  },
};

const administer = (fn: Lambda, userPool: IUserPool, operations: string[]) =>
  allow(
    fn,
    operations.map((operation) => `cognito-idp:${operation}`),
    userPool.userPoolArn,
  );

/** Administers accounts; sign-up, sign-in and the like are unsigned public operations of Cognito. */
export const accounts: Use = {
  says: "user pool (groups, sign-out, whose an address is)",
  apply(fn, { userPool }) {
    // Who has set a new password by mail is looked up, for their sockets to be closed.
    const operations = ["AdminAddUserToGroup", "AdminRemoveUserFromGroup", "AdminUserGlobalSignOut", "AdminGetUser"];
    administer(fn, userPool, operations);
  },
};

/** Closes the pool's doors to somebody, opens them again, and forgets who left. */
export const suspensions: Use = {
  says: "user pool (disable, enable, sign-out, delete)",
  apply(fn, { userPool }) {
    const operations = ["AdminDisableUser", "AdminEnableUser", "AdminUserGlobalSignOut", "AdminDeleteUser"];
    administer(fn, userPool, operations);
    fn.addEnvironment("USER_POOL_ID", userPool.userPoolId);
  },
};

const secret = (says: string, variable: string, of: (resources: Resources) => ISecret): Use => ({
  says,
  apply(fn, resources) {
    allow(fn, ["secretsmanager:GetSecretValue"], of(resources).secretArn);
    fn.addEnvironment(variable, of(resources).secretArn);
  },
});
const key = secret("Stripe key (read)", "STRIPE_SECRET_ARN", (resources) => resources.stripeKey);
export const stripeKey: Use = {
  ...key,
  apply(fn, resources) {
    key.apply(fn, resources);
    if (resources.stripeApiBase) fn.addEnvironment("STRIPE_API_BASE", resources.stripeApiBase);
  },
};
export const stripeWebhookSecret = secret(
  "Stripe webhook secret (read)",
  "STRIPE_WEBHOOK_SECRET_ARN",
  (resources) => resources.stripeWebhookSecret,
);

/** Puts into quarantine by presigned form, copies what passed to files/, removes from quarantine. */
export const fileStore: Use = {
  says: "bucket (put and delete in quarantine/, put in files/, get)",
  apply(fn, { files }) {
    const quarantine = files.arnForObjects("quarantine/*");
    const kept = files.arnForObjects("files/*");
    allow(fn, ["s3:PutObject", "s3:GetObject", "s3:DeleteObject"], quarantine);
    allow(fn, ["s3:PutObject", "s3:GetObject"], kept);
    fn.addEnvironment("BUCKET_NAME", files.bucketName);
  },
};

/** Removes pictures of closed accounts. */
export const fileRemoval: Use = {
  says: "bucket (delete in files/)",
  apply(fn, { files }) {
    allow(fn, ["s3:DeleteObject"], files.arnForObjects("files/*"));
    fn.addEnvironment("BUCKET_NAME", files.bucketName);
  },
};

const socket = (doing: string, ...methods: ("POST" | "DELETE")[]): Use => ({
  says: `socket (${doing})`,
  apply(fn, { addresses }) {
    // Connection ids are made at run time, so they cannot be named here.
    allow(fn, ["execute-api:ManageConnections"], ...methods.map((method) => addresses.socketConnections[method]));
    fn.addEnvironment("SOCKET_API_ENDPOINT", addresses.socketApiEndpoint);
  },
});
export const socketPush = socket("post to connections", "POST");
export const socketClose = socket("close connections", "DELETE");
export const socketControl = socket("post to connections and close them", "POST", "DELETE");

export const socketAddress: Use = {
  says: "address of the socket",
  apply: (fn, { addresses }) => void fn.addEnvironment("SOCKET_URL", addresses.socketUrl),
};

export const siteAddress: Use = {
  says: "address of the site",
  apply: (fn, { siteUrl }) => void fn.addEnvironment("SITE_URL", siteUrl),
};

export const mail: Use = {
  says: "mail (send as the marketplace)",
  apply(fn, { mailFrom }) {
    const identity = `arn:${Aws.PARTITION}:ses:${Aws.REGION}:${Aws.ACCOUNT_ID}:identity/${mailFrom}`;
    allow(fn, ["ses:SendEmail"], identity);
    fn.addEnvironment("MAIL_FROM", mailFrom);
  },
};

export const eventBus: Use = {
  says: "event bus (publish)",
  apply(fn, { bus }) {
    allow(fn, ["events:PutEvents"], bus!.eventBusArn);
    fn.addEnvironment("EVENT_BUS_NAME", bus!.eventBusName);
  },
};

/** Runs the deadlines at once after time was moved. */
export const deadlineRunner: Use = {
  says: "deadlines (invoke)",
  apply(fn, { deadlines }) {
    allow(fn, ["lambda:InvokeFunction"], deadlines!.functionArn);
    fn.addEnvironment("DEADLINES_FUNCTION_NAME", deadlines!.functionName);
  },
};
