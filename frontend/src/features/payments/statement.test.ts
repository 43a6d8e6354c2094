import type { LedgerEntry } from "@freelancerm/contracts/payments";
import { linesOf, statementOf, sumsOf } from "./statement.ts";

const entry = (part: Partial<LedgerEntry>): LedgerEntry => ({
  contractId: "ctr_a",
  contractTitle: "Logo",
  milestoneTitle: "Sketches",
  seq: 1,
  type: "funded",
  milestone: 1,
  currency: "USD",
  lines: [
    { account: "processor", debit: 10_350, credit: 0 },
    { account: "held", debit: 0, credit: 10_350 },
  ],
  effect: -10_350,
  reference: "pi_1",
  hash: "ab",
  at: "2026-01-01T00:00:00.000Z",
  ...part,
});

test("a statement has one line per entry, in the currency's own units", () => {
  const yen = { currency: "JPY", effect: 500, type: "refunded", lines: [] } as const;
  expect(statementOf([entry({}), entry({ ...yen, lines: [] })])).toBe(
    [
      "time,entry,contract,milestone,currency,moved,effect,balance,reference,fingerprint",
      "2026-01-01T00:00:00.000Z,funded,Logo,Sketches,USD,103.50,-103.50,-103.50,pi_1,ab",
      "2026-01-01T00:00:00.000Z,refunded,Logo,Sketches,JPY,0,500,500,pi_1,ab",
    ].join("\r\n"),
  );
});

test("each line says what its currency adds up to so far, and the newest agrees with the sums", () => {
  const entries = [
    entry({ effect: 10_350, type: "refunded" }),
    entry({ currency: "EUR", effect: -200 }),
    entry({ effect: 0, type: "released" }),
    entry({ effect: -5_000 }),
    entry({ effect: -10_350 }),
  ];
  expect(linesOf(entries).map(({ balance }) => balance)).toEqual([-5_000, -200, -15_350, -15_350, -10_350]);
  expect(sumsOf(entries)).toEqual([
    { currency: "USD", in: 10_350, out: 15_350 },
    { currency: "EUR", in: 0, out: 200 },
  ]);
});

test("a title cannot break the columns or run as a formula", () => {
  expect(statementOf([entry({ contractTitle: '=HYPERLINK("x"), then' })])).toContain(`"'=HYPERLINK(""x""), then"`);
});
