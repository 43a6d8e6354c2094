/** What a journey needs: people who sign up as anybody would, their sockets, the checkout page, the inbox, the clock. Only public doors. */
import { readFileSync } from "node:fs";
import { type ApiClient, ApiError, createApiClient } from "@freelancerm/contracts/client";
import type { Role } from "@freelancerm/contracts/route";
import type { ServerFrame } from "@freelancerm/contracts/socket";
import type { Me, Session } from "@freelancerm/contracts/users";
import { WebSocket } from "ws";

export interface Endpoints {
  httpUrl: string;
  wsUrl: string;
  webUrl: string;
  mailUrl: string;
  stripeUrl: string;
  identityUrl: string;
  userPoolId: string;
  userPoolClientId: string;
  demoAccounts: { email: string; password: string; role: string }[];
}

export const endpoints: Endpoints = JSON.parse(readFileSync(process.env.ENDPOINTS!, "utf8"));
export const anyone = createApiClient({ baseUrl: endpoints.httpUrl });
export const PASSWORD = "correct horse 42";
const run = Date.now().toString(36);
let count = 0;

/** Asks again until the answer is there; the last error or answer tells why it never came. */
export async function eventually<T>(
  ask: () => Promise<T> | T,
  until: (answer: T) => boolean = Boolean,
  withinMs = 20_000,
): Promise<T> {
  const deadline = Date.now() + withinMs;
  for (;;) {
    let outcome: { answer: T } | { error: unknown };
    try {
      outcome = { answer: await ask() };
    } catch (error) {
      outcome = { error };
    }
    if ("answer" in outcome && until(outcome.answer)) return outcome.answer;
    if (Date.now() > deadline) {
      throw "error" in outcome
        ? outcome.error
        : new Error(`It never came; last: ${JSON.stringify(outcome.answer)?.slice(0, 1000)}`);
    }
    await new Promise((resolve) => setTimeout(resolve, 60));
  }
}

/** Waits as long as the API says when it was asked too often, as its clients should; journeys sign up by the dozen. */
export async function patiently<T>(ask: () => Promise<T>): Promise<T> {
  for (;;) {
    try {
      return await ask();
    } catch (error) {
      if (!(error instanceof ApiError && error.code === "request.rate_limited")) throw error;
      await new Promise((resolve) => setTimeout(resolve, 1000 * (error.retryAfter ?? 1)));
    }
  }
}

export interface Mail {
  to: string;
  subject: string;
  text: string;
}
/** Mails to an address, newest first. */
export const inboxOf = async (email: string): Promise<Mail[]> =>
  (await (await fetch(`${endpoints.mailUrl}/messages?to=${encodeURIComponent(email)}`)).json()) as Mail[];

const codeIn = (mail: Mail): string => /\b\d{6}\b/.exec(mail.text)![0];
/** The newest code mailed to an address, once there are at least `mails` mails. */
export const mailedCode = async (email: string, mails = 1): Promise<string> =>
  codeIn(
    (
      await eventually(
        () => inboxOf(email),
        (found) => found.filter(({ text }) => /\b\d{6}\b/.test(text)).length >= mails,
      )
    )[0]!,
  );

export interface Person {
  email: string;
  password: string;
  me: Me;
  api: ApiClient;
  token(): string;
  /** The session cookie, as a browser would keep it. */
  cookie(): string;
  socket(): Promise<LiveSocket>;
}

export const newEmail = (name: string): string => `${name.toLowerCase()}-${run}-${++count}@example.com`;

/** Signs in and keeps the session as a browser would: an expired token is renewed, here by signing in again. */
export async function signIn(email: string, password: string): Promise<Person> {
  const open = async () => {
    let cookie = "";
    const keeping = createApiClient({
      baseUrl: endpoints.httpUrl,
      fetch: async (...request) => {
        const answer = await fetch(...request);
        cookie = (answer.headers.getSetCookie()[0] ?? "").split(";")[0]!;
        return answer;
      },
    });
    const session = (await patiently(() => keeping.signIn({ body: { email, password } }))) as Session;
    return { session, cookie };
  };
  let { session, cookie } = await open();
  const token = () => session.accessToken;
  const renew = async () => {
    ({ session, cookie } = await open());
    return true;
  };
  const api = createApiClient({ baseUrl: endpoints.httpUrl, token, renew });
  return { email, password, me: session.user, api, token, cookie: () => cookie, socket: () => openSocket(api) };
}

/** Somebody new who signed up, confirmed the address with the mailed code and signed in. */
export async function newcomer(name: string, role: Role): Promise<Person> {
  const email = newEmail(name);
  await patiently(() => anyone.signUp({ body: { email, password: PASSWORD, displayName: name, role } }));
  const code = await mailedCode(email);
  await patiently(() => anyone.confirmSignUp({ body: { email, code } }));
  return signIn(email, PASSWORD);
}

