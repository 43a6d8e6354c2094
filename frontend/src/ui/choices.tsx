import "./parts.css";
import { useId } from "react";

/** One of a few, all of them in sight. */
export function Choices({
  label,
  options,
  value,
  onChange,
  any,
}: {
  label: string;
  options: Readonly<Record<string, string>>;
  value: string | null;
  onChange: (value: string | null) => void;
  /** What choosing none of them is called, where that is allowed. */
  any?: string;
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
          </label>
        ))}
      </div>
    </fieldset>
  );
}
