import type { FilePurpose } from "@freelancerm/contracts/files";
import fc from "fast-check";
import { acceptedTypes, dispositionOf, looksLike, requireAcceptable, savedName } from "./file-type.ts";

const bytes = (...parts: (string | number[])[]) =>
  Uint8Array.from(parts.flatMap((part) => (typeof part === "string" ? [...Buffer.from(part, "latin1")] : part)));

test.each([
  ["image/jpeg", bytes([0xff, 0xd8, 0xff, 0xe0])],
  ["image/png", bytes([0x89], "PNG\r\n", [0x1a], "\n")],
  ["image/gif", bytes("GIF89a")],
  ["image/webp", bytes("RIFF", [1, 2, 3, 4], "WEBP")],
  ["application/pdf", bytes("%PDF-1.7")],
  ["application/zip", bytes("PK", [3, 4])],
  ["application/vnd.openxmlformats-officedocument.wordprocessingml.document", bytes("PK", [3, 4])],
  ["application/msword", bytes([0xd0, 0xcf, 0x11, 0xe0, 0xa1, 0xb1, 0x1a, 0xe1])],
  ["text/plain", bytes("Hello")],
  ["video/mp4", bytes([0, 0, 0, 24], "ftypisom")],
])("knows %s by its first bytes, and nothing cut short or else for it", (type, first) => {
  expect(looksLike("message", type, first)).toBe(true);
  expect(looksLike("message", type, bytes([0, 1, 2, 3]))).toBe(false);
  if (type !== "text/plain") expect(looksLike("message", type, first.subarray(0, 1))).toBe(false);
});

test("no type that a browser runs is accepted for anything", () => {
  const purposes: FilePurpose[] = ["avatar", "portfolio", "job", "proposal", "milestone", "message"];
  const types = ["text/html", "image/svg+xml", "text/javascript", "application/xhtml+xml", "text/xml", "constructor"];
  for (const purpose of purposes) {
    for (const contentType of types) {
      expect(() => requireAcceptable({ purpose, contentType, size: 1 })).toThrow(
        expect.objectContaining({ code: "file.type_refused" }),
      );
      expect(looksLike(purpose, contentType, bytes("x"))).toBe(false);
    }
  }
});

test("no name breaks out of the header it is sent in, and each comes back as it was", () => {
  fc.assert(
    fc.property(fc.string({ unit: "grapheme", minLength: 1, maxLength: 150 }), (name) => {
      const header = dispositionOf({ name: `${name}.txt`, contentType: "text/plain", purpose: "message" });
      expect(header).toMatch(/^attachment; filename="[\w.() -]*"; filename\*=UTF-8''[\w.!~%-]*$/);
      expect(decodeURIComponent(header.split("''")[1]!)).toBe(`${name.replaceAll(/[/\\]/g, "_")}.txt`);
    }),
  );
});

test.each([
  ["setup.bat", "text/plain", "setup.bat.txt"],
  ["invoice.pdf.exe", "application/pdf", "invoice.pdf.exe.pdf"],
  ["page.html", "text/csv", "page.html.csv"],
  ["README", "text/markdown", "README.md"],
  ["../../.bashrc", "text/plain", ".._.._.bashrc.txt"],
  ["C:\\tools\\a.zip", "application/zip", "C:_tools_a.zip"],
  ["Photo.JPEG", "image/jpeg", "Photo.JPEG"],
  ["Brief v2.docx", "application/vnd.openxmlformats-officedocument.wordprocessingml.document", "Brief v2.docx"],
])("%s of type %s is saved as %s", (name, contentType, saved) => {
  expect(savedName({ name, contentType })).toBe(saved);
});

test("every type that is accepted has an ending of its own", () => {
  const purposes: FilePurpose[] = ["avatar", "portfolio", "job", "proposal", "milestone", "message"];
  for (const contentType of purposes.flatMap(acceptedTypes)) {
    expect(savedName({ name: "a.exe", contentType })).not.toBe("a.exe");
  }
});

test("half a character in a name is replaced", () => {
  expect(dispositionOf({ name: "a\ud800b", contentType: "text/plain", purpose: "message" })).toContain("UTF-8''a_b");
});
