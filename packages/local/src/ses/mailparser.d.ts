/** The part of mailparser (which ships no types) that reading raw mail needs. */
declare module "mailparser" {
  interface Address {
    text: string;
    value: { address?: string; name?: string }[];
  }
  interface ParsedMail {
    from?: Address;
    to?: Address | Address[];
    cc?: Address | Address[];
    bcc?: Address | Address[];
    subject?: string;
    text?: string;
    html?: string | false;
  }
  export function simpleParser(source: Buffer | string): Promise<ParsedMail>;
}
