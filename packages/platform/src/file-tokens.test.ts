import { fileIdOf } from "@freelancerm/contracts/ids";
import { createFileTokens, withFileTokens } from "./file-tokens.ts";

const tokens = createFileTokens(async () => "secret", { now: () => 0 });
const file = { id: fileIdOf("usr_0000000000000001", "0".repeat(26)), name: "a", contentType: "text/plain", size: 1 };

test("every file of an answer gets a token that opens it, and nothing else changes", async () => {
  const answer = { title: "Job", count: 2, none: null, items: [{ attachments: [file] }] };
  const shown = await withFileTokens(answer, tokens);
  const token = (shown.items[0]!.attachments[0] as { token?: string }).token!;
  expect(shown).toEqual({ ...answer, items: [{ attachments: [{ ...file, token }] }] });
  expect(await tokens.holds(file.id, token)).toBe(true);
});

test("another marketplace's token opens nothing", async () => {
  const foreign = createFileTokens(async () => "other", { now: () => 0 });
  expect(await tokens.holds(file.id, await foreign.issue(file.id))).toBe(false);
});
