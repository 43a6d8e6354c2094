/** Tokens that are none: whatever is wrong with them, they open neither a route nor a socket. */
import { createHmac, createPublicKey, generateKeyPairSync, type KeyObject, sign as signWith } from "node:crypto";
import { existsSync, readFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { InitiateAuthCommand } from "@aws-sdk/client-cognito-identity-provider";
import { routeOf, routes } from "@freelancerm/contracts";
import { userPool } from "./administrator.ts";
import { connect, endpoints, newcomer, PASSWORD, type Person, refusesUpgrade, withTicket } from "./kit.ts";

type Json = Record<string, unknown>;
const encode = (value: Json) => Buffer.from(JSON.stringify(value)).toString("base64url");
const decode = (part: string): Json => JSON.parse(Buffer.from(part, "base64url").toString());
const signed = (header: Json, claims: Json, key: KeyObject) => {
  const input = `${encode(header)}.${encode(claims)}`;
  return `${input}.${signWith("sha256", Buffer.from(input), key).toString("base64url")}`;
};

let person: Person;
let header: Json;
let claims: Json;
let signature: string;
let idToken: string;
let poolKeys: { keys: Json[] };

beforeAll(async () => {
  person = await newcomer("Trudy", "client");
  const parts = person.token().split(".") as [string, string, string];
  [header, claims, signature] = [decode(parts[0]), decode(parts[1]), parts[2]];
  const pool = userPool();
  const opened = await pool.send(
    new InitiateAuthCommand({
      ClientId: endpoints.userPoolClientId,
      AuthFlow: "USER_PASSWORD_AUTH",
      AuthParameters: { USERNAME: person.email, PASSWORD },
    }),
  );
  pool.destroy();
  idToken = opened.AuthenticationResult!.IdToken!;
  const answer = await fetch(`${endpoints.identityUrl}/${endpoints.userPoolId}/.well-known/jwks.json`);
  poolKeys = (await answer.json()) as typeof poolKeys;
});

const asked = Object.values(routes).filter(
  (_, index) => routeOf(Object.keys(routes)[index] as never).caller !== "anyone",
);

/** Status of a route and of a socket's ticket with an authorization header, and whether the token itself opens a socket. */
async function tried(authorization: string | undefined, token = authorization?.slice("Bearer ".length) ?? "") {
  const headers: Record<string, string> = authorization === undefined ? {} : { authorization };
  const statuses = await Promise.all(
    [
      fetch(`${endpoints.httpUrl}/me`, { headers }),
      fetch(`${endpoints.httpUrl}/socket-tickets`, { method: "POST", headers }),
    ].map(async (answer) => (await answer).status),
  );
  const socket = await connect(withTicket(endpoints.wsUrl, encodeURIComponent(token))).then(
    () => "open",
    ({ status }) => (refusesUpgrade(status) ? "refused" : status),
  );
  return [...statuses, socket];
}
const REFUSED = [401, 401, "refused"];

test("the true token opens routes, but no socket: that takes a ticket", async () => {
  expect(await tried(`Bearer ${person.token()}`)).toEqual([200, 201, "refused"]);
});

test("every route that asks for somebody refuses nobody", async () => {
  expect(asked.length).toBeGreaterThan(50);
  const ids = new Proxy({}, { get: () => "x" }) as Record<string, string>;
  for (const { method, path } of asked) {
    const url = `${endpoints.httpUrl}${path.replaceAll(/\{(\w+)\}/g, (_, name: string) => ids[name]!)}`;
    expect([path, (await fetch(url, { method })).status]).toEqual([path, 401]);
  }
});

const elsewhere = generateKeyPairSync("rsa", { modulusLength: 2048 }).privateKey;
const later = () => ({ ...claims, exp: Number(claims.exp) + 60 });
const forged: [string, () => string | undefined][] = [
  ["no header at all", () => undefined],
  ["an empty token", () => "Bearer "],
  ["garbage", () => "Bearer not.a.token"],
  ["another scheme", () => `Basic ${Buffer.from(`${person.email}:${PASSWORD}`).toString("base64")}`],
  ["no algorithm", () => `Bearer ${encode({ ...header, alg: "none" })}.${encode(claims)}.`],
  [
    "no algorithm, with the old signature",
    () => `Bearer ${encode({ ...header, alg: "none" })}.${encode(claims)}.${signature}`,
  ],
  ["no signature", () => `Bearer ${encode(header)}.${encode(claims)}.`],
  ["changed claims under the old signature", () => `Bearer ${encode(header)}.${encode(later())}.${signature}`],
  ["a signature that was cut", () => `Bearer ${person.token().slice(0, -8)}`],
  ["another key under the pool's name", () => `Bearer ${signed(header, claims, elsewhere)}`],
  ["a key nobody knows", () => `Bearer ${signed({ ...header, kid: "unknown" }, claims, elsewhere)}`],
  [
    "a key the token brought along",
    () => {
      const jwk = createPublicKey(elsewhere).export({ format: "jwk" }) as Json;
      return `Bearer ${signed({ ...header, jwk }, claims, elsewhere)}`;
    },
  ],
  [
    "the public key used as a secret",
    () => {
      const pem = createPublicKey({ key: poolKeys.keys[0]! as never, format: "jwk" }).export({
        type: "spki",
        format: "pem",
      });
      const input = `${encode({ ...header, alg: "HS256" })}.${encode(claims)}`;
      return `Bearer ${input}.${createHmac("sha256", pem).update(input).digest("base64url")}`;
    },
  ],
  ["an id token", () => `Bearer ${idToken}`],
  ["a refresh token", () => `Bearer ${person.cookie().split("=")[1]}`],
];

test.each(forged)("a request with %s is nobody's", async (_, make) => {
  expect(await tried(make())).toEqual(REFUSED);
});

// The pool's own key lies in the state folder of a marketplace that runs here; a deployed one keeps it to itself.
const keyFile = join(dirname(process.env.ENDPOINTS!), "state", "cognito-key.json");
const here = existsSync(keyFile) ? describe : describe.skip;
here("even rightly signed by the pool's key", () => {
  const withClaims = (change: Json) => {
    const key = JSON.parse(readFileSync(keyFile, "utf8")).key;
    const { d: _, ...bare } = header;
    const privateKey = { key, format: "jwk" } as never;
    const input = `${encode(bare)}.${encode(JSON.parse(JSON.stringify({ ...claims, ...change })))}`;
    return `${input}.${signWith("sha256", Buffer.from(input), privateKey).toString("base64url")}`;
  };

  test("the same claims are the same token", async () => {
    expect(await tried(`Bearer ${withClaims({})}`)).toEqual([200, 201, "refused"]);
  });

  test.each<[string, () => Json]>([
    ["without an end", () => ({ exp: undefined })],
    ["past its end", () => ({ exp: Number(claims.iat) - 1 })],
    ["of another client", () => ({ client_id: "another-client" })],
    ["of no client", () => ({ client_id: undefined })],
    ["of another pool", () => ({ iss: String(claims.iss).replace(/_\w+$/, "_another") })],
    ["of another use", () => ({ token_use: "id", aud: endpoints.userPoolClientId })],
    ["with an end that is no number", () => ({ exp: "never" })],
  ])("a token %s is nobody's", async (_, change) => {
    expect(await tried(`Bearer ${withClaims(change())}`)).toEqual(REFUSED);
  });
});
