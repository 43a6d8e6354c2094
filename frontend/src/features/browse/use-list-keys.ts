import { useEffect } from "react";

/** j and k move through the items of a list, s saves the one in focus. */
export function useListKeys(save?: (index: number) => void) {
  useEffect(() => {
    const onKey = (event: KeyboardEvent) => {
      const target = event.target as HTMLElement;
      if (event.ctrlKey || event.metaKey || event.altKey || target.matches("input, textarea, select, [role=combobox]"))
        return;
      const items = [...document.querySelectorAll<HTMLElement>("[data-item]")];
      const current = items.findIndex((item) => item.contains(document.activeElement));
      if (event.key === "s" && current >= 0) save?.(current);
      if (event.key !== "j" && event.key !== "k") return;
      const next = items[Math.min(items.length - 1, Math.max(0, current + (event.key === "j" ? 1 : -1)))];
      next?.querySelector<HTMLElement>("a")?.focus();
    };
    addEventListener("keydown", onKey);
    return () => removeEventListener("keydown", onKey);
  }, [save]);
}
