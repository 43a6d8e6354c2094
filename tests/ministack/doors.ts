/** The two doors of a journey that MiniStack has not, or in another shape: the inbox and the payment processor. */
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { createClock } from "@freelancerm/local/clock";
import { startStripe } from "@freelancerm/local/stripe/index";
import { createTrace } from "@freelancerm/local/trace";
import { STRIPE } from "./configure.ts";

export interface Door {
  url: string;
  close(): Promise<void>;
}

interface SentMail {
  To: string[];
  Subject: string;
  BodyText: string;
  BodyHtml?: string;
  Timestamp: string;
}

/** `GET /messages?to=`: what MiniStack's SES sent to an address, newest first. */
export async function openInbox(ministack: string): Promise<Door> {
  const server = createServer(async (request, response) => {
    const to = new URL(request.url ?? "/", "http://localhost").searchParams.get("to")?.toLowerCase();
    const { messages } = (await (await fetch(`${ministack}/_ministack/ses/messages`)).json()) as {
      messages: Record<string, SentMail[]>;
    };
    const found = Object.values(messages)
      .flat()
      .filter(({ To }) => !to || To.some((address) => address.toLowerCase() === to))
      .map(({ To, Subject, BodyText, BodyHtml }) => ({ to: To[0], subject: Subject, text: BodyText || BodyHtml }))
      .reverse();
    response.writeHead(200, { "content-type": "application/json" }).end(JSON.stringify(found));
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    close: () => new Promise((resolve) => void server.close(() => resolve())),
  };
}

/** The stand-in for Stripe, on real time. Its events go where `webhookUrl` says at each delivery. */
export async function openStripe(webhookUrl: () => string | undefined): Promise<Door> {
  const clock = createClock();
  const { url, close } = await startStripe({
    ...STRIPE,
    port: 0,
    clock,
    trace: createTrace(clock.now),
    webhookUrl,
  });
  return {
    url,
    close: async () => {
      await close();
      clock.close();
    },
  };
}
