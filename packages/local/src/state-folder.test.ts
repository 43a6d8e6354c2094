import { existsSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { claimStateFolder } from "./state-folder.ts";

const parent = mkdtempSync(join(tmpdir(), "state-folder-"));
afterAll(() => rmSync(parent, { recursive: true }));
let folder: string;
let count = 0;
beforeEach(() => {
  folder = join(parent, String(++count));
});
const lockOf = (folder: string) => join(folder, "lock.json");

test("is made, held by one and the same when it is claimed again", () => {
  const { seed, release } = claimStateFolder(folder);
  expect(seed).toMatch(/^[0-9a-f]{64}$/);
  expect(() => claimStateFolder(folder)).toThrow(`The state folder ${folder} is in use by process ${process.pid}: `);
  release();
  expect(claimStateFolder(folder).seed).toBe(seed);
});

test.each<[string, string]>([
  ["whose number another process has now", JSON.stringify({ pid: process.pid, startedAt: "1" })],
  ["that is gone", JSON.stringify({ pid: 2 ** 30 })],
  ["that was cut off while it wrote", '{"pid": 1'],
])("is taken over from a process %s", (_, lock) => {
  mkdirSync(folder);
  writeFileSync(lockOf(folder), lock);
  claimStateFolder(folder).release();
  expect(existsSync(lockOf(folder))).toBe(false);
});

test.each<[string, () => void]>([
  ["a file lies in its place", () => writeFileSync(folder, "not a folder")],
  ["its lock is a folder", () => mkdirSync(join(lockOf(folder), "inside"), { recursive: true })],
])("says that it cannot be used when %s", (_, prepare) => {
  prepare();
  expect(() => claimStateFolder(folder)).toThrow(`The state folder ${folder} cannot be used: `);
});

test("names the file that is no JSON", () => {
  mkdirSync(folder);
  writeFileSync(join(folder, "seed.json"), '{"seed": "half');
  expect(() => claimStateFolder(folder)).toThrow(`The state file ${join(folder, "seed.json")} is not readable JSON`);
});
