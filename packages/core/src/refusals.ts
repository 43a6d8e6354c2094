import { type ErrorCode, Refusal } from "@freelancerm/contracts/errors";
import type { Listed } from "./entity.ts";

/** Whether a rule refused with this code. */
export const isRefusal = (error: unknown, code: ErrorCode): error is Refusal =>
  error instanceof Refusal && error.code === code;

/**
 * A page of what belongs to an item; "resource.not_found" when there is no such item. Only an empty page leaves that open,
 * so only then `find` is asked and a list costs no more than itself.
 */
export async function ofExisting<T>(page: Listed<T>, find: () => Promise<unknown>): Promise<Listed<T>> {
  if (page.items.length === 0 && (await find()) === undefined) throw new Refusal("resource.not_found");
  return page;
}
