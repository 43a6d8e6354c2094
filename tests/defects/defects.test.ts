/** The list of defects is of these sources: what each spoils is there, once. `npm run test:defects` runs them. */
import { existsSync, readFileSync } from "node:fs";
import { defects } from "./defects.ts";

test.each(defects)("$name", ({ file, find, noticedBy }) => {
  expect(readFileSync(file, "utf8").split(find)).toHaveLength(2);
  expect(noticedBy.filter((path) => !existsSync(path))).toEqual([]);
});
