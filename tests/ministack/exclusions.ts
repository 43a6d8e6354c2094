/**
 * The journeys MiniStack cannot pass, and why: the one list of them, printed by every run and repeated in
 * docs/compatibility.md. A test that is skipped without being here, or is here without being skipped, fails the run.
 */
export interface Exclusion {
  /** What is left out: tests by a part of their full names, or a file. */
  tests: string;
  reason: string;
  /** What AWS's documentation says of it. */
  aws: string;
}

const REAL_TIME = {
  reason: "The pool keeps real time while the test moves the sandbox's clock; MiniStack's codes never end at all.",
  aws: "Cognito's time cannot be moved either: on AWS this is seen by waiting.",
};

export const exclusions: Exclusion[] = [
  { tests: "a mailed code opens nothing after a day", ...REAL_TIME },
  { tests: "a code for a new password ends after an hour", ...REAL_TIME },
  { tests: "an access token ends by itself", ...REAL_TIME },
  {
    tests: "a guess too many locks the account for a while",
    reason: "Its user pools take any number of wrong passwords.",
    aws: '"After five failed unauthenticated or IAM-authorized sign-in attempts with a password, Amazon Cognito locks out your user for one second. The lockout duration then doubles" (Cognito, Authentication, Lockout behavior for failed sign-in attempts)',
  },
  {
    tests: "does not take the authenticator app away, too",
    reason: "Its user pools take a code of an authenticator app as often as it comes while it lasts.",
    aws: '"The verifier MUST NOT accept the second attempt of the OTP after the successful validation" (RFC 6238, 5.2); Cognito\'s reference does not speak of it.',
  },
  {
    tests: "even rightly signed by the pool's key",
    reason: "The private key of a pool is its own: only the local cloud's can be read.",
    aws: "As on AWS. MiniStack's authorizer is tested with every other forgery.",
  },
  {
    tests: "with 10,000 lists in each other",
    reason: "Its gateway gives up on JSON that is nested deeper than Python's recursion goes, and never answers.",
    aws: '"Non-JSON messages are directed to a $default route" (API Gateway, Create routes for WebSocket APIs); no depth is named.',
  },
  {
    tests: "with the gateway's own action",
    reason: "It takes a frame that names the route $disconnect for the end of the connection, and answers nothing.",
    aws: '"API Gateway calls the $disconnect route when the client or the server disconnects" (Create routes for WebSocket APIs)',
  },
  {
    tests: "of bytes end the connection",
    reason: "It takes binary frames, and the connection stays open.",
    aws: '"If a client app sends a binary frame, API Gateway rejects it and disconnects the client with code 1003" (API Gateway, Binary media types for WebSocket APIs)',
  },
  {
    tests: "larger than the gateway takes end the connection",
    reason: "It takes messages of any size, and the connection stays open.",
    aws: '"If a larger message (or larger frame size) is received, the connection is closed with code 1009" (API Gateway, WebSocket quotas)',
  },
  {
    tests: "least-privilege.test.ts",
    reason:
      "For the local cloud only: reads its own record of calls. MiniStack refuses what a role does not grant, and keeps no record.",
    aws: "Not about a deployment.",
  },
  {
    tests: "operations.test.ts",
    reason: "For the local cloud only: starts, stops and kills `npm start`, and nothing of it would reach MiniStack.",
    aws: "Not about a deployment.",
  },
];
