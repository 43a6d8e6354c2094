/** Field types that several domains share. Lengths and counts are bounds of the API, not of the database. */
import * as z from "zod/mini";
import { CURRENCY_DECIMALS } from "./currencies.ts";

/** Half a character, which no store takes, or a control character other than a tab or a line break. */
const BROKEN = /\p{Cs}|(?![\t\n\r])\p{Cc}/u;
/** What ends a line, or turns the direction in which whatever stands beside it is read. */
const UNRULY = /[\t\n\r\u2028\u2029\u202a-\u202e\u2066-\u2069]/u;
/** Characters that show nothing by themselves. */
const BLANK = /[\s\p{Cf}\p{Default_Ignorable_Code_Point}\u2800]/gu;

/** Text that is trimmed and bounded, counted in UTF-16 units as browsers count; what must not be empty shows something. */
export const text = (minimum: number, maximum: number) =>
  z.string().check(
    z.trim(),
    z.minLength(minimum),
    z.maxLength(maximum),
    z.refine((value) => !BROKEN.test(value), "must not hold control characters or halves of characters"),
    z.refine((value) => minimum === 0 || value.replace(BLANK, "") !== "", "must show something"),
  );

/** Text of one line, such as a name or a title: it stands beside others' words, in lists and in the subjects of mails. */
export const line = (minimum: number, maximum: number) =>
  text(minimum, maximum).check(z.refine((value) => !UNRULY.test(value), "must be one line, read in one direction"));

/** A point in time: ISO 8601, UTC, milliseconds. */
export const Timestamp = z.iso.datetime({ precision: 3 });
export type Timestamp = string;

export { CURRENCY_DECIMALS };
export const Currency = z.enum(Object.keys(CURRENCY_DECIMALS) as [keyof typeof CURRENCY_DECIMALS]);
export type Currency = z.infer<typeof Currency>;

/** The largest amount anybody can name, minor units. What is reckoned from such amounts, fees and sums, may be larger. */
export const LARGEST_AMOUNT = 100_000_000_00;
/** An amount of money in minor units of the currency it stands beside (cents for USD, yen for JPY). */
export const MinorUnits = z.int().check(z.minimum(0));
export type MinorUnits = number;
/** An amount somebody names. */
export const PositiveMinorUnits = z.int().check(z.minimum(1), z.maximum(LARGEST_AMOUNT));

/** An amount in a query. */
export const AmountQuery = z.coerce
  .number("must be an amount in minor units")
  .check(z.int("must be an amount in minor units"), z.minimum(0));

export const CountryCode = z.string().check(z.regex(/^[A-Z]{2}$/, "must be an ISO 3166 country code"));
export const LanguageCode = z.string().check(z.regex(/^[a-z]{2}$/, "must be an ISO 639 language code"));
const isTimeZone = (name: string): boolean => {
  try {
    return new Intl.DateTimeFormat("en", { timeZone: name }) !== undefined;
  } catch {
    return false;
  }
};
/** A time zone of the IANA database: whoever looks at a profile reckons with it. */
export const TimeZone = z
  .string()
  .check(
    z.regex(/^[A-Za-z_+-]+(\/[A-Za-z0-9_+-]+)*$/),
    z.maxLength(50),
    z.refine(isTimeZone, "must be a time zone of the IANA database"),
  );

/** Query parameters of every paged list. */
export const PageQuery = {
  limit: z._default(z.coerce.number().check(z.int(), z.minimum(1), z.maximum(100)), 20),
  cursor: z.optional(z.string().check(z.maxLength(2000))),
};

/** A page of a list: pass `nextCursor` back to read on; null at the end. */
export const page = <T extends z.ZodMiniType>(item: T) =>
  z.object({ items: z.array(item), nextCursor: z.nullable(z.string()) });
export interface Page<T> {
  items: T[];
  nextCursor: string | null;
}

/** Who must act next, until when, and what happens by default (null when nobody must). */
export const NextAction = z.object({
  action: z.enum([
    "fund_milestone",
    "submit_milestone",
    "review_milestone",
    "revise_milestone",
    "answer_refund_request",
    "answer_offer",
    "leave_review",
  ]),
  by: z.enum(["client", "freelancer"]),
  milestone: z.nullable(z.int()),
  dueAt: z.nullable(Timestamp),
  /** What happens by itself at `dueAt`. */
  byDefault: z.nullable(z.enum(["approve", "refund", "expire", "close"])),
});
export type NextAction = z.infer<typeof NextAction>;

/** A file shown with what it belongs to; fetch it through downloadFile. */
export const FileRef = z.object({
  id: z.string(),
  name: z.string(),
  contentType: z.string(),
  /** Bytes. */
  size: z.int(),
  /** For downloadFile: lets whoever was shown this file fetch it, for a day. */
  token: z.optional(z.string()),
});
export type FileRef = z.infer<typeof FileRef>;

/** How a person appears beside what they wrote. */
export const Person = z.object({
  id: z.string(),
  displayName: z.string(),
  avatarUrl: z.nullable(z.string()),
  country: z.nullable(z.string()),
});
export type Person = z.infer<typeof Person>;

export const Empty = z.object({});
