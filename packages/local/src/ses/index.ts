import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { AwsError, type Deployment, json, jsonError, type Service, type Trace, type VirtualClock } from "../kit.ts";
import { inboxPage, PAGE_POLICY } from "./inbox-page.ts";
import { type Mail, type OutgoingMail, openMailbox } from "./mailbox.ts";
import { readSendEmail } from "./send-email.ts";

// Own rather than aws-ses-v2-local: that one keeps its mails in a module-wide variable of the process, forgets them at
// the end, stamps them with real time and offers no way to hand in a mail (Cognito's) other than a signed request.

export interface MailService extends Service {
  /** Port of the inbox. */
  port: number;
  url: string;
  /** Takes a mail of another part, Cognito's for example; no identity is asked for. */
  deliver(mail: OutgoingMail): Promise<void>;
  /** What arrived, newest first. */
  messages(to?: string): Mail[];
  close(): Promise<void>;
}

export interface MailOptions {
  /** 0 for a free one. */
  port: number;
  clock: VirtualClock;
  trace: Trace;
  stateDir?: string;
  /** Its AWS::SES::EmailIdentity resources are the verified senders; with none every sender may send. */
  deployment?: Deployment;
}

/**
 * SES v2 SendEmail and, on its own port, the inbox: `GET /` (page), `GET /messages?to=`, `DELETE /messages`.
 * Rejects when the port is taken.
 */
export async function startMail({ port, clock, trace, stateDir, deployment }: MailOptions): Promise<MailService> {
  const mailbox = openMailbox(clock, trace, stateDir);
  const identities = (deployment?.ofType("AWS::SES::EmailIdentity") ?? []).map(
    ({ properties, physicalId }) => properties.EmailIdentity ?? physicalId,
  );
  const server = createServer(serveInbox);
  await new Promise<void>((resolve, reject) => {
    server.once("error", reject);
    server.listen(port, "127.0.0.1", resolve);
  });
  const actual = (server.address() as AddressInfo).port;

  return {
    port: actual,
    url: `http://127.0.0.1:${actual}`,
    async handle(request) {
      try {
        if (request.method !== "POST" || request.path !== "/v2/email/outbound-emails") {
          throw new AwsError("NotFoundException", `${request.method} ${request.path} is not supported.`, 404);
        }
        const mail = await readSendEmail(JSON.parse(request.body.toString() || "{}"), identities);
        return json({ MessageId: mailbox.deliver(mail) }, 200, { "content-type": "application/json" });
      } catch (error) {
        return jsonError(error);
      }
    },
    async deliver(mail) {
      mailbox.deliver(mail);
    },
    messages: (to) => mailbox.messages(to),
    async close() {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };

  function serveInbox(request: IncomingMessage, response: ServerResponse): void {
    const { pathname, searchParams } = new URL(request.url ?? "/", "http://inbox");
    const to = searchParams.get("to") ?? "";
    const route = `${request.method} ${pathname}`;
    if (route === "GET /") {
      response.writeHead(200, { "content-type": "text/html; charset=utf-8", "content-security-policy": PAGE_POLICY });
      response.end(inboxPage(mailbox.messages(to), to, searchParams.get("id") ?? undefined));
    } else if (route === "GET /messages") {
      response.writeHead(200, { "content-type": "application/json; charset=utf-8" });
      response.end(JSON.stringify(mailbox.messages(to)));
    } else if (route === "DELETE /messages") {
      mailbox.clear();
      response.writeHead(204).end();
    } else response.writeHead(404, { "content-type": "text/plain" }).end("Not found\n");
  }
}
