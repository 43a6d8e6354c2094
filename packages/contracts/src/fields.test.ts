import { line, TimeZone, text } from "./fields.ts";
import { userRoutes } from "./users.ts";

const takes = (schema: { safeParse(value: string): { success: boolean } }, value: string) =>
  schema.safeParse(value).success;

test.each([
  ["plain words", "A logo for a bakery"],
  ["accents, scripts and pictures", "Şölen für 東京 مخبز 👩‍👩‍👧 🇵🇹"],
  ["two directions", "مخبز\u200f Porto\u200e"],
])("%s are text and a line", (_, value) => {
  expect([takes(text(1, 60), value), takes(line(1, 60), value)]).toEqual([true, true]);
});

test.each([
  ["half a character", "a logo \ud800"],
  ["the other half", "a logo \udc00 here"],
  ["a NUL", "a\u0000logo"],
  ["an escape sequence", "a \u001b[31mlogo"],
  ["a C1 control", "a\u0085logo"],
  ["nothing that shows", "\u200b\u200b\u2060"],
  ["blank braille", "\u2800\u2800"],
  ["a filler letter", "\u3164\u3164"],
  ["blanks", "   "],
])("%s is neither text nor a line", (_, value) => {
  expect([takes(text(1, 60), value), takes(line(1, 60), value)]).toEqual([false, false]);
});

test.each([
  ["a line break", "Logo\r\nBcc: all@example.com"],
  ["a line separator", "Logo\u2028Draft"],
  ["a turned direction", "invoice\u202efdp.exe"],
  ["an isolate left open", "Ana\u2067"],
])("%s is text, and no line", (_, value) => {
  expect([takes(text(1, 60), value), takes(line(1, 60), value)]).toEqual([true, false]);
});

test("what may be empty may be empty, and is trimmed before it is counted", () => {
  expect(text(0, 5).parse(" \n ")).toBe("");
  expect(line(2, 5).parse("  Ana\n")).toBe("Ana");
  expect(takes(line(0, 5), "abcdef")).toBe(false);
});

test("a time zone is one that a reader's browser can reckon with", () => {
  for (const zone of ["UTC", "Europe/Lisbon", "America/Argentina/Buenos_Aires"])
    expect(takes(TimeZone, zone)).toBe(true);
  for (const zone of ["Evil/Zone", "constructor", "", "Europe/Lisbon\n"]) expect(takes(TimeZone, zone)).toBe(false);
});

test("the link of a portfolio is stored as a browser reads it", () => {
  const { portfolio } = userRoutes.updateFreelancerProfile.body.shape;
  const linked = (link: string) =>
    portfolio.safeParse([{ title: "A logo", description: "", link, imageFileId: null }]).data?.[0]?.link;
  expect(linked("https://example.com/a\ud800\u202e b")).toBe("https://example.com/a%EF%BF%BD%E2%80%AE%20b");
  expect(linked("javascript:alert(1)")).toBeUndefined();
});
