/** Routes of the domain bound to its use cases. */
import { userRoutes } from "@freelancerm/contracts/users";
import type { Mailer } from "@freelancerm/core/notifications/mail";
import type { Sockets } from "@freelancerm/core/realtime/connection";
import { closeAccount } from "@freelancerm/core/users/close-account";
import type { Identity } from "@freelancerm/core/users/identity";
import { getMe } from "@freelancerm/core/users/me";
import { getClient, getFreelancer } from "@freelancerm/core/users/read-profiles";
import { addRole, removeRole } from "@freelancerm/core/users/roles";
import { changePassword, confirmTotp, startTotp, stopTotp } from "@freelancerm/core/users/security";
import type { Opened } from "@freelancerm/core/users/session";
import { answerTotp, refreshSession, signIn, signOut, signOutEverywhere } from "@freelancerm/core/users/sign-in";
import { confirmSignUp, forgotPassword, resendCode, resetPassword, signUp } from "@freelancerm/core/users/sign-up";
import { updateMe } from "@freelancerm/core/users/update-me";
import { updateClientProfile, updateFreelancerProfile } from "@freelancerm/core/users/update-profiles";
import { implement } from "@freelancerm/platform/http";
import { Reply } from "@freelancerm/platform/http-response";
import { noSession, sessionCookie } from "@freelancerm/platform/session-cookie";

/** The refresh token leaves as a cookie only, never in a body. */
const reply = ({ session, refreshToken }: Opened) =>
  new Reply(session, refreshToken ? { cookies: [sessionCookie(refreshToken)] } : {});

/** Who keeps passwords, who holds the sockets open, and who takes the mail. */
export interface Outside {
  identity: Identity;
  sockets: Sockets;
  mailer: Mailer;
  siteUrl(): string;
}

export const createUsersHandler = (outside: Outside) =>
  implement(userRoutes, (stores) => {
    const deps = { ...stores, ...outside };
    return {
      signUp: ({ body }) => signUp(deps)(body),
      confirmSignUp: ({ body }) => confirmSignUp(deps)(body),
      resendCode: ({ body }) => resendCode(deps)(body),
      signIn: async ({ body }) => {
        const answer = await signIn(deps)(body);
        return "session" in answer ? reply(answer) : { challenge: "totp" as const, ...answer };
      },
      answerTotp: async ({ body }) => reply(await answerTotp(deps)(body)),
      refreshSession: async ({ cookies }) => reply(await refreshSession(deps)(cookies.session)),
      signOut: async ({ cookies }) => {
        await signOut(deps)(cookies.session);
        return new Reply({}, { cookies: [noSession()] });
      },
      signOutEverywhere: async ({ actor, token }) => {
        await signOutEverywhere(deps)(actor, { token });
        return new Reply({}, { cookies: [noSession()] });
      },
      forgotPassword: ({ body }) => forgotPassword(deps)(body),
      resetPassword: ({ body }) => resetPassword(deps)(body),
      changePassword: async ({ actor, body, token }) => {
        const { refreshToken } = await changePassword(deps)(actor, { ...body, token });
        return new Reply({}, { cookies: [refreshToken ? sessionCookie(refreshToken) : noSession()] });
      },
      startTotp: ({ actor, token }) => startTotp(deps)(actor, { token }),
      confirmTotp: ({ actor, body, token }) => confirmTotp(deps)(actor, { ...body, token }),
      stopTotp: ({ actor, body, token }) => stopTotp(deps)(actor, { ...body, token }),
      closeAccount: async ({ actor, body, token }) => {
        await closeAccount(deps)(actor, { ...body, token });
        return new Reply({}, { cookies: [noSession()] });
      },
      getMe: ({ actor }) => getMe(deps)(actor),
      updateMe: ({ actor, body, version }) => updateMe(deps)(actor, { ...body, version }),
      addRole: ({ actor, body, token }) => addRole(deps)(actor, { ...body, token }),
      removeRole: ({ actor, params, token }) => removeRole(deps)(actor, { ...params, token }),
      updateFreelancerProfile: ({ actor, body, version }) => updateFreelancerProfile(deps)(actor, { ...body, version }),
      updateClientProfile: ({ actor, body, version }) => updateClientProfile(deps)(actor, { ...body, version }),
      getFreelancer: ({ actor, params }) => getFreelancer(deps)(actor, params),
      getClient: ({ params }) => getClient(deps)(params),
    };
  });
