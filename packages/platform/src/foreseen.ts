import { Refusal } from "@freelancerm/contracts/errors";
import { log } from "./log.ts";

/** The refusal an error is told as: what was not foreseen says nothing of itself, what took too long that it did. */
export function refusalOf(error: unknown): Refusal {
  if (error instanceof Refusal) return error;
  const late = error instanceof Error && error.name === "TimeoutError";
  return new Refusal(late ? "service.unavailable" : "service.internal");
}

/** The same; what was not foreseen is logged whole. */
export function foreseen(error: unknown): Refusal {
  if (!(error instanceof Refusal)) log.error("unforeseen", error);
  return refusalOf(error);
}
