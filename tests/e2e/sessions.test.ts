/** Ways into an account, back into it and out of it, as the web front end goes them. */
import { totpCode } from "@freelancerm/local/cognito/totp";
import {
  anyone,
  endpoints,
  eventually,
  inboxOf,
  mailedCode,
  newcomer,
  newEmail,
  PASSWORD,
  patiently,
  signIn,
} from "./kit.ts";
import { outcome } from "./steps.ts";

interface Answer {
  status: number;
  body: { code?: string; accessToken?: string; errors?: { field: string }[] } & Record<string, unknown>;
  text: string;
  setCookie: string;
}
/** A session route as a browser calls it: cookies come and go beside the body. */
async function session(path: string, body?: object, headers: Record<string, string> = {}): Promise<Answer> {
  const answer = await fetch(`${endpoints.httpUrl}/session/${path}`, {
    method: "POST",
    headers: { "content-type": "application/json", ...headers },
    ...(body && { body: JSON.stringify(body) }),
  });
  const text = await answer.text();
  return { status: answer.status, body: JSON.parse(text), text, setCookie: answer.headers.getSetCookie()[0] ?? "" };
}
const refresh = (cookie: string, headers = {}) => session("refresh", undefined, { cookie, ...headers });
const passSeconds = (seconds: number) => anyone.moveClock({ body: { seconds } });
const wrongCode = (right: string) => String((Number(right) + 1) % 1_000_000).padStart(6, "0");

/** Milliseconds the user pool is ahead of real time, as it stamps tokens: a deployed one does not follow the sandbox's clock. */
async function poolAhead({ email, password }: { email: string; password: string }): Promise<number> {
  const [, claims = ""] = (await signIn(email, password)).token().split(".");
  return 1000 * JSON.parse(Buffer.from(claims, "base64url").toString()).iat - Date.now();
}
const signUp = async (displayName: string) => {
  const account = { email: newEmail(displayName), password: PASSWORD, displayName, role: "client" } as const;
  await anyone.signUp({ body: account });
  return account;
};

test("an account opens with the mailed code only: not before, not with a wrong code, not with a used one", async () => {
  const account = await signUp("Nora");
  const { email } = account;
  expect(await outcome(anyone.signIn({ body: { email, password: PASSWORD } }))).toBe("account.unconfirmed");

  const code = await mailedCode(email);
  expect(await session("confirm", { email, code: wrongCode(code) })).toMatchObject({
    status: 422,
    body: { code: "account.code_wrong", errors: [{ field: "code" }] },
  });
  await anyone.confirmSignUp({ body: { email, code } });
  expect(await outcome(anyone.confirmSignUp({ body: { email, code } }))).not.toBe("ok");
  expect(await outcome(anyone.signIn({ body: { email, password: "correct horse 43" } }))).toBe(
    "auth.invalid_credentials",
  );
  expect((await signIn(email, PASSWORD)).me).toMatchObject({ email, displayName: "Nora", roles: ["client"] });
});

test("a mailed code opens nothing after a day; the next one does", async () => {
  const { email } = await signUp("Nele");
  const first = await mailedCode(email);
  await passSeconds(24 * 3600 + 60);
  expect(await outcome(anyone.confirmSignUp({ body: { email, code: first } }))).toBe("account.code_expired");
  await anyone.resendCode({ body: { email } });
  await anyone.confirmSignUp({ body: { email, code: await mailedCode(email, 2) } });
  expect((await signIn(email, PASSWORD)).me.email).toBe(email);
});

test("a wrong password and an unknown address are answered alike, and asking for codes tells nobody who is here", async () => {
  const known = await newcomer("Kai", "freelancer");
  const unknown = newEmail("nobody");
  const [wrong, absent] = await Promise.all(
    [known.email, unknown].map((email) => session("sign-in", { email, password: "not the password 1" })),
  );
  const { requestId: _, ...told } = wrong!.body;
  const { requestId: __, ...same } = absent!.body;
  expect(told).toEqual(same);
  expect([wrong!.status, told.code, wrong!.setCookie]).toEqual([401, "auth.invalid_credentials", ""]);
  for (const path of ["forgot-password", "resend-code"]) {
    const [mine, theirs] = [await session(path, { email: known.email }), await session(path, { email: unknown })];
    expect([mine.status, mine.body]).toEqual([theirs.status, theirs.body]);
  }
  expect(await inboxOf(unknown)).toEqual([]);
  const draft = { password: PASSWORD, displayName: "Anybody", role: "client" };
  const [taken, free] = [
    await session("sign-up", { email: known.email, ...draft }),
    await session("sign-up", { email: unknown, ...draft }),
  ];
  expect([taken.status, { ...taken.body, email: unknown }]).toEqual([free.status, free.body]);
  await eventually(
    () => inboxOf(known.email),
    (mails) => mails.some(({ subject }) => /have an account/.test(subject)),
  );
});

