/** The cookie that carries the refresh token: out of reach of scripts, sent to the session routes of this site only. */
const THIRTY_DAYS = 30 * 24 * 60 * 60;

const cookie = (value: string, maxAge: number): string =>
  [
    `session=${value}`,
    "HttpOnly",
    // Browsers refuse Secure cookies over plain http, which is all a developer's machine has.
    ...(process.env.STAGE === "local" ? [] : ["Secure"]),
    "SameSite=Strict",
    `Path=${process.env.COOKIE_PATH ?? "/api/session"}`,
    `Max-Age=${maxAge}`,
  ].join("; ");

export const sessionCookie = (refreshToken: string): string => cookie(refreshToken, THIRTY_DAYS);
export const noSession = (): string => cookie("", 0);
