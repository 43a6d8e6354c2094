/**
 * Who is signed in. The access token lives in this module only; the refresh token is an HttpOnly cookie. A mark in local
 * storage says that there may be a session, so that visitors without one cause no refused request.
 */
import type { Role, StaffRole } from "@freelancerm/contracts/route";
import type { Me, Session } from "@freelancerm/contracts/users";
import { useSyncExternalStore } from "react";
import { api, credentials, forgetAnswers } from "../lib/api.ts";
import { drafts } from "../lib/drafts.ts";

export type SessionState =
  | { status: "loading"; user: null; role: Role }
  | { status: "anonymous"; user: null; role: Role }
  | { status: "signed_in"; user: Me; role: Role };

const MARK = "session";
const ROLE = "role";
const listeners = new Set<() => void>();
let state: SessionState = { status: "loading", user: null, role: "client" };

const stored = (key: string): string | null => {
  try {
    return localStorage.getItem(key);
  } catch {
    return null;
  }
};
const store = (key: string, value: string | null) => {
  try {
    if (value === null) localStorage.removeItem(key);
    else localStorage.setItem(key, value);
  } catch {}
};

function set(next: SessionState) {
  state = next;
  for (const listener of listeners) listener();
}

function signedIn(user: Me, wanted: string | null = stored(ROLE)): SessionState {
  const role = user.roles.find((held) => held === wanted) ?? user.roles[0] ?? "client";
  return { status: "signed_in", user, role };
}

/** Takes over a session that signing in or a refresh answered with. */
export function adopt(session: Session): void {
  credentials.token = session.accessToken;
  const another = state.user && state.user.id !== session.user.id;
  if (another) forgetAnswers();
  store(MARK, "1");
  set(signedIn(session.user));
}

let renewing: Promise<boolean> | undefined;
/** Gets a new access token; answers false and ends the session when there is none to have. */
export function renew(): Promise<boolean> {
  renewing ??= api
    .refreshSession()
    .then(
      (session) => {
        adopt(session);
        return true;
      },
      (error: { status?: number }) => {
        if (error.status === 401 || error.status === 403) forget();
        else if (state.status === "loading") set({ status: "anonymous", user: null, role: "client" });
        return false;
      },
    )
    .finally(() => {
      renewing = undefined;
    });
  return renewing;
}
credentials.renew = renew;

function forget() {
  credentials.token = undefined;
  store(MARK, null);
  forgetAnswers();
  set({ status: "anonymous", user: null, role: "client" });
}

/** Restores the session of an earlier visit, if there was one. */
export async function restore(): Promise<void> {
  if (stored(MARK)) await renew();
  else set({ status: "anonymous", user: null, role: "client" });
}

export async function signOut(everywhere = false): Promise<void> {
  // Signing out must work without a network too; the cookie then ends with its own life.
  await (everywhere ? api.signOutEverywhere() : api.signOut()).catch(() => {});
  drafts.clearAll();
  forget();
}

/** Whether somebody may do what this post does; an administrator may do what any does. */
export const holdsPost = ({ staffRoles }: Me, post: StaffRole): boolean =>
  staffRoles.includes(post) || staffRoles.includes("administrator");

/** Whether somebody is here for the operator alone, neither to hire nor to work. */
export const isStaffAlone = (user: Me | null): boolean => user !== null && user.roles.length === 0;

/** The account changed: show it everywhere. */
export function setUser(user: Me): void {
  if (state.status === "signed_in") set(signedIn(user));
}

/** Acts in the other role from now on. */
export function actAs(role: Role): void {
  store(ROLE, role);
  if (state.user) set(signedIn(state.user, role));
}

/** Signing out in one tab signs out all. */
addEventListener("storage", ({ key, newValue }) => {
  if (key === MARK && newValue === null && state.status === "signed_in") forget();
});

export const useSession = (): SessionState =>
  useSyncExternalStore(
    (listener) => {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    () => state,
  );

/** The signed-in user; only inside pages that require one. */
export function useMe(): Me {
  const { user } = useSession();
  if (!user) throw new Error("This page requires a signed-in user.");
  return user;
}
