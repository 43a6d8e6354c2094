import * as z from "zod/mini";
import {
  AmountQuery,
  CountryCode,
  Currency,
  LARGEST_AMOUNT,
  LanguageCode,
  line,
  MinorUnits,
  PageQuery,
  Timestamp,
  TimeZone,
  text,
} from "./fields.ts";
import { FileId, SkillId, UserId } from "./ids.ts";
import { defineRoutes, ROLES, STAFF_ROLES } from "./route.ts";

export const Role = z.enum(ROLES);
export const StaffRole = z.enum(STAFF_ROLES);
export const Email = z.string().check(z.trim(), z.toLowerCase(), z.email(), z.maxLength(254));
/** Strength is judged by the user pool; here only the bounds. */
export const Password = z.string().check(z.minLength(1), z.maxLength(256));
const Code = z.string().check(z.trim(), z.regex(/^\d{6}$/, "must be the six digits of the e-mail"));
const DisplayName = line(2, 60);

export const PortfolioItem = z.object({
  id: z.string(),
  title: z.string(),
  description: z.string(),
  link: z.nullable(z.string()),
  imageUrl: z.nullable(z.string()),
  /** To send back when the portfolio is edited. */
  imageFileId: z.optional(z.nullable(z.string())),
});
export type PortfolioItem = z.infer<typeof PortfolioItem>;
export const Visibility = z.enum(["public", "signed_in", "hidden"]);

/** Rating shown once ≥3 contracts with ≥2 clients were reviewed; null before. */
export const Rating = z.object({ score: z.nullable(z.number()), reviews: z.int() });

export const FreelancerProfile = z.object({
  id: UserId,
  displayName: z.string(),
  headline: z.string(),
  bio: z.string(),
  categoryId: z.nullable(z.string()),
  skills: z.array(z.string()),
  /** Minor units of `currency` per hour. */
  hourlyRate: z.nullable(MinorUnits),
  currency: Currency,
  availability: z.enum(["now", "part_time", "unavailable"]),
  timeZone: z.string(),
  country: z.nullable(z.string()),
  languages: z.array(z.string()),
  portfolio: z.array(PortfolioItem),
  avatarUrl: z.nullable(z.string()),
  rating: Rating,
  completedContracts: z.int(),
  memberSince: Timestamp,
  /** Who may see the profile; told to its owner only. */
  visibility: z.optional(Visibility),
});
export type FreelancerProfile = z.infer<typeof FreelancerProfile>;

export const ClientProfile = z.object({
  id: UserId,
  displayName: z.string(),
  company: z.string(),
  about: z.string(),
  country: z.nullable(z.string()),
  avatarUrl: z.nullable(z.string()),
  rating: Rating,
  jobsPosted: z.int(),
  hires: z.int(),
  paymentVerified: z.boolean(),
  memberSince: Timestamp,
});
export type ClientProfile = z.infer<typeof ClientProfile>;

export const Me = z.object({
  id: UserId,
  email: z.string(),
  displayName: z.string(),
  roles: z.array(Role),
  staffRoles: z.array(StaffRole),
  avatarUrl: z.nullable(z.string()),
  country: z.nullable(z.string()),
  timeZone: z.string(),
  languages: z.array(z.string()),
  totpEnabled: z.boolean(),
  freelancer: z.nullable(FreelancerProfile),
  client: z.nullable(ClientProfile),
  /** 0–100 per role, and what is missing. */
  completeness: z.object({ percent: z.int(), missing: z.array(z.string()) }),
  version: z.int(),
});
export type Me = z.infer<typeof Me>;

/** An access token lives in memory only; the refresh token travels as an HttpOnly cookie. */
export const Session = z.object({
  accessToken: z.string(),
  /** Seconds. */
  expiresIn: z.int(),
  user: Me,
});
export type Session = z.infer<typeof Session>;
const Challenge = z.object({ challenge: z.literal("totp"), challengeToken: z.string() });
export const SignInAnswer = z.union([Session, Challenge]);

const userParams = z.object({ userId: UserId });
/** What shows again that it is you: the password, and the code of the authenticator app where one is in use. */
const Proof = z.strictObject({ password: Password, code: z.optional(Code) });
const unproven = ["account.password_wrong", "account.totp_required", "account.totp_wrong", "account.locked"] as const;
const attempts = { max: 20, seconds: 60 } as const;

