import { randomUUID } from "node:crypto";
import { join } from "node:path";
import type { Trace, VirtualClock } from "../kit.ts";
import { openStore } from "../store.ts";

/** A mail as one recipient has it. `at` is virtual time in milliseconds since the epoch. */
export interface Mail {
  id: string;
  to: string;
  from: string;
  subject: string;
  text?: string;
  html?: string;
  at: number;
}

export interface OutgoingMail {
  to: string | string[];
  from?: string;
  subject: string;
  text?: string;
  html?: string;
}

/** What arrived, newest first; kept on disk with `stateDir`. */
export interface Mailbox {
  /** Puts a copy into the box of each recipient; answers the message id. */
  deliver(mail: OutgoingMail): string;
  /** Everything, or what one address received (without regard to case). */
  messages(to?: string): Mail[];
  clear(): void;
}

const DEFAULT_SENDER = "no-reply@verificationemail.com";
/** The oldest mails leave when there are more. */
const CAPACITY = 2000;

export function openMailbox(clock: VirtualClock, trace: Trace, stateDir?: string): Mailbox {
  const store = openStore<Mail[]>(stateDir && join(stateDir, "mail.json"), []);
  return {
    deliver({ to, from = DEFAULT_SENDER, subject, text, html }) {
      const messageId = randomUUID();
      const recipients = Array.isArray(to) ? to : [to];
      const mails = recipients.map((recipient, index) => ({
        id: index === 0 ? messageId : `${messageId}-${index}`,
        to: recipient,
        from,
        subject,
        text,
        html,
        at: clock.now(),
      }));
      store.value = [...mails.reverse(), ...store.value].slice(0, CAPACITY);
      store.save();
      trace.record("mail.delivered", { messageId, to: recipients, from, subject });
      return messageId;
    },
    messages(to) {
      const wanted = to?.toLowerCase();
      return store.value.filter((mail) => !wanted || addressIn(mail.to) === wanted);
    },
    clear() {
      store.value = [];
      store.save();
    },
  };
}

/** The bare address, in lower case, of `Name <address>` or of an address alone. */
export function addressIn(text: string): string {
  return (/<([^<>]+)>\s*$/.exec(text)?.[1] ?? text).trim().toLowerCase();
}
