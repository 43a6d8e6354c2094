import type { Notification } from "@freelancerm/contracts/notifications";
import { escaped } from "../markup.ts";
import { pageOf } from "../site.ts";

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

/** What a mail says: to whom, what happened, and where to go. */
export interface Letter {
  to: string;
  name: string;
  title: string;
  body: string;
  /** Paths of the site, the first one foremost. */
  links: { words: string; path: string }[];
  /** Below everything else, small. */
  footer?: { words: string; path: string };
}

/** A header holds one line. */
const oneLine = (text: string) => text.replaceAll(/\s+/g, " ");

/** A letter as it is mailed, in text and in HTML. */
export function letterOf({ to, name, title, body, links, footer }: Letter, siteUrl: string): Mail {
  const url = (path: string) => pageOf(siteUrl, path);
  const anchor = ({ words, path }: { words: string; path: string }) =>
    `<a href="${escaped(url(path))}">${escaped(words)}</a>`;
  // One link needs no words of its own in a text.
  const listed = links.map(({ words, path }) => (links.length > 1 ? `${words}: ${url(path)}` : url(path)));
  return {
    to,
    subject: oneLine(title),
    text: [
      `Hello ${name},\n\n${title}\n${body}\n`,
      ...listed,
      ...(footer ? [`\n${footer.words}: ${url(footer.path)}`] : []),
      "",
    ].join("\n"),
    html: [
      '<!doctype html><html lang="en"><body style="font:16px/1.5 sans-serif;color:#1a1a1a;max-width:560px;margin:24px auto">',
      `<p>Hello ${escaped(name)},</p>`,
      `<p><strong>${escaped(title)}</strong><br>${escaped(body)}</p>`,
      ...links.map((link) => `<p>${anchor(link)}</p>`),
      ...(footer ? [`<p style="font-size:13px;color:#666">${anchor(footer)}</p>`] : []),
      "</body></html>",
    ].join("\n"),
  };
}

/** The mail of a notification: what happened, and a link to where it shows. */
export const mailOf = (
  { title, body, link }: Notification,
  { to, name, siteUrl }: { to: string; name: string; siteUrl: string },
): Mail =>
  letterOf(
    {
      to,
      name,
      title,
      body,
      links: [{ words: "Open in FreelancerM", path: link }],
      footer: { words: "Choose what we mail you", path: "/settings/notifications" },
    },
    siteUrl,
  );