test.each(["short1", "no digits in here", "1234567890123"])(
  "a weak password (%s) is refused with its field, wherever it is chosen",
  async (weak) => {
    const refused = (field: string) => ({
      status: 422,
      problem: expect.objectContaining({
        code: "account.password_weak",
        errors: [expect.objectContaining({ field })],
      }),
    });
    const email = newEmail("weak");
    const signUp = anyone.signUp({ body: { email, password: weak, displayName: "Weak", role: "client" } });
    await expect(signUp).rejects.toMatchObject(refused("password"));
    expect(await inboxOf(email)).toEqual([]);
  },
);

test("a session lives in its cookie: the refresh token is in no body, scripts and other sites cannot use it", async () => {
  const person = await newcomer("Cora", "client");
  const opened = await session("sign-in", { email: person.email, password: PASSWORD });
  const cookie = opened.setCookie.split(";")[0]!;
  const refreshToken = cookie.slice("session=".length);
  expect(refreshToken.length).toBeGreaterThan(20);
  for (const attribute of [/; HttpOnly/i, /; SameSite=Strict/i, /; Path=\/\S*session/i]) {
    expect(opened.setCookie).toMatch(attribute);
  }
  expect(opened.text).not.toContain(refreshToken);

  await passSeconds(2);
  const renewed = await refresh(cookie);
  expect(renewed.status).toBe(200);
  expect(renewed.body.accessToken).not.toBe(opened.body.accessToken);
  expect(renewed.text).not.toContain(refreshToken);
  expect(Object.keys(renewed.body).sort()).toEqual(["accessToken", "expiresIn", "user"]);

  for (const site of ["cross-site", "same-site"]) {
    expect(await refresh(cookie, { "sec-fetch-site": site })).toMatchObject({
      status: 403,
      body: { code: "auth.origin_refused" },
    });
  }
  expect(await refresh(cookie, { "sec-fetch-site": "same-origin" })).toMatchObject({ status: 200 });
  const ended = { status: 401, body: { code: "auth.session_expired" } };
  expect(await session("refresh", { refreshToken })).toMatchObject(ended);
  expect(await refresh("session=made-up")).toMatchObject(ended);
  expect(await refresh(`session=${opened.body.accessToken}`)).toMatchObject(ended);

  const out = await session("sign-out", undefined, { cookie });
  expect(out.setCookie).toMatch(/^session=;.*Max-Age=0/);
  expect(await refresh(cookie)).toMatchObject(ended);
  // The person's other session is another one, and goes on.
  expect(await refresh(person.cookie())).toMatchObject({ status: 200 });
});

test("an access token ends by itself", async () => {
  const person = await newcomer("Evan", "client");
  const token = person.token();
  const me = async () =>
    (await fetch(`${endpoints.httpUrl}/me`, { headers: { authorization: `Bearer ${token}` } })).status;
  expect(await me()).toBe(200);
  await passSeconds(3600);
  expect(await me()).toBe(401);
  expect(await refresh(person.cookie())).toMatchObject({ status: 200 });
});

test("signing out everywhere ends the other sessions and every socket", async () => {
  const here = await newcomer("Wim", "client");
  const there = await signIn(here.email, PASSWORD);
  const socket = await there.socket();
  socket.send({ action: "ping" });
  await socket.receives("pong");
  await here.api.signOutEverywhere();
  for (const person of [here, there]) {
    expect(await refresh(person.cookie())).toMatchObject({ status: 401, body: { code: "auth.session_expired" } });
  }
  await socket.closed;
  expect((await signIn(here.email, PASSWORD)).me.id).toBe(here.me.id);
});

test("a forgotten password is replaced with a mailed code, once", async () => {
  const { email } = await newcomer("Fred", "freelancer");
  const next = "a brand new secret 7";
  await anyone.forgotPassword({ body: { email } });
  const code = await mailedCode(email, 2);
  const reset = (code: string, password = next) => anyone.resetPassword({ body: { email, code, password } });
  expect(await outcome(reset(wrongCode(code)))).toBe("account.code_wrong");
  await expect(reset(code, "weak")).rejects.toMatchObject({
    code: "account.password_weak",
    problem: { errors: [{ field: "password" }] },
  });
  await reset(code);
  expect(await outcome(reset(code))).not.toBe("ok");
  expect(await outcome(anyone.signIn({ body: { email, password: PASSWORD } }))).toBe("auth.invalid_credentials");
  expect((await signIn(email, next)).me.email).toBe(email);
});

