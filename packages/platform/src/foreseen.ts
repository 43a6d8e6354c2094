import { Refusal } from "@freelancerm/contracts/errors";
import { log } from "./log.ts";

/** The refusal an error is; what was not foreseen is logged whole and told as nothing but that it happened. */
export function foreseen(error: unknown): Refusal {
  if (error instanceof Refusal) return error;
  log.error("unforeseen", error);
  return new Refusal("service.internal");
}
