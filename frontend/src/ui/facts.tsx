import "./parts.css";
import type { ReactNode } from "react";

type Fact = readonly [words: string, value: ReactNode];

/** Facts in a rail, each with its name; what is false or null is left out. */
export const Facts = ({ rows }: { rows: readonly (Fact | false | null)[] }) => (
  <dl className="fact-list">
    {rows
      .filter((row): row is Fact => Boolean(row))
      .map(([words, value]) => (
        <div key={words}>
          <dt>{words}</dt>
          <dd className="num">{value}</dd>
        </div>
      ))}
  </dl>
);