test("a code for a new password ends after an hour", async () => {
  const { email } = await newcomer("Frida", "freelancer");
  await anyone.forgotPassword({ body: { email } });
  const code = await mailedCode(email, 2);
  await passSeconds(3600 + 60);
  const body = { email, code, password: "a brand new secret 7" };
  expect(await outcome(anyone.resetPassword({ body }))).toBe("account.code_expired");
});

test("a password is changed by whoever knows the present one", async () => {
  const { api, email } = await newcomer("Pia", "client");
  const next = "another good one 99";
  const change = (current: string, wanted: string) => api.changePassword({ body: { current, next: wanted } });
  expect(await outcome(change("not this one 1", next))).toBe("account.password_wrong");
  await expect(change(PASSWORD, "weak")).rejects.toMatchObject({
    code: "account.password_weak",
    problem: { errors: [{ field: "next" }] },
  });
  await change(PASSWORD, next);
  const old = patiently(() => anyone.signIn({ body: { email, password: PASSWORD } }));
  expect(await outcome(old)).toBe("auth.invalid_credentials");
  await signIn(email, next);
});

test("with an authenticator app a password alone opens nothing", async () => {
  const { api, email } = await newcomer("Tom", "freelancer");
  const keeper = await newcomer("Theo", "client");
  const { secret, uri } = await api.startTotp();
  expect(uri).toMatch(/^otpauth:\/\/totp\//);
  let ahead = await poolAhead(keeper);
  const code = () => totpCode(secret, Date.now() + ahead);
  expect(await outcome(api.confirmTotp({ body: { code: wrongCode(code()) } }))).toBe("account.totp_wrong");
  // Until it was confirmed the password is enough.
  await signIn(email, PASSWORD);
  const spent = code();
  await api.confirmTotp({ body: { code: spent } });
  expect((await api.getMe()).totpEnabled).toBe(true);

  // Each code opens once: the one that confirmed the app is spent.
  await passSeconds(60);
  ahead = await poolAhead(keeper);
  await eventually(code, (next) => next !== spent, 40_000);
  const asked = await session("sign-in", { email, password: PASSWORD });
  expect(asked).toMatchObject({ status: 200, setCookie: "", body: { challenge: "totp" } });
  expect(asked.body.accessToken).toBeUndefined();
  const challengeToken = String(asked.body.challengeToken);
  const wrong = await session("totp", { email, challengeToken, code: wrongCode(code()) });
  expect(wrong).toMatchObject({ status: 422, setCookie: "", body: { code: "account.totp_wrong" } });
  const opened = await session("totp", { email, challengeToken, code: code() });
  expect(opened.status).toBe(200);
  expect(await refresh(opened.setCookie.split(";")[0]!)).toMatchObject({ status: 200 });

  const used = code();
  await passSeconds(60);
  ahead = await poolAhead(keeper);
  await eventually(code, (next) => next !== used, 40_000);
  expect(await outcome(api.stopTotp({ body: { password: PASSWORD, code: code() } }))).toBe("ok");
  expect((await signIn(email, PASSWORD)).me.totpEnabled).toBe(false);
});

test("a code that opened a session does not take the authenticator app away, too", async () => {
  const [{ api, email }, keeper] = [await newcomer("Timo", "freelancer"), await newcomer("Tilda", "client")];
  const { secret } = await api.startTotp();
  await api.confirmTotp({ body: { code: totpCode(secret, Date.now() + (await poolAhead(keeper))) } });
  await passSeconds(60);
  const code = totpCode(secret, Date.now() + (await poolAhead(keeper)));
  const { body } = await session("sign-in", { email, password: PASSWORD });
  expect((await session("totp", { email, challengeToken: String(body.challengeToken), code })).status).toBe(200);
  expect(await outcome(api.stopTotp({ body: { password: PASSWORD, code } }))).toBe("account.totp_wrong");
  expect((await api.getMe()).totpEnabled).toBe(true);
});

test("a guess too many locks the account for a while", async () => {
  const { email } = await newcomer("Lola", "client");
  const codes: unknown[] = [];
  for (let guess = 0; guess < 12; guess++) {
    const { body } = await session("sign-in", { email, password: `wrong password ${guess}` });
    codes.push(body.code);
    if (body.code === "account.locked") break;
    expect(["auth.invalid_credentials", "request.rate_limited"]).toContain(body.code);
  }
  expect(codes.at(-1)).toBe("account.locked");
  await passSeconds(20 * 60);
  await eventually(() => signIn(email, PASSWORD));
});
