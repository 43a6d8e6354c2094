/**
 * What each Lambda is for and may touch. One gesture — a use — grants, sets the variables and documents.
 * An HTTP function is named after its domain, a consumer after its subscription.
 */
import type { Domain } from "@freelancerm/contracts";
import type { Consumer } from "@freelancerm/contracts/subscriptions";
import {
  accounts,
  cursorSecret,
  deadlineRunner,
  eventBus,
  fileRemoval,
  fileStore,
  keptClock,
  ledgerAudit,
  mail,
  siteAddress,
  socketAddress,
  socketClose,
  socketControl,
  socketPush,
  stripeKey,
  stripeWebhookSecret,
  suspensions,
  table,
  tokens,
  type Use,
  unnameable,
} from "./uses.ts";

export interface FunctionSpec {
  /** One sentence: what it does. */
  about: string;
  uses: Use[];
  /** MB; 512 unless it is on a path where people wait often. */
  memory?: 512 | 1024;
  /** Seconds. */
  timeout: number;
  /** At most so many run at once. */
  concurrency?: number;
  /** Exists only where the clock can be moved. */
  sandboxOnly?: true;
}

export type FunctionName = Domain | Consumer | "socket" | "table-stream" | "deadlines" | "ledger-check";

const HTTP = { timeout: 29 } as const;
const EVENT = { timeout: 60 } as const;
const HOT = { memory: 1024 } as const;

