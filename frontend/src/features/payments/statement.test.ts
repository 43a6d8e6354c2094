import type { LedgerEntry } from "@freelancerm/contracts/payments";

// The module reads the site's configuration lazily; only the pure part is exercised here.
const { statementOf } = await import("./statement.ts");

const entry = (part: Partial<LedgerEntry>): LedgerEntry => ({
  contractId: "ctr_a",
  seq: 1,
  type: "funded",
  milestone: 1,
  currency: "USD",
  lines: [],
  effect: -10_350,
  reference: "pi_1",
  hash: "ab",
  at: "2026-01-01T00:00:00.000Z",
  ...part,
});

test("a statement has one line per entry, in the currency's own units", () => {
  expect(statementOf([entry({}), entry({ currency: "JPY", effect: 500, type: "refunded" })], () => "Logo")).toBe(
    [
      "time,entry,contract,milestone,currency,effect,reference,fingerprint",
      "2026-01-01T00:00:00.000Z,funded,Logo,1,USD,-103.50,pi_1,ab",
      "2026-01-01T00:00:00.000Z,refunded,Logo,1,JPY,500,pi_1,ab",
    ].join("\r\n"),
  );
});

test("a title cannot break the columns or run as a formula", () => {
  expect(statementOf([entry({})], () => '=HYPERLINK("x"), then')).toContain(`"'=HYPERLINK(""x""), then"`);
});
