/** What a browser loads before it shows a page: bytes are exact, so they may gate CI. */
import { builtSite, type SiteSize, siteBudgets, siteSize } from "./site-size.ts";

let size: SiteSize;
beforeAll(async () => {
  size = siteSize(await builtSite());
}, 120_000);

test("every page begins with no more script and style than its budget, and without fonts", () => {
  expect(size.initial.script).toBeLessThanOrEqual(siteBudgets.initial.script);
  expect(size.initial.style).toBeLessThanOrEqual(siteBudgets.initial.style);
  expect(size.fonts).toBe(siteBudgets.fonts);
});

test("no file that is loaded later is larger than its budget, nor all that a page adds, and few files are it", () => {
  expect(Object.keys(size.routes).length).toBeGreaterThan(20);
  expect(Object.entries(size.chunks).filter(([, bytes]) => bytes > siteBudgets.chunk)).toEqual([]);
  const { route, form } = siteBudgets;
  const heavy = Object.entries(size.routes).filter(
    ([page, { script, style }]) => script + style > (form.pages.test(page) ? form.bytes : route),
  );
  expect(heavy).toEqual([]);
  expect(Object.entries(size.routes).filter(([, { files }]) => files > siteBudgets.files)).toEqual([]);
});
