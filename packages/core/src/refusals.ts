import { type ErrorCode, Refusal } from "@freelancerm/contracts/errors";

/** Whether a rule refused with this code. */
export const isRefusal = (error: unknown, code: ErrorCode): error is Refusal =>
  error instanceof Refusal && error.code === code;
