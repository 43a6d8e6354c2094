import { CURRENCY_DECIMALS } from "@freelancerm/contracts/currencies";
import type { LedgerEntry, StatementLine } from "@freelancerm/contracts/payments";
import { addUp, runningLines } from "@freelancerm/contracts/payments-statement";
import fc from "fast-check";
import { signedMoney, statementOf } from "./statement.ts";

const line = (item: StatementLine["item"], amount: number, held: number): StatementLine => ({ item, amount, held });
const entry = (part: Partial<LedgerEntry>): LedgerEntry => ({
  contractId: "ctr_a",
  contractTitle: "Logo",
  milestoneTitle: "Sketches",
  seq: 1,
  type: "funded",
  milestone: 1,
  currency: "USD",
  lines: [],
  statement: [line("price", -47_000, 47_000), line("fee", -1_410, 1_410)],
  effect: -48_410,
  held: 48_410,
  reference: "pi_1",
  hash: "ab",
  at: "2026-01-01T00:00:00.000Z",
  ...part,
});
const yen = entry({ currency: "JPY", type: "released", statement: [line("price", 500, -500), line("fee", -25, 25)] });
const back = entry({ type: "refunded", statement: [line("price", 47_000, -47_000), line("fee", 1_410, -1_410)] });

test("the file has the price and the fee of each entry, oldest first, each balance following from the one above", () => {
  expect(statementOf([back, yen, entry({})])).toBe(
    [
      "time,entry,item,contract,milestone,currency,amount,held,balance,held_balance,reference,fingerprint",
      "2026-01-01T00:00:00.000Z,funded,price,Logo,Sketches,USD,-470,470,-470,470,pi_1,ab",
      "2026-01-01T00:00:00.000Z,funded,fee,Logo,Sketches,USD,-14.10,14.10,-484.10,484.10,pi_1,ab",
      "2026-01-01T00:00:00.000Z,released,price,Logo,Sketches,JPY,500,-500,500,-500,pi_1,ab",
      "2026-01-01T00:00:00.000Z,released,fee,Logo,Sketches,JPY,-25,25,475,-475,pi_1,ab",
      "2026-01-01T00:00:00.000Z,refunded,price,Logo,Sketches,USD,470,-470,-14.10,14.10,pi_1,ab",
      "2026-01-01T00:00:00.000Z,refunded,fee,Logo,Sketches,USD,14.10,-14.10,0,0,pi_1,ab",
    ].join("\r\n"),
  );
});

test("the balances of each currency are its lines added up", () => {
  expect(addUp([back, yen, entry({}), entry({})])).toMatchObject([
    {
      currency: "USD",
      funded: { price: 94_000, fee: 2_820, total: 96_820 },
      refunded: { price: 47_000, fee: 1_410, total: 48_410 },
      released: { total: 0 },
      held: { price: 47_000, fee: 1_410, total: 48_410 },
      money: -48_410,
    },
    { currency: "JPY", released: { price: 500, fee: -25, total: 475 }, money: 475 },
  ]);
});

test("whatever the statement, the file added up by hand comes to the balances shown", () => {
  const amount = fc.integer({ min: -1e11, max: 1e11 });
  const any = fc.record({
    currency: fc.constantFrom("USD", "JPY", "KWD"),
    type: fc.constantFrom("funded", "released", "refunded"),
    statement: fc.tuple(amount, amount, amount, amount).map(([a, b, c, d]) => [line("price", a, b), line("fee", c, d)]),
  } as const);
  fc.assert(
    fc.property(fc.array(any), (parts) => {
      const entries = parts.map((part) => entry(part as Partial<LedgerEntry>));
      const rows = statementOf(entries).split("\r\n").slice(1);
      for (const { currency, money, held } of addUp(entries)) {
        // Counted in minor units: the sum of a column, and the balance in its last row.
        const columns = rows.map((row) => row.split(",")).filter((row) => row[5] === currency);
        const minor = (typed: string | undefined) => Math.round(Number(typed) * 10 ** CURRENCY_DECIMALS[currency]);
        const summed = (column: number) => columns.reduce((sum, row) => sum + minor(row[column]), 0);
        expect([summed(6), summed(7)]).toEqual([money, held.total]);
        expect([minor(columns.at(-1)?.[8]), minor(columns.at(-1)?.[9])]).toEqual([money, held.total]);
      }
      const shown = runningLines(entries.toReversed()).flatMap(({ statement }) => statement);
      expect(shown).toHaveLength(rows.length);
    }),
  );
});

test("a title cannot break the columns or run as a formula", () => {
  expect(statementOf([entry({ contractTitle: '=HYPERLINK("x"), then' })])).toContain(`"'=HYPERLINK(""x""), then"`);
});

test("a line says which way money went, and nothing where none did", () => {
  expect([-1_410, 0, 1_410].map((amount) => signedMoney(amount, "USD"))).toEqual(["−$14.10", "", "+$14.10"]);
});