export const userRoutes = defineRoutes({
  signUp: {
    method: "POST",
    path: "/session/sign-up",
    caller: "anyone",
    summary: "Open an account; a code is mailed to confirm the address, or to who has an account with it, word of that",
    body: z.strictObject({ email: Email, password: Password, displayName: DisplayName, role: Role }),
    response: z.object({ email: z.string(), next: z.literal("confirm") }),
    status: 201,
    errors: ["account.password_weak"],
    limit: attempts,
  },
  confirmSignUp: {
    method: "POST",
    path: "/session/confirm",
    caller: "anyone",
    summary: "Confirm the address with the mailed code",
    body: z.strictObject({ email: Email, code: Code }),
    response: z.object({ next: z.literal("sign_in") }),
    errors: ["account.code_wrong", "account.code_expired", "account.locked"],
    limit: attempts,
  },
  resendCode: {
    method: "POST",
    path: "/session/resend-code",
    caller: "anyone",
    summary: "Mail a new confirmation code",
    body: z.strictObject({ email: Email }),
    response: z.object({ next: z.literal("confirm") }),
    status: 202,
    errors: ["account.locked"],
    limit: { max: 5, seconds: 60 },
  },
  signIn: {
    method: "POST",
    path: "/session/sign-in",
    caller: "anyone",
    cookie: true,
    summary: "Sign in; sets the refresh cookie",
    body: z.strictObject({ email: Email, password: Password }),
    response: SignInAnswer,
    errors: ["auth.invalid_credentials", "account.unconfirmed", "account.locked", "account.disabled"],
    limit: attempts,
  },
  answerTotp: {
    method: "POST",
    path: "/session/totp",
    caller: "anyone",
    cookie: true,
    summary: "Finish signing in with the authenticator app",
    body: z.strictObject({ email: Email, challengeToken: z.string().check(z.maxLength(4000)), code: Code }),
    response: Session,
    errors: ["account.totp_wrong", "account.disabled", "auth.session_expired"],
    limit: attempts,
  },
  refreshSession: {
    method: "POST",
    path: "/session/refresh",
    caller: "anyone",
    cookie: true,
    summary: "Get a new access token for the refresh cookie",
    response: Session,
    errors: ["auth.session_expired", "account.disabled", "auth.origin_refused"],
  },
  signOut: {
    method: "POST",
    path: "/session/sign-out",
    caller: "anyone",
    cookie: true,
    summary: "End this session",
    response: z.object({}),
    status: 200,
  },
  signOutEverywhere: {
    method: "POST",
    path: "/session/sign-out-everywhere",
    caller: "user",
    cookie: true,
    summary: "End every session of this account and its sockets",
    response: z.object({}),
  },
  forgotPassword: {
    method: "POST",
    path: "/session/forgot-password",
    caller: "anyone",
    summary: "Mail a code to reset the password",
    body: z.strictObject({ email: Email }),
    response: z.object({ next: z.literal("reset") }),
    status: 202,
    errors: ["account.locked"],
    limit: { max: 5, seconds: 60 },
  },
  resetPassword: {
    method: "POST",
    path: "/session/reset-password",
    caller: "anyone",
    summary: "Set a new password with the mailed code; ends all sessions",
    body: z.strictObject({ email: Email, code: Code, password: Password }),
    response: z.object({ next: z.literal("sign_in") }),
    errors: ["account.code_wrong", "account.code_expired", "account.password_weak", "account.locked"],
    limit: attempts,
  },
  changePassword: {
    method: "POST",
    path: "/me/password",
    caller: "user",
    cookie: true,
    summary: "Change the password; ends all other sessions",
    body: z.strictObject({ current: Password, next: Password }),
    response: z.object({}),
    errors: ["account.password_wrong", "account.password_weak", "account.locked"],
    limit: attempts,
  },
  startTotp: {
    method: "POST",
    path: "/me/totp",
    caller: "user",
    summary: "Begin using an authenticator app",
    response: z.object({ secret: z.string(), uri: z.string() }),
    errors: ["account.totp_on"],
  },
  confirmTotp: {
    method: "PUT",
    path: "/me/totp",
    caller: "user",
    summary: "Finish with a code of the app",
    body: z.strictObject({ code: Code }),
    response: z.object({}),
    errors: ["account.totp_wrong"],
    limit: attempts,
  },
  stopTotp: {
    method: "POST",
    path: "/me/totp/stop",
    caller: "user",
    summary: "Stop using the authenticator app, with a code of it and the password",
    body: Proof,
    response: z.object({}),
    errors: unproven,
    limit: attempts,
  },
  closeAccount: {
    method: "POST",
    path: "/me/close",
    caller: "user",
    cookie: true,
    summary: "Close my account and erase what is personal in it; `facts.contracts` names what stands in the way",
    body: Proof,
    response: z.object({}),
    errors: ["account.in_use", "account.disabled", ...unproven],
    limit: attempts,
  },
  getMe: { method: "GET", path: "/me", caller: "user", summary: "My account", response: Me },
  updateMe: {
    method: "PATCH",
    path: "/me",
    caller: "user",
    versioned: true,
    summary: "Change my account",
    body: z.strictObject({
      displayName: z.optional(DisplayName),
      country: z.optional(z.nullable(CountryCode)),
      timeZone: z.optional(TimeZone),
      languages: z.optional(z.array(LanguageCode).check(z.maxLength(10))),
      avatarFileId: z.optional(z.nullable(FileId)),
    }),
    response: Me,
    errors: ["file.not_ready"],
  },
  addRole: {
    method: "POST",
    path: "/me/roles",
    caller: "user",
    summary: "Also act in the other role; holds from the next refresh of the session",
    body: z.strictObject({ role: Role }),
    response: Me,
    errors: ["role.exists"],
  },
  removeRole: {
    method: "DELETE",
    path: "/me/roles/{role}",
    caller: "user",
    summary: "Give up a role that has nothing open",
    params: z.object({ role: Role }),
    response: Me,
    errors: ["role.in_use", "role.last"],
  },
  updateFreelancerProfile: {
    method: "PATCH",
    path: "/me/freelancer-profile",
    caller: "freelancer",
    versioned: true,
    summary: "Change my freelancer profile",
    body: z.strictObject({
      headline: z.optional(line(0, 100)),
      bio: z.optional(text(0, 3000)),
      categoryId: z.optional(z.nullable(z.string().check(z.maxLength(40)))),
      skills: z.optional(z.array(SkillId).check(z.maxLength(15))),
      hourlyRate: z.optional(z.nullable(MinorUnits.check(z.maximum(LARGEST_AMOUNT)))),
      currency: z.optional(Currency),
      availability: z.optional(z.enum(["now", "part_time", "unavailable"])),
      visibility: z.optional(Visibility),
      portfolio: z.optional(
        z
          .array(
            z.strictObject({
              title: line(1, 100),
              description: text(0, 1000),
              link: z.nullable(z.url({ protocol: /^https$/, normalize: true }).check(z.maxLength(500))),
              imageFileId: z.nullable(FileId),
            }),
          )
          .check(z.maxLength(12)),
      ),
    }),
    response: Me,
    errors: ["skill.unknown", "category.unknown", "file.not_ready"],
  },
  updateClientProfile: {
    method: "PATCH",
    path: "/me/client-profile",
    caller: "client",
    versioned: true,
    summary: "Change my client profile",
    body: z.strictObject({ company: z.optional(line(0, 100)), about: z.optional(text(0, 2000)) }),
    response: Me,
  },
  getFreelancer: {
    method: "GET",
    path: "/freelancers/{userId}",
    caller: "anyone",
    summary: "A freelancer's public profile",
    params: userParams,
    response: FreelancerProfile,
  },
  getClient: {
    method: "GET",
    path: "/clients/{userId}",
    caller: "anyone",
    summary: "A client's public profile",
    params: userParams,
    response: ClientProfile,
  },
});

/** What a list of freelancers shows of each. */
export const FreelancerCard = z.object({
  id: UserId,
  displayName: z.string(),
  headline: z.string(),
  categoryId: z.nullable(z.string()),
  skills: z.array(z.string()),
  hourlyRate: z.nullable(MinorUnits),
  currency: Currency,
  availability: z.string(),
  country: z.nullable(z.string()),
  languages: z.array(z.string()),
  avatarUrl: z.nullable(z.string()),
  rating: Rating,
  completedContracts: z.int(),
});
export type FreelancerCard = z.infer<typeof FreelancerCard>;
export const FreelancerQuery = z.strictObject({
  ...PageQuery,
  q: z.optional(text(0, 100)),
  category: z.optional(z.string().check(z.maxLength(40))),
  skill: z.optional(SkillId),
  currency: z.optional(Currency),
  /** Minor units of `currency`, which it needs. */
  rateMax: z.optional(AmountQuery),
  country: z.optional(CountryCode),
  language: z.optional(LanguageCode),
  availability: z.optional(z.enum(["now", "part_time", "unavailable"])),
});
export type FreelancerQuery = z.output<typeof FreelancerQuery>;
