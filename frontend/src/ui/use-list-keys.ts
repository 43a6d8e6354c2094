import { useEffect } from "react";

/** j and k move through the items of a list ([data-item]); further keys act on the one in focus, by its position. */
export function useListKeys(actions: Record<string, (index: number) => void> = {}) {
  useEffect(() => {
    const onKey = (event: KeyboardEvent) => {
      const target = event.target as HTMLElement;
      const busy =
        target.matches("input, textarea, select, [role=combobox]") || document.querySelector("[role=dialog]");
      if (busy || event.ctrlKey || event.metaKey || event.altKey) return;
      const items = [...document.querySelectorAll<HTMLElement>("[data-item]")];
      const current = items.findIndex((item) => item.contains(document.activeElement));
      if (current >= 0) actions[event.key]?.(current);
      if (event.key !== "j" && event.key !== "k") return;
      const next = items[Math.min(items.length - 1, Math.max(0, current + (event.key === "j" ? 1 : -1)))];
      next?.querySelector<HTMLElement>("a")?.focus();
    };
    addEventListener("keydown", onKey);
    return () => removeEventListener("keydown", onKey);
  }, [actions]);
}
