import { openConnection } from "@freelancerm/core/realtime/connection";
import { totpCode } from "@freelancerm/local/cognito/totp";
import { userIdOf } from "@freelancerm/platform/auth";
import { createMembers, type Members, PASSWORD } from "../../tests/world/members.ts";
import { handler as messaging } from "../messaging/handler.ts";

process.env.SOCKET_URL ??= "wss://socket.example/live";

let members: Members;
beforeEach(async () => {
  members = await createMembers({ messaging });
});
afterEach(() => members.close());

const refused = (code: string) => expect.objectContaining({ code });
type Joined = Awaited<ReturnType<Members["join"]>>;
const draft = (email: string) => ({ email, password: PASSWORD, displayName: "Ana", role: "client" as const });

test("somebody signs up, confirms with the mailed code and signs in to an account with the profile of their role", async () => {
  const { api, signIn } = members.browser();
  expect(await api.signUp({ body: draft("ana@example.com") })).toEqual({ email: "ana@example.com", next: "confirm" });
  expect(members.memory.all()).toEqual([]);
  const early = api.signIn({ body: { email: "ana@example.com", password: PASSWORD } });
  await expect(early).rejects.toEqual(refused("account.unconfirmed"));
  await api.confirmSignUp({ body: { email: "ana@example.com", code: members.codeFor("ana@example.com") } });
  const session = await signIn("ANA@example.com");
  expect(session).toMatchObject({
    expiresIn: 900,
    user: { displayName: "Ana", roles: ["client"], staffRoles: [], freelancer: null, client: { displayName: "Ana" } },
  });
  expect(await api.getMe()).toEqual(session.user);
});

test("the very first token carries the role, so that it can be used at once", async () => {
  const ben = await members.join("Ben", "freelancer");
  const claims = JSON.parse(Buffer.from(ben.token!.split(".")[1]!, "base64url").toString());
  expect(claims["cognito:groups"]).toEqual(["freelancer"]);
  expect(ben.session.user.id).toBe(userIdOf(claims.sub));
});

test("the refresh token is a cookie out of reach of scripts, and is nowhere in the answer", async () => {
  const ana = await members.join("Ana", "client");
  expect(ana.cookie!.attributes).toEqual([
    "HttpOnly",
    "Secure",
    "SameSite=Strict",
    "Path=/api/session",
    "Max-Age=2592000",
  ]);
  expect(JSON.stringify(ana.session)).not.toContain(ana.cookie!.value);
});

test("a refresh gives a new access token until the session is 30 days old", async () => {
  const ana = await members.join("Ana", "client");
  const { user } = await ana.refresh();
  expect(user).toEqual(ana.session.user);
  members.advance(31 * 86_400_000);
  await expect(ana.refresh()).rejects.toEqual(refused("auth.session_expired"));
});

test("a refresh from another site or without a cookie is refused", async () => {
  await expect(members.browser().refresh()).rejects.toEqual(refused("auth.session_expired"));
  const ana = await members.join("Ana", "client");
  ana.site = "cross-site";
  await expect(ana.refresh()).rejects.toEqual(refused("auth.origin_refused"));
});

test("signing out ends this session and clears its cookie; the other session goes on", async () => {
  const ana = await members.join("Ana", "client");
  const phone = members.browser();
  await phone.signIn(ana.email);
  const { value } = ana.cookie!;
  await ana.api.signOut();
  expect(ana.cookie).toMatchObject({ value: "", attributes: expect.arrayContaining(["Max-Age=0"]) });
  ana.cookie = { value, attributes: [] };
  await expect(ana.api.refreshSession()).rejects.toEqual(refused("auth.session_expired"));
  await phone.refresh();
});

test("signing out everywhere ends every session and closes every socket", async () => {
  const ana = await members.join("Ana", "client");
  const phone = members.browser();
  await phone.signIn(ana.email);
  const { deps } = members;
  const userId = ana.session.user.id;
  const connection = { id: "c1", userId, openedAt: new Date(members.now()).toISOString() };
  await deps.commit(deps.connections.open({ ...connection, expiresAt: members.now() + 60_000 }));
  await ana.api.signOutEverywhere();
  await expect(phone.api.refreshSession()).rejects.toEqual(refused("auth.session_expired"));
  expect(await deps.connections.listOf(userId)).toEqual([]);
  expect(members.closed).toEqual(["c1"]);
});

