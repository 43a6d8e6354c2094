import { type ComponentType, lazy } from "react";
import { matchPath } from "react-router";
import { pages } from "./pages.ts";

const modules = import.meta.glob<{ default: ComponentType }>("../features/*/*-page.tsx");

const loaderOf = (file: string) => {
  const load = modules[`../features/${file}.tsx`];
  if (!load) throw new Error(`There is no page ${file}.`);
  return load;
};

/** The components of the pages by file; each is loaded when it is first shown. */
export const components = new Map<string, ComponentType>(pages.map(({ file }) => [file, lazy(loaderOf(file))]));

/**
 * Loads the page of an address before anything is rendered, so that it comes without a skeleton, which React would keep for a
 * while. What does not load is the page's own failure to show, when it is rendered.
 */
export async function loadFirst(pathname: string): Promise<void> {
  const page = pages.find(({ path }) => matchPath(path, pathname));
  const module = page && (await loaderOf(page.file)().catch(() => undefined));
  if (module) components.set(page.file, module.default);
}
