import type { ReactNode } from "react";
import { IconStar, IconStarEmpty } from "./icons.ts";

/** One to five stars, as a group of radio buttons. */
export function StarsInput({
  value = 0,
  onChange,
  label,
  error,
  id,
}: {
  value?: number;
  onChange: (value: number) => void;
  label: string;
  error?: ReactNode;
  id: string;
}) {
  return (
    <fieldset aria-describedby={error ? `${id}-error` : undefined}>
      <legend className="small strong" style={{ padding: 0 }}>
        {label}
      </legend>
      <div className="row" style={{ gap: 0 }}>
        {[1, 2, 3, 4, 5].map((stars) => (
          <label key={stars} className="star" style={{ color: "var(--clay-ink)" }}>
            <input
              className="sr"
              type="radio"
              id={stars === 1 ? id : undefined}
              name={id}
              checked={value === stars}
              aria-invalid={error ? true : undefined}
              onChange={() => onChange(stars)}
            />
            <span className="sr">{stars === 1 ? "1 star" : `${stars} stars`}</span>
            {stars <= value ? <IconStar size={26} aria-hidden /> : <IconStarEmpty size={26} stroke={1.5} aria-hidden />}
          </label>
        ))}
      </div>
      {error && (
        <p id={`${id}-error`} className="tiny" style={{ color: "var(--mantine-color-error)" }}>
          {error}
        </p>
      )}
    </fieldset>
  );
}