test.each([
  ["a weak password", { password: "short1" }, "account.password_weak", "password"],
  ["a role that is none", { role: "administrator" as never }, "request.invalid", "role"],
])("sign-up refuses %s, naming the field", async (_, wrong, code, field) => {
  const { api } = members.browser();
  await expect(api.signUp({ body: { ...draft("new@example.com"), ...wrong } })).rejects.toMatchObject({
    code,
    problem: { errors: [{ field }] },
  });
});

test("signing up with an address in use is answered like any other, and its owner is mailed, once an hour", async () => {
  const ana = await members.join("Ana", "client");
  const { api } = members.browser();
  const fresh = await api.signUp({ body: draft("new@example.com") });
  const before = members.mails.length;
  const again = () => api.signUp({ body: { ...draft(ana.email), password: "another-horse-8", displayName: "Eve" } });
  expect(await again()).toEqual({ ...fresh, email: ana.email });
  await again();
  expect(members.mails.slice(before)).toEqual([
    expect.objectContaining({ to: ana.email, subject: "You have an account with this address already" }),
  ]);
  expect(members.mails.at(-1)!.text).toContain("https://market.example/forgot-password");
  members.advance(3_600_001);
  await again();
  expect(members.mails).toHaveLength(before + 2);
  // A wrong code says no more than for a fresh address.
  const confirm = (email: string) => api.confirmSignUp({ body: { email, code: "000000" } });
  const codes = await Promise.all([
    confirm(ana.email).catch((e) => e.code),
    confirm("new@example.com").catch((e) => e.code),
  ]);
  expect(codes).toEqual(["account.code_wrong", "account.code_wrong"]);
  expect(await members.browser().signIn(ana.email)).toMatchObject({ user: { displayName: "Ana" } });
});

test("signing up twice before confirming mails another code, and the first password stays", async () => {
  const { api, signIn } = members.browser();
  const first = await api.signUp({ body: draft("ana@example.com") });
  expect(await api.signUp({ body: { ...draft("ana@example.com"), password: "another-horse-8" } })).toEqual(first);
  expect(members.mails).toHaveLength(2);
  await api.confirmSignUp({ body: { email: "ana@example.com", code: members.codeFor("ana@example.com") } });
  await signIn("ana@example.com");
});

test("a wrong code, an old code and one for nobody are refused alike by form", async () => {
  const { api } = members.browser();
  await api.signUp({ body: draft("ana@example.com") });
  const code = members.codeFor("ana@example.com");
  const wrong = code === "000000" ? "000001" : "000000";
  const confirm = (email: string, given: string) => api.confirmSignUp({ body: { email, code: given } });
  await expect(confirm("ana@example.com", wrong)).rejects.toEqual(refused("account.code_wrong"));
  await expect(confirm("nobody@example.com", wrong)).rejects.toEqual(refused("account.code_expired"));
  members.advance(25 * 3_600_000);
  await expect(confirm("ana@example.com", code)).rejects.toEqual(refused("account.code_expired"));
});

test("a wrong password and an unknown address get the same answer, and guessing is locked out", async () => {
  const ana = await members.join("Ana", "client");
  const attempt = (email: string) => ana.api.signIn({ body: { email, password: "wrong-horse-7" } });
  await expect(attempt(ana.email)).rejects.toEqual(refused("auth.invalid_credentials"));
  await expect(attempt("nobody@example.com")).rejects.toEqual(refused("auth.invalid_credentials"));
  for (let guess = 0; guess < 4; guess++) await attempt(ana.email).catch(() => {});
  await expect(attempt(ana.email)).rejects.toEqual(refused("account.locked"));
});

