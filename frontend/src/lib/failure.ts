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

/** What is said at each field; where a refusal says of one field what it says itself, in the refusal's whole sentence. */
export function faultsOf(error: ApiError): { faults: Record<string, string>; saysAll: boolean } {
  const faults = error.fieldErrors();
  const [only, ...more] = Object.entries(faults);
  if (!only || more.length > 0 || !error.message.includes(only[1])) return { faults, saysAll: false };
  return { faults: { [only[0]]: error.message }, saysAll: true };
}
