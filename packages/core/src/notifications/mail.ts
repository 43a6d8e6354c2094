import type { Notification } from "@freelancerm/contracts/notifications";

export interface Mail {
  to: string;
  subject: string;
  text: string;
  html: string;
}

export interface Mailer {
  /** Throws when the mail was not taken. */
  send(mail: Mail): Promise<void>;
}

const ENTITIES: Record<string, string> = { "&": "&amp;", "<": "&lt;", ">": "&gt;", '"': "&quot;", "'": "&#39;" };
const escaped = (text: string) => text.replaceAll(/[&<>"']/g, (character) => ENTITIES[character]!);
/** A header holds one line. */
const oneLine = (text: string) => text.replaceAll(/\s+/g, " ");

/** The one mail there is: what happened, and a link to where it shows. */
export function mailOf(
  { title, body, link }: Notification,
  { to, name, siteUrl }: { to: string; name: string; siteUrl: string },
): Mail {
  const url = `${siteUrl.replace(/\/$/, "")}${link}`;
  const settings = `${siteUrl.replace(/\/$/, "")}/settings/notifications`;
  return {
    to,
    subject: oneLine(title),
    text: `Hello ${name},\n\n${title}\n${body}\n\n${url}\n\nChoose what we mail you: ${settings}\n`,
    html: [
      '<!doctype html><html lang="en"><body style="font:16px/1.5 sans-serif;color:#1a1a1a;max-width:560px;margin:24px auto">',
      `<p>Hello ${escaped(name)},</p>`,
      `<p><strong>${escaped(title)}</strong><br>${escaped(body)}</p>`,
      `<p><a href="${escaped(url)}">Open in FreelancerM</a></p>`,
      `<p style="font-size:13px;color:#666"><a href="${escaped(settings)}">Choose what we mail you</a></p>`,
      "</body></html>",
    ].join("\n"),
  };
}
