/** Mail by SES. */
import { SESv2Client, SendEmailCommand } from "@aws-sdk/client-sesv2";
import type { Mailer } from "@freelancerm/core/notifications/mail";
import { config } from "./config.ts";

export function createMailer(): Mailer {
  let client: SESv2Client | undefined;
  return {
    send: async ({ to, subject, text, html }) => {
      client ??= new SESv2Client({});
      const part = (Data: string) => ({ Data, Charset: "UTF-8" });
      await client.send(
        new SendEmailCommand({
          FromEmailAddress: config.mailFrom,
          Destination: { ToAddresses: [to] },
          Content: { Simple: { Subject: part(subject), Body: { Text: part(text), Html: part(html) } } },
        }),
      );
    },
  };
}
