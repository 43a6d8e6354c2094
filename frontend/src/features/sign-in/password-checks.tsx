import "./sign-in.css";
import { IconCheck, IconDot } from "../../ui/icons.ts";

const CHECKS = [
  { words: "10 characters", met: (password: string) => password.length >= 10 },
  { words: "a letter", met: (password: string) => /[a-z]/i.test(password) },
  { words: "a digit", met: (password: string) => /\d/.test(password) },
];

/** Said below the field when a password is refused. */
export const passwordFault = (password: string): string | null =>
  CHECKS.every(({ met }) => met(password)) ? null : "Use at least 10 characters with a letter and a digit.";

/** What a password needs, met as it is typed. */
export const PasswordChecks = ({ password }: { password: string }) => (
  <ul className="checks" aria-label="The password needs">
    {CHECKS.map(({ words, met }) => {
      const done = met(password);
      const Icon = done ? IconCheck : IconDot;
      return (
        <li key={words} data-met={done || undefined}>
          <Icon size={13} aria-hidden />
          {words}
          {done && <span className="sr"> is there</span>}
        </li>
      );
    })}
  </ul>
);
