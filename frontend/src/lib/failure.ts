import { ApiError } from "@freelancerm/contracts/client";

/** What went wrong, in words for people. */
export function wordsOf(error: unknown): string {
  if (error instanceof ApiError) return error.message;
  return navigator.onLine
    ? "The service did not answer. Check your connection and try again."
    : "You are offline. It will work again when you are connected.";
}

export const codeOf = (error: unknown): string | undefined => (error instanceof ApiError ? error.code : undefined);
export const requestIdOf = (error: unknown): string | undefined =>
  error instanceof ApiError ? error.problem.requestId || undefined : undefined;
