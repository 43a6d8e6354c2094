import type { Currency } from "@freelancerm/contracts/fields";
import { TextInput } from "@mantine/core";
import { type ReactNode, useState } from "react";
import { parseMoney, typedMoney } from "../lib/format.ts";

/** An amount: typed in the currency's own units, handed on in minor units (null while it is no amount). */
export function MoneyInput({
  value = null,
  onChange,
  currency,
  error,
  ...rest
}: {
  value?: number | null;
  onChange: (value: number | null) => void;
  currency: Currency;
  label?: ReactNode;
  error?: ReactNode;
  id?: string;
  description?: ReactNode;
  required?: boolean;
  "aria-label"?: string;
  placeholder?: string;
}) {
  const [typed, setTyped] = useState(value === null ? "" : typedMoney(value, currency));
  const current = parseMoney(typed, currency);
  const shown = current === value || (value === null && current === null) ? typed : typedMoney(value ?? 0, currency);
  return (
    <TextInput
      {...rest}
      value={shown}
      error={error}
      inputMode="decimal"
      autoComplete="off"
      leftSection={<span className="tiny dim">{currency}</span>}
      leftSectionWidth={52}
      onChange={({ currentTarget }) => {
        setTyped(currentTarget.value);
        onChange(parseMoney(currentTarget.value, currency));
      }}
    />
  );
}
