/** Short news at the edge of the page, with a way to undo where there is one. Loaded with the first toast. */
import { wordsOf } from "../lib/failure.ts";

interface Toast {
  message: string;
  tone: "good" | "bad";
  undo?: () => unknown;
}
type Show = (toast: Toast) => void;

let show: Show | undefined;
const waiting: Toast[] = [];
const listeners = new Set<() => void>();

/** The host takes over what was said before it was there. */
export function connectToasts(take: Show): void {
  show = take;
  for (const toast of waiting.splice(0)) take(toast);
}
export const onFirstToast = (listener: () => void): (() => void) => {
  listeners.add(listener);
  return () => listeners.delete(listener);
};

function say(toast: Toast) {
  if (show) return show(toast);
  waiting.push(toast);
  for (const listener of listeners) listener();
}

export const toast = {
  done: (message: string, undo?: () => unknown) => say({ message, tone: "good", undo }),
  failed: (error: unknown) => say({ message: typeof error === "string" ? error : wordsOf(error), tone: "bad" }),
};
