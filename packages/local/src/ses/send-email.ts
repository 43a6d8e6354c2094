import { AwsError } from "../kit.ts";
import { addressIn, type OutgoingMail } from "./mailbox.ts";

interface Content {
  Data?: string;
}

/** The body of an SES v2 SendEmail request. */
export interface SendEmailRequest {
  FromEmailAddress?: string;
  Destination?: { ToAddresses?: string[]; CcAddresses?: string[]; BccAddresses?: string[] };
  Content?: {
    Simple?: { Subject?: Content; Body?: { Text?: Content; Html?: Content } };
    Raw?: { Data?: string };
  };
}

/**
 * The mail a SendEmail request describes, checked as SES does. `identities` are the verified addresses and domains;
 * with none declared every sender is accepted. Throws BadRequestException and MessageRejected.
 */
export async function readSendEmail(request: SendEmailRequest, identities: string[]): Promise<OutgoingMail> {
  const mail = await contentOf(request);
  const recipients = [mail.to].flat();
  if (recipients.length === 0) throw badRequest("Missing required header 'To'.");
  if (recipients.length > 50) throw badRequest("Recipient count exceeds 50.");
  const from = mail.from ?? "";
  for (const address of [from, ...recipients]) {
    if (!/^[^\s@<>]+@[^\s@<>]+$/.test(addressIn(address))) throw badRequest(`Illegal address: ${address}`);
  }
  if (identities.length > 0 && !identities.some((identity) => covers(identity.toLowerCase(), addressIn(from)))) {
    throw new AwsError(
      "MessageRejected",
      `Email address is not verified. The following identities failed the check in region US-EAST-1: ${from}`,
    );
  }
  return mail;
}

async function contentOf({ FromEmailAddress, Destination = {}, Content }: SendEmailRequest): Promise<OutgoingMail> {
  const { ToAddresses = [], CcAddresses = [], BccAddresses = [] } = Destination;
  const to = [...ToAddresses, ...CcAddresses, ...BccAddresses];
  if (Content?.Simple) {
    const { Subject, Body = {} } = Content.Simple;
    if (Subject?.Data === undefined) throw badRequest("Missing required field: Subject");
    if (/[\r\n]/.test(Subject.Data)) throw badRequest("The subject must not contain line breaks.");
    if (!Body.Text && !Body.Html) throw badRequest("Missing required field: Body");
    return { to, from: FromEmailAddress, subject: Subject.Data, text: Body.Text?.Data, html: Body.Html?.Data };
  }
  if (Content?.Raw?.Data) {
    // Loaded on demand: few applications send raw mail, and the parser is large.
    const { simpleParser } = await import("mailparser");
    const parsed = await simpleParser(Buffer.from(Content.Raw.Data, "base64"));
    const headers = [parsed.to, parsed.cc, parsed.bcc].flat().flatMap((field) => field?.value ?? []);
    const addressed = headers.flatMap(({ address }) => (address ? [address] : []));
    return {
      to: to.length > 0 ? to : addressed,
      from: FromEmailAddress ?? parsed.from?.text,
      subject: parsed.subject ?? "",
      text: parsed.text,
      html: parsed.html || undefined,
    };
  }
  throw badRequest("Only Simple and Raw content is supported.");
}

/** An identity is an address, or a domain that covers its subdomains too. */
function covers(identity: string, address: string): boolean {
  if (identity.includes("@")) return identity === address;
  const domain = address.slice(address.indexOf("@") + 1);
  return domain === identity || domain.endsWith(`.${identity}`);
}

function badRequest(message: string): AwsError {
  return new AwsError("BadRequestException", message);
}