export const functions: Record<FunctionName, FunctionSpec> = {
  users: {
    about: "Sign-up, sessions, profiles and roles",
    uses: [
      table("get", "getMany", "query", "put", "update", "delete", "gsi1", "gsi2"),
      tokens,
      accounts,
      siteAddress,
      socketClose,
      mail,
    ],
    ...HTTP,
    ...HOT,
  },
  "own-data": {
    about: "What somebody takes along",
    uses: [table("get", "getMany", "query", "gsi1", "gsi2"), cursorSecret, tokens],
    ...HTTP,
  },
  categories: { about: "Categories and skills", uses: [table("query", "put", "delete"), tokens], ...HTTP },
  jobs: {
    about: "Jobs and invitations",
    uses: [table("get", "getMany", "query", "put", "delete"), tokens],
    ...HTTP,
    ...HOT,
  },
  marketplace: {
    about: "Browsing and searching",
    uses: [table("get", "query", "gsi1", "gsi2", "gsi3"), cursorSecret, tokens],
    ...HTTP,
    ...HOT,
  },
  "saved-searches": {
    about: "Saved searches and their feeds",
    uses: [table("get", "query", "put", "update", "delete", "gsi1", "gsi2"), tokens, siteAddress],
    ...HTTP,
  },
  proposals: {
    about: "Proposals and offers",
    uses: [table("get", "getMany", "query", "put", "gsi1"), tokens],
    ...HTTP,
    ...HOT,
  },
  contracts: {
    about: "Contracts and milestones",
    uses: [table("get", "getMany", "query", "put", "delete", "gsi1", "gsi2"), tokens],
    ...HTTP,
    ...HOT,
  },
  payments: {
    about: "Funding, refunds, ledger and payout accounts",
    uses: [table("get", "getMany", "query", "put", "delete", "gsi1", "gsi2"), tokens, stripeKey, siteAddress],
    ...HTTP,
    ...HOT,
  },
  "stripe-webhook": {
    about: "Takes signed events of the payment processor",
    uses: [table("get", "getMany", "query", "put"), tokens, stripeWebhookSecret, stripeKey],
    ...HTTP,
  },
  messaging: {
    about: "Rooms, history and tickets for the socket",
    uses: [table("get", "getMany", "query", "put", "update", "delete", "gsi1"), tokens, socketAddress, socketPush],
    ...HTTP,
    ...HOT,
  },
  notifications: {
    about: "Feed and preferences",
    uses: [table("get", "query", "put", "update", "delete", "gsi1"), tokens, socketPush],
    ...HTTP,
  },
  trust: {
    about: "Reports, cases, decisions and the audit log",
    uses: [table("get", "getMany", "query", "put", "gsi1"), tokens],
    ...HTTP,
  },
  reviews: { about: "Reviews", uses: [table("get", "getMany", "put", "check", "gsi1"), tokens], ...HTTP },
  files: { about: "Uploads, their checks and downloads", uses: [table("get", "put"), tokens, fileStore], ...HTTP },
  sandbox: {
    about: "Moves the clock",
    uses: [table("get", "update"), tokens, deadlineRunner],
    sandboxOnly: true,
    ...HTTP,
  },
  socket: {
    about: "Connections and frames of the socket",
    uses: [table("get", "getMany", "query", "put", "update", "delete", "gsi1"), socketControl],
    ...HTTP,
    ...HOT,
  },
  "on-notify": {
    about: "Feed entry, socket push and e-mail for the people concerned",
    uses: [table("get", "getMany", "query", "put", "update", "delete", "gsi1"), socketPush, mail, siteAddress],
    ...EVENT,
  },
  "on-message": {
    about: "Inboxes and live delivery of messages",
    uses: [table("get", "getMany", "query", "put", "update", "delete", "gsi1"), socketPush],
    ...EVENT,
    ...HOT,
  },
  "on-payment": {
    about: "Transfers and refunds at the payment processor",
    uses: [table("get", "getMany", "query", "put", "delete", "check"), stripeKey],
    ...EVENT,
  },
  "on-job-listed": {
    about: "Finds whose saved searches wait for a job",
    uses: [table("get", "query", "put", "gsi1")],
    ...EVENT,
  },
  "on-job-unlisted": {
    about: "Closes the proposals of a job that stops taking them",
    uses: [table("get", "getMany", "query", "put")],
    ...EVENT,
  },
  "on-account": {
    about:
      "Shuts somebody who was suspended out of sign-in, sessions and sockets, or lets them in again; erases what is left of who closed their account",
    uses: [table("get", "put", "delete", "gsi1"), suspensions, socketClose, fileRemoval],
    ...EVENT,
  },
  "on-activity": { about: "The immutable log of each contract", uses: [table("put")], ...EVENT },
  "on-stats": { about: "Counts and profile figures", uses: [table("get", "query", "put", "update")], ...EVENT },
  "table-stream": {
    about: "Publishes the events and files the deadlines in the outbox of each committed change",
    uses: [table("put"), eventBus],
    ...EVENT,
  },
  deadlines: {
    about: "Fires what fell due, every minute; one at a time",
    uses: [table("get", "getMany", "query", "put", "delete", "gsi1", "gsi2")],
    concurrency: 1,
    ...EVENT,
  },
  "ledger-check": { about: "Adds every ledger up again, by and by", uses: [ledgerAudit], ...EVENT },
};

export const functionNames = Object.keys(functions) as FunctionName[];

/** Functions of a stage; those that move time exist only where it can be moved. */
export const functionsOf = (stage: { clock: "movable" | "real" }): FunctionName[] =>
  functionNames.filter((name) => stage.clock === "movable" || !functions[name].sandboxOnly);

/** The permissions of every function as a Markdown table, for the generated documents. */
export function permissionsDocument(): string {
  const rows = functionNames.map((name) => {
    const { about, uses } = functions[name];
    return `| ${name} | ${about} | ${uses.map((use) => use.says).join("; ")} |`;
  });
  const wildcards = Object.entries(unnameable).map(([end, why]) => `- \`…${end}\`: ${why}`);
  return [
    "# What each function may touch",
    "",
    "| function | does | uses |",
    "|---|---|---|",
    ...rows,
    "",
    `A deployed sandbox adds to each: ${keptClock.says}.`,
    "",
    "Every resource is named, except where AWS leaves no name to say:",
    "",
    ...wildcards,
    "- `*` for X-Ray's writes and for listing streams: AWS grants them on everything or not at all.",
    "",
  ].join("\n");
}
