/** Small marks that say what something is: status, person, rating, money, time. */
import type { Currency, Person } from "@freelancerm/contracts/fields";
import { useState } from "react";
import { useNow } from "../lib/clock.ts";
import { ago, date, dateTime, money, number, shortMoney } from "../lib/format.ts";
import type { Tone } from "../lib/labels.ts";
import { IconAlert, IconCheck, IconClock, IconDot, IconStar } from "./icons.ts";
import { unscored } from "./rating-words.ts";

const toneIcons = { neutral: IconDot, active: IconDot, good: IconCheck, waiting: IconClock, bad: IconAlert };

/** A state in words, with an icon and a colour that go with it. */
export function Status({ label: { words, tone } }: { label: { words: string; tone: Tone } }) {
  const Icon = toneIcons[tone];
  return (
    <span className="status" data-tone={tone}>
      <Icon size={14} aria-hidden />
      {words}
    </span>
  );
}

export const initialsOf = (name: string): string =>
  name
    .split(/\s+/)
    .slice(0, 2)
    .map((part) => part.charAt(0).toUpperCase())
    .join("");

export function Avatar({ name, url, size = 40 }: { name: string; url: string | null; size?: number }) {
  const [broken, setBroken] = useState<string>();
  const style = { width: size, height: size, fontSize: size * 0.38 };
  if (url && url !== broken) {
    const fail = () => setBroken(url);
    return (
      <img className="avatar" src={url} alt="" style={style} width={size} height={size} loading="lazy" onError={fail} />
    );
  }
  return (
    <span className="avatar" style={style} aria-hidden>
      {initialsOf(name)}
    </span>
  );
}

export function PersonMark({ person, detail, size = 36 }: { person: Person; detail?: React.ReactNode; size?: number }) {
  return (
    <span className="row nowrap" style={{ minWidth: 0 }}>
      <Avatar name={person.displayName} url={person.avatarUrl} size={size} />
      <span style={{ minWidth: 0 }}>
        <span className="strong" style={{ display: "block" }}>
          {person.displayName}
        </span>
        {detail && <span className="dim small">{detail}</span>}
      </span>
    </span>
  );
}

/** An average with its count; says plainly when there is none yet. */
export function RatingMark({ rating }: { rating: { score: number | null; reviews: number } }) {
  if (rating.score === null) {
    return <span className="dim small">{unscored(rating.reviews)}</span>;
  }
  const score = rating.score.toFixed(1);
  return (
    <span className="row small" style={{ gap: 4 }}>
      <IconStar size={15} style={{ color: "var(--clay-ink)" }} aria-hidden />
      <span className="strong num" aria-hidden>
        {score}
      </span>
      <span className="dim" aria-hidden>
        ({number(rating.reviews)})
      </span>
      <span className="sr">{`Rated ${score} of 5 in ${number(rating.reviews)} reviews`}</span>
    </span>
  );
}

/** Stars given in one review. */
export function Stars({ value }: { value: number }) {
  return (
    <span className="row" style={{ gap: 2, color: "var(--clay-ink)" }} role="img" aria-label={`${value} of 5`}>
      {[1, 2, 3, 4, 5].map((star) => (
        <IconStar key={star} size={14} style={{ opacity: star <= Math.round(value) ? 1 : 0.25 }} aria-hidden />
      ))}
    </span>
  );
}

export function Money({ amount, currency, short }: { amount: number; currency: Currency; short?: boolean }) {
  return <span className="num">{(short ? shortMoney : money)(amount, currency)}</span>;
}

/** "3 hours ago", with the exact time on hover. */
export function When({ at }: { at: string }) {
  const now = useNow();
  return (
    <time dateTime={at} title={dateTime(at)}>
      {ago(at, now)}
    </time>
  );
}

/** "in 6 days, Nov 29, 2026": how far off it is and which day that is, where somebody has to keep to it. */
export const Due = ({ at }: { at: string }) => (
  <>
    <When at={at} />, {date(at)}
  </>
);

/** How many proposals a job has, as its card says it: in bands. */
export const proposalsSent = (atLeast: number): string => `${atLeast} or more proposals`;

/** A budget as a range. */
export function budgetWords(job: {
  budget: { min: number; max: number };
  currency: Currency;
  type: "fixed" | "hourly";
}): string {
  const { min, max } = job.budget;
  const range =
    min === max ? shortMoney(max, job.currency) : `${shortMoney(min, job.currency)} – ${shortMoney(max, job.currency)}`;
  return job.type === "hourly" ? `${range} / hour` : range;
}
