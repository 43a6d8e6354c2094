import { type ComponentType, type LazyExoticComponent, lazy } from "react";
import { quiet } from "../lib/api.ts";

/**
 * A component that a page does not begin with: it comes when the page is quiet, so that it is there when it is wanted. Who wants
 * it before waits for it, in the nearest Suspense.
 */
// biome-ignore lint/suspicious/noExplicitAny: as React types its own `lazy`.
export function later<C extends ComponentType<any>>(load: () => Promise<{ default: C }>): LazyExoticComponent<C> {
  let loaded: { default: C } | undefined;
  // What does not load now is asked for again when it is shown.
  void quiet()
    .then(load)
    .then((module) => {
      loaded = module;
    })
    .catch(() => {});
  return lazy(() => (loaded ? thereIs(loaded) : load()));
}

/** A promise that is kept already: React shows at once what is there, and hides for a while what has to wait for a moment. */
const thereIs = <T>(value: T) =>
  // biome-ignore lint/suspicious/noThenProperty: it is to be taken for a promise.
  ({ then: (take: (value: T) => void) => take(value) }) as Promise<T>;
