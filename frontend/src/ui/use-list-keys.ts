import { useEffect } from "react";

/** Not typed into anything, and meant neither for a dialog nor for the browser. */
const isFree = (event: KeyboardEvent): boolean => {
  const target = event.target as HTMLElement;
  const busy = target.matches("input, textarea, select, [role=combobox]") || document.querySelector("[role=dialog]");
  return !(busy || event.ctrlKey || event.metaKey || event.altKey);
};
const itemsInList = () => [...document.querySelectorAll<HTMLElement>("[data-item]")];
const inFocus = (items: HTMLElement[]) => items.findIndex((item) => item.contains(document.activeElement));

/** j and k move through the items of a list ([data-item]); further keys act on the one in focus, by its position. */
export function useListKeys(actions: Record<string, (index: number) => void> = {}) {
  useEffect(() => {
    const onKey = (event: KeyboardEvent) => {
      if (!isFree(event)) return;
      const items = itemsInList();
      const current = inFocus(items);
      if (current >= 0) actions[event.key]?.(current);
      if (event.key !== "j" && event.key !== "k") return;
      const next = items[Math.min(items.length - 1, Math.max(0, current + (event.key === "j" ? 1 : -1)))];
      next?.querySelector<HTMLElement>("a")?.focus();
    };
    addEventListener("keydown", onKey);
    return () => removeEventListener("keydown", onKey);
  }, [actions]);
}

/** A key that acts on the list as a whole, while none of its items is in focus. */
export function useKeyOfList(key: string, act: () => void) {
  useEffect(() => {
    const onKey = (event: KeyboardEvent) => {
      if (event.key === key && isFree(event) && inFocus(itemsInList()) < 0) act();
    };
    addEventListener("keydown", onKey);
    return () => removeEventListener("keydown", onKey);
  }, [key, act]);
}