export interface LiveSocket {
  frames: ServerFrame[];
  /** When the connection has ended, from whichever side. */
  closed: Promise<void>;
  send(frame: object): void;
  /** The first frame of an action that satisfies `which`, now or soon. */
  receives<A extends ServerFrame["action"]>(
    action: A,
    which?: (frame: Extract<ServerFrame, { action: A }>) => boolean,
  ): Promise<Extract<ServerFrame, { action: A }>>;
  /** Cuts the connection as a dead network would. */
  kill(): void;
  close(): void;
}

export async function openSocket(api: ApiClient): Promise<LiveSocket> {
  const { ticket, url } = await api.createSocketTicket();
  return connect(withTicket(url, ticket));
}

export const withTicket = (url: string, ticket: string): string =>
  url.includes("ticket=") ? url : `${url}?ticket=${ticket}`;

/** Whether it is what a gateway answers to somebody it does not let in: AWS promises 401 or 403, and not which. */
export const refusesUpgrade = (status: number): boolean => status === 401 || status === 403;

const open = new Set<WebSocket>();
/** Ends what a journey left open, so that the runner can leave. */
afterAll(() => {
  for (const socket of open) socket.terminate();
});

export function connect(url: string): Promise<LiveSocket> {
  return new Promise((resolve, reject) => {
    const socket = new WebSocket(url);
    open.add(socket);
    const frames: ServerFrame[] = [];
    const closed = new Promise<void>((resolve) => socket.once("close", () => resolve()));
    socket.on("message", (data) => frames.push(JSON.parse(String(data))));
    socket.on("unexpected-response", (_, response) =>
      reject(Object.assign(new Error(`refused with ${response.statusCode}`), { status: response.statusCode })),
    );
    socket.on("error", reject);
    socket.on("open", () =>
      resolve({
        frames,
        closed,
        send: (frame) => socket.send(JSON.stringify(frame)),
        receives: async (action, which = () => true) =>
          (await eventually(() => frames.find((frame) => frame.action === action && which(frame as never)))) as never,
        kill: () => socket.terminate(),
        close: () => socket.close(),
      }),
    );
  });
}

/** Pays at the hosted checkout page, as the client's browser would. */
export async function payAt(checkoutUrl: string, card = "4242424242424242"): Promise<void> {
  const page = await fetch(checkoutUrl);
  if (!page.ok) throw new Error(`The checkout page answered ${page.status}`);
  const answer = await fetch(`${checkoutUrl}/pay`, {
    method: "POST",
    body: new URLSearchParams({ card }),
    redirect: "manual",
  });
  if (answer.status >= 400) throw new Error(`The checkout refused: ${answer.status} ${await answer.text()}`);
}

/** Goes through the payout account's hosted onboarding. */
export async function setUpPayouts(person: Person): Promise<void> {
  const { onboardingUrl } = await person.api.openPayoutAccount({ idempotencyKey: newKey() });
  const answer = await fetch(onboardingUrl!, {
    method: "POST",
    body: new URLSearchParams({ bank: "000123456789" }),
    redirect: "manual",
  });
  if (answer.status >= 400) throw new Error(`The onboarding refused: ${answer.status}`);
  await eventually(
    () => person.api.getPayoutAccount(),
    ({ status }) => status === "active",
  );
}

export const newKey = (): string => crypto.randomUUID();

export const job = {
  title: "Design a logo for a small bakery",
  description: "A hand-drawn logo for a bakery in Porto, as vector files, in two colours and one.",
  type: "fixed",
  budget: { min: 20_000, max: 60_000 },
  currency: "EUR",
  level: "intermediate",
  duration: "weeks",
} as const;

/** A category with two of its skills, whatever the operator has set up. */
export async function someCategory(): Promise<{ categoryId: string; skills: string[] }> {
  const { items } = await anyone.listCategories();
  const category = items.find(({ skills, retired }) => skills.length >= 2 && !retired)!;
  return { categoryId: category.id, skills: category.skills.slice(0, 2).map(({ id }) => id) };
}

/** Moves the sandbox's clock. */
export const moveClock = (days: number) => anyone.moveClock({ body: { seconds: days * 86_400 } });

export interface ProcessorRequest {
  /** The processor's time, in milliseconds. */
  at: number;
  method: string;
  path: string;
  status: number;
  params: Record<string, unknown>;
}
export const processorRequests = async (): Promise<ProcessorRequest[]> => {
  const answer = await fetch(`${endpoints.stripeUrl}/_control/requests`);
  return ((await answer.json()) as { data: ProcessorRequest[] }).data;
};
