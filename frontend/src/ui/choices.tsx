import "./parts.css";
import { useId } from "react";
import { number } from "../lib/format.ts";

/** One of a few, all of them in sight. */
export function Choices({
  label,
  options,
  value,
  onChange,
  any,
  counts,
}: {
  label: string;
  options: Readonly<Record<string, string>>;
  value: string | null;
  onChange: (value: string | null) => void;
  /** What choosing none of them is called, where that is allowed. */
  any?: string;
  /** How many there are of each, where that is known. */
  counts?: Readonly<Record<string, number>>;
}) {
  const name = useId();
  const choices: [string | null, string][] = [
    ...(any ? [[null, any] as [null, string]] : []),
    ...Object.entries(options),
  ];
  return (
    <fieldset>
      <legend className="legend">{label}</legend>
      <div className="choices">
        {choices.map(([key, words]) => (
          <label className="choice" key={words}>
            <input type="radio" name={name} checked={value === key} onChange={() => onChange(key)} />
            {words}
            {counts && key !== null && <span className="dim num">{number(counts[key] ?? 0)}</span>}
          </label>
        ))}
      </div>
    </fieldset>
  );
}
