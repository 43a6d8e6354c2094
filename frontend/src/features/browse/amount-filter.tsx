import type { Currency } from "@freelancerm/contracts/fields";
import { useState } from "react";
import { MoneyInput } from "../../ui/money-input.tsx";

/** An amount that narrows a list once it is typed to its end: on leaving the field or Enter. */
export function AmountFilter({
  label,
  currency,
  value,
  onChange,
}: {
  label: string;
  currency: Currency;
  value: string | undefined;
  onChange: (value: string | null) => void;
}) {
  const given = value ? Number(value) : null;
  const [typed, setTyped] = useState(given);
  const [known, setKnown] = useState(given);
  if (known !== given) {
    setKnown(given);
    setTyped(given);
  }
  const apply = () => typed !== given && onChange(typed === null ? null : String(typed));
  return (
    <form
      onBlur={apply}
      onSubmit={(event) => {
        event.preventDefault();
        apply();
      }}
    >
      <MoneyInput label={label} currency={currency} value={typed} onChange={setTyped} />
    </form>
  );
}
