/** Dialogs that ask before something is done. Their windows bring much that no page needs to be seen, so they come after it. */
import { Suspense } from "react";
import type { AskOptions, ConflictOptions } from "./dialog-windows.tsx";
import { later } from "./later.ts";

const AskWindow = later(async () => ({ default: (await import("./dialog-windows.tsx")).AskWindow }));
const ConflictWindow = later(async () => ({ default: (await import("./dialog-windows.tsx")).ConflictWindow }));

/** Asks whether to do something, for its reason where one is needed, and does it. */
export const Ask = (options: AskOptions) => (
  <Suspense>
    <AskWindow {...options} />
  </Suspense>
);

/** Somebody else saved first: shows both versions of what differs, and lets the person choose. */
export const Conflict = (options: ConflictOptions) => (
  <Suspense>
    <ConflictWindow {...options} />
  </Suspense>
);