test("a forgotten password is reset with a mailed code; whether the address is known does not show", async () => {
  const ana = await members.join("Ana", "client");
  const { api, signIn } = members.browser();
  const known = await api.forgotPassword({ body: { email: ana.email } });
  expect(await api.forgotPassword({ body: { email: "nobody@example.com" } })).toEqual(known);
  for (let again = 0; again < 6; again++) {
    members.advance(60_000);
    expect(await api.forgotPassword({ body: { email: ana.email } })).toEqual(known);
  }
  const reset = (password: string) =>
    api.resetPassword({ body: { email: ana.email, code: members.codeFor(ana.email), password } });
  await expect(reset("weak")).rejects.toMatchObject({ code: "account.password_weak" });
  expect(await reset("another-horse-8")).toEqual({ next: "sign_in" });
  await signIn(ana.email, "another-horse-8");
  await expect(api.signIn({ body: { email: ana.email, password: PASSWORD } })).rejects.toEqual(
    refused("auth.invalid_credentials"),
  );
});

test("a code is mailed again on request, and nobody learns whether there is an account", async () => {
  const { api } = members.browser();
  await api.signUp({ body: draft("ana@example.com") });
  const sent = await api.resendCode({ body: { email: "ana@example.com" } });
  expect(members.mails).toHaveLength(2);
  expect(await api.resendCode({ body: { email: "nobody@example.com" } })).toEqual(sent);
  await api.confirmSignUp({ body: { email: "ana@example.com", code: members.codeFor("ana@example.com") } });
  expect(await api.resendCode({ body: { email: "ana@example.com" } })).toEqual(sent);
});

test("the password is changed by who knows it", async () => {
  const ana = await members.join("Ana", "client");
  const change = (current: string, next: string) => ana.api.changePassword({ body: { current, next } });
  await expect(change("wrong-horse-7", "another-horse-8")).rejects.toMatchObject({
    code: "account.password_wrong",
    problem: { errors: [{ field: "current" }] },
  });
  await expect(change(PASSWORD, "weak")).rejects.toMatchObject({ problem: { errors: [{ field: "next" }] } });
  await change(PASSWORD, "another-horse-8");
  await members.browser().signIn(ana.email, "another-horse-8");
});

describe.each<[string, (who: Joined) => Promise<unknown>]>([
  ["signing out everywhere", (who) => who.api.signOutEverywhere()],
  ["changing the password", (who) => who.api.changePassword({ body: { current: PASSWORD, next: "another-horse-8" } })],
  [
    "setting a new password by mail",
    async ({ email }) => {
      const { api } = members.browser();
      await api.forgotPassword({ body: { email } });
      await api.resetPassword({ body: { email, code: members.codeFor(email), password: "another-horse-8" } });
    },
  ],
])("after %s", (_, end) => {
  test("no session, socket or ticket from before is good for anything, and new ones are", async () => {
    const ana = await members.join("Ana", "client");
    const thief = members.browser();
    await thief.signIn(ana.email);
    const { deps } = members;
    const { ticket } = await thief.api.createSocketTicket();
    const userId = ana.session.user.id;
    const openedAt = new Date(members.now()).toISOString();
    const expiresAt = members.now() + 60_000;
    const ids = Array.from({ length: 120 }, (_, index) => `${ana.email}-${index}`);
    await Promise.all(ids.map((id) => deps.commit(deps.connections.open({ id, userId, openedAt, expiresAt }))));

    members.advance(1000);
    await end(ana);
    await expect(thief.api.refreshSession()).rejects.toEqual(refused("auth.session_expired"));
    await expect(thief.api.createSocketTicket()).rejects.toEqual(refused("auth.required"));
    await expect(openConnection(deps)({ connectionId: "late", ticket })).rejects.toEqual(
      refused("socket.ticket_invalid"),
    );
    expect(members.closed.filter((id) => ids.includes(id))).toHaveLength(120);
    expect(await deps.connections.listOf(userId)).toEqual([]);

    const again = members.browser();
    await again.signIn(ana.email, "another-horse-8").catch(() => again.signIn(ana.email));
    const fresh = await again.api.createSocketTicket();
    await openConnection(deps)({ connectionId: `new-${userId}`, ticket: fresh.ticket });
  });
});

test("whoever changes the password stays signed in where they did it", async () => {
  const ana = await members.join("Ana", "client");
  members.advance(1000);
  await ana.api.changePassword({ body: { current: PASSWORD, next: "another-horse-8" } });
  await ana.refresh();
  await ana.api.createSocketTicket();
});

