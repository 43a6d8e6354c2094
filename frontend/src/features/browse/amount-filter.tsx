import { CURRENCY_DECIMALS, type Currency } from "@freelancerm/contracts/currencies";
import { TextInput } from "@mantine/core";
import { useId, useState } from "react";
import { typedMoney } from "../../lib/format.ts";
import { Select } from "../../ui/kit/selects.ts";
import { isCurrency, readAmounts } from "./amounts.ts";

type Values = Partial<Record<string, string>>;

/**
 * Amounts that narrow a list, with the currency they are in. They count once they are typed to their end, on leaving the field
 * or Enter; what is no amount says so at its field and changes nothing.
 */
export function AmountFilter<K extends string>({
  legend,
  note,
  fields,
  values,
  usual,
  set,
}: {
  legend: string;
  /** What an amount does to the list. */
  note: (currency: Currency) => string;
  /** Names of the filters with their labels, the lowest first. */
  fields: readonly (readonly [name: K, label: string])[];
  values: Values;
  /** The currency until one is chosen. */
  usual: Currency;
  set: (changes: Partial<Record<K | "currency", string | null>>) => void;
}) {
  const id = useId();
  const currency = isCurrency(values.currency) ? values.currency : usual;
  const given = fields.map(([name]) => [name, shownAs(values[name], currency)] as const);
  const [typed, setTyped] = useState<Values>(Object.fromEntries(given));
  const [faults, setFaults] = useState<Values>({});
  const [known, setKnown] = useState(given);
  // What the address says anew, for example after a chip was removed; the other field may be in the middle of being typed.
  const anew = given.filter(([, text], index) => text !== known[index]?.[1]);
  if (anew.length > 0) {
    setKnown(given);
    setTyped((before) => ({ ...before, ...Object.fromEntries(anew) }));
    setFaults((before) =>
      Object.fromEntries(Object.entries(before).filter(([name]) => !anew.some(([n]) => n === name))),
    );
  }

  function apply(chosen?: Currency) {
    const read = readAmounts(
      fields.map(([name]) => [name, typed[name] ?? ""]),
      chosen ?? currency,
    );
    setFaults(read.faults);
    if (Object.keys(read.faults).length > 0) return;
    const names = fields.map(([name]) => name);
    const some = names.some((name) => read.amounts[name] !== null);
    const same = names.every((name) => (read.amounts[name] ?? undefined) === values[name]);
    if (same && (!chosen || chosen === values.currency)) return;
    set({ ...read.amounts, ...((some || chosen) && { currency: chosen ?? currency }) } as never);
  }

  return (
    <fieldset className="stack tight">
      <legend className="legend">{legend}</legend>
      <Select
        aria-label={`Currency of the ${legend.toLowerCase()}`}
        data={Object.keys(CURRENCY_DECIMALS)}
        value={values.currency ?? null}
        placeholder="Any currency"
        clearable
        onChange={(chosen) => {
          // An amount means nothing without its currency: both go.
          if (isCurrency(chosen)) apply(chosen);
          else
            set(Object.fromEntries(["currency", ...fields.map(([name]) => name)].map((name) => [name, null])) as never);
        }}
      />
      <div className={fields.length > 1 ? "between" : undefined} style={{ alignItems: "start" }}>
        {fields.map(([name, label]) => (
          <TextInput
            key={name}
            label={label}
            aria-label={`${legend} ${label.toLowerCase()}, ${currency}`}
            inputMode="decimal"
            autoComplete="off"
            enterKeyHint="done"
            leftSection={<span className="tiny dim">{currency}</span>}
            leftSectionWidth={48}
            value={typed[name] ?? ""}
            error={name in faults}
            aria-describedby={name in faults ? `${id}-${name}` : undefined}
            onBlur={() => apply()}
            // A form of several fields without a button is not sent by Enter.
            onKeyDown={({ key }) => key === "Enter" && apply()}
            onChange={({ currentTarget: { value } }) => {
              setTyped((before) => ({ ...before, [name]: value }));
              setFaults(({ [name]: _, ...others }) => others);
            }}
          />
        ))}
      </div>
      {fields.map(
        ([name, label]) =>
          faults[name] && (
            <p key={name} id={`${id}-${name}`} role="alert" className="tiny" style={{ color: "var(--bad-ink)" }}>
              {fields.length > 1 && `${label}: `}
              {faults[name]}
            </p>
          ),
      )}
      <p className="tiny dim">{note(currency)}</p>
    </fieldset>
  );
}

/** Minor units of the address as they are typed; what is no amount as it stands there. */
const shownAs = (value: string | undefined, currency: Currency): string =>
  value === undefined ? "" : /^\d{1,15}$/.test(value) ? typedMoney(Number(value), currency) : value;
