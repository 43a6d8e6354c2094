/** What the user pool says when it refuses, as our codes. The one place that knows its words. */
import { type ErrorCode, Refusal } from "@freelancerm/contracts/errors";

type Kind = "unknown" | "known" | "confirmed" | "token" | "limit";

const KINDS: Record<Kind, (name: string, message: string) => boolean> = {
  /** There is nobody of this name. */
  unknown: (name) => name === "UserNotFoundException",
  /** There is somebody of this name. */
  known: (name) => name === "UsernameExistsException" || name === "AliasExistsException",
  /** The account is past, or not yet in, the state this is for. */
  confirmed: (name) => name === "InvalidParameterException" || name === "NotAuthorizedException",
  /** The token is not, or no longer, one. */
  token: (name) => ["NotAuthorizedException", "UnsupportedTokenTypeException", "UnauthorizedException"].includes(name),
  limit: (name) => name === "LimitExceededException",
};

export const isAbout =
  (...kinds: Kind[]) =>
  (name: string, message: string): boolean =>
    kinds.some((kind) => KINDS[kind](name, message));

interface Meaning {
  /** Field of the request that holds the (new) password. */
  field?: string;
  /** What a plain "not authorized" stands for here, and which field it is about. */
  otherwise?: ErrorCode;
  at?: string;
  /** What a wrong or used-up code stands for here. */
  code?: ErrorCode;
  /** Refusals nobody is told of. */
  silently?: (name: string, message: string) => boolean;
}

/** Code and field of a refusal; undefined for what is no refusal but a failure. */
function meaningOf(name: string, message: string, meaning: Meaning): [ErrorCode, string?] | undefined {
  switch (name) {
    case "UserNotConfirmedException":
      return ["account.unconfirmed"];
    case "CodeMismatchException":
    case "EnableSoftwareTokenMFAException":
      return [meaning.code ?? "account.code_wrong", "code"];
    case "ExpiredCodeException":
      return [meaning.code ?? "account.code_expired", "code"];
    case "InvalidPasswordException":
    case "PasswordHistoryPolicyViolationException":
      return ["account.password_weak", meaning.field ?? "password"];
    case "InvalidParameterException":
      // A password its grammar cannot even read, such as one that begins with a blank.
      return /password/i.test(message) ? ["account.password_weak", meaning.field ?? "password"] : undefined;
    case "LimitExceededException":
    case "TooManyRequestsException":
    case "TooManyFailedAttemptsException":
      return ["account.locked"];
    case "PasswordResetRequiredException":
      return ["auth.invalid_credentials"];
    case "UserNotFoundException":
      return [meaning.otherwise ?? "auth.invalid_credentials"];
    case "NotAuthorizedException":
      if (/disabled/i.test(message)) return ["account.disabled"];
      if (/attempts exceeded/i.test(message)) return ["account.locked"];
      if (/access token|refresh token/i.test(message)) return ["auth.session_expired"];
      return [meaning.otherwise ?? "auth.invalid_credentials", meaning.at];
    default:
      return undefined;
  }
}

/** What is said at the field, where the pool's own words say no more than the refusal. */
const AT_FIELD: Partial<Record<ErrorCode, string>> = {
  "account.code_wrong": "is wrong",
  "account.code_expired": "has expired",
  "account.totp_wrong": "is wrong",
  "account.password_wrong": "is wrong",
};

/** Runs a call of the pool; throws what it refuses as a Refusal. */
export function refusing(meaning: Meaning & { silently: object }, call: () => Promise<void>): Promise<void>;
export function refusing<T>(meaning: Meaning & { silently?: undefined }, call: () => Promise<T>): Promise<T>;
export async function refusing<T>(meaning: Meaning, call: () => Promise<T>): Promise<T | undefined> {
  try {
    return await call();
  } catch (error) {
    if (!(error instanceof Error) || error instanceof Refusal) throw error;
    if (meaning.silently?.(error.name, error.message)) return undefined;
    const found = meaningOf(error.name, error.message, meaning);
    if (!found) throw error;
    const [code, field] = found;
    throw new Refusal(code, field ? { errors: [{ field, message: AT_FIELD[code] ?? error.message }] } : {});
  }
}