test("an authenticator app becomes the second factor once a code of it was confirmed", async () => {
  const ana = await members.join("Ana", "client");
  const { secret, uri } = await ana.api.startTotp();
  expect(uri).toContain(`secret=${secret}`);
  await expect(ana.api.confirmTotp({ body: { code: "000000" } })).rejects.toEqual(refused("account.totp_wrong"));
  await ana.api.confirmTotp({ body: { code: totpCode(secret, members.now()) } });
  expect(await ana.api.getMe()).toMatchObject({ totpEnabled: true });

  const { api } = members.browser();
  const answer = await api.signIn({ body: { email: ana.email, password: PASSWORD } });
  const { challengeToken } = answer as { challengeToken: string };
  const finish = (code: string) => api.answerTotp({ body: { email: ana.email, challengeToken, code } });
  await expect(finish("000000")).rejects.toEqual(refused("account.totp_wrong"));
  members.advance(30_000);
  expect(await finish(totpCode(secret, members.now()))).toMatchObject({ user: { totpEnabled: true } });

  members.advance(30_000);
  const stop = (body: { password: string; code?: string }) => ana.api.stopTotp({ body });
  const right = () => totpCode(secret, members.now());
  await expect(stop({ password: "wrong-horse-7", code: right() })).rejects.toEqual(refused("account.password_wrong"));
  await expect(stop({ password: PASSWORD })).rejects.toEqual(refused("account.totp_required"));
  await expect(stop({ password: PASSWORD, code: "000000" })).rejects.toEqual(refused("account.totp_wrong"));
  await expect(ana.api.startTotp()).rejects.toEqual(refused("account.totp_on"));
  expect(await ana.api.getMe()).toMatchObject({ totpEnabled: true });
  await stop({ password: PASSWORD, code: right() });
  expect(await members.browser().signIn(ana.email)).toMatchObject({ user: { totpEnabled: false } });
});

test("ten sign-ins at once make one account and say once that somebody joined", async () => {
  const { api } = members.browser();
  await api.signUp({ body: draft("ana@example.com") });
  await api.confirmSignUp({ body: { email: "ana@example.com", code: members.codeFor("ana@example.com") } });
  const sessions = await Promise.all(Array.from({ length: 10 }, () => members.browser().signIn("ana@example.com")));
  expect(new Set(sessions.map(({ user }) => user.id)).size).toBe(1);
  const items = members.memory.all().filter(({ pk }) => pk.startsWith("usr_"));
  expect(items.map(({ sk, version }) => [sk, version])).toEqual([
    ["ACCOUNT", 1],
    ["CLIENT", 1],
  ]);
  expect(items[0]!.outbox).toEqual([expect.objectContaining({ type: "user.joined.v1" })]);
});

test("staff sign in with the roles the operator gave them, and no other", async () => {
  const staff = await members.employ("olga@example.com", "administrator");
  expect(staff.session.user).toMatchObject({
    roles: [],
    staffRoles: ["administrator"],
    freelancer: null,
    client: null,
  });
  expect(await staff.api.getMe()).toMatchObject({ staffRoles: ["administrator"] });
});

test("an account knows the posts its newest session came with, a first one, given later or taken away", async () => {
  const { accounts } = members.deps;
  const staff = await members.employ("olga@example.com", "mediator");
  expect(await accounts.find(staff.session.user.id)).toMatchObject({ staffRoles: ["mediator"], version: 1 });
  await staff.refresh();
  expect(await accounts.find(staff.session.user.id)).toMatchObject({ version: 1 });

  const { id } = (await members.join("Ana", "client")).session.user;
  const account = (await accounts.find(id))!;
  expect(account).not.toHaveProperty("staffRoles");
  await members.deps.commit(accounts.save({ ...account, staffRoles: ["moderator"] }));
  const ana = await members.browser().signIn("ana1@example.com");
  expect(ana.user).toMatchObject({ staffRoles: [], version: 3 });
  expect(await accounts.find(id)).not.toHaveProperty("staffRoles");
});
