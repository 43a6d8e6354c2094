/** How large what can be pressed on a page is. */
import type { Page } from "playwright-core";

export interface Target {
  /** Its tag, classes and words. */
  what: string;
  width: number;
  height: number;
}

/**
 * Everything on the page that can be pressed and has less than `least` CSS px one way. Links inside a sentence are left out
 * (WCAG 2.5.8 excepts them); a card that is pressed as a whole counts as the card, and a box with its label as both.
 */
export const smallTargets = (page: Page, least: number): Promise<Target[]> =>
  page.evaluate<Target[]>(`(${MEASURE})(${least})`);

/** Runs in the page. */
const MEASURE = `(least) => {
  const PRESSED = "a[href], button, input:not([type=hidden]), select, textarea, summary, " +
    "[role=button], [role=tab], [role=menuitem], [role=option], [role=switch]";

  const union = (a, b) => {
    const [left, top] = [Math.min(a.left, b.left), Math.min(a.top, b.top)];
    return new DOMRect(left, top, Math.max(a.right, b.right) - left, Math.max(a.bottom, b.bottom) - top);
  };

  /** What is pressed with it: the label of a box, the card under a link that covers it. */
  const areaOf = (element) => {
    let area = element.getBoundingClientRect();
    for (const label of element.labels ?? []) area = union(area, label.getBoundingClientRect());
    for (const pseudo of ["::after", "::before"]) {
      const style = getComputedStyle(element, pseudo);
      if (style.content === "none" || style.position !== "absolute" || style.pointerEvents === "none") continue;
      let holder = element;
      while (holder && getComputedStyle(holder).position === "static") holder = holder.parentElement;
      if (!holder) continue;
      const box = holder.getBoundingClientRect();
      const [top, right, bottom, left] = [style.top, style.right, style.bottom, style.left].map(Number.parseFloat);
      area = union(area, new DOMRect(box.left + left, box.top + top, box.width - left - right, box.height - top - bottom));
    }
    return area;
  };

  /** A link among other words of its line. */
  const isInline = (element) => {
    if (getComputedStyle(element).display !== "inline") return false;
    let block = element.parentElement;
    while (block && getComputedStyle(block).display === "inline") block = block.parentElement;
    const around = [...(block?.childNodes ?? [])].filter((node) => !node.contains(element));
    return around.some((node) => (node.textContent ?? "").trim().length > 1);
  };

  const isSeen = (element) => {
    const { width, height } = element.getBoundingClientRect();
    const shown = width > 1 && height > 1;
    return shown && element.checkVisibility({ visibilityProperty: true, opacityProperty: true }) &&
      !element.matches(".skip, .sr, :disabled, [aria-hidden=true], [aria-hidden=true] *");
  };

  return [...document.querySelectorAll(PRESSED)]
    .filter((element) => isSeen(element) && !isInline(element))
    .map((element) => {
      const { width, height } = areaOf(element);
      const name = (element.getAttribute("aria-label") ?? element.textContent ?? "").trim().slice(0, 40);
      const classes = element.className.toString().split(" ").slice(0, 3).join(".");
      return { what: element.tagName.toLowerCase() + "." + classes + ' "' + name + '"', width, height };
    })
    .filter(({ width, height }) => Math.min(width, height) < least - 0.5);
}`;
