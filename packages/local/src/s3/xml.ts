import type { AwsResponse } from "../kit.ts";

/** An error as S3 words it; `fields` are further elements of the answer. */
export class S3Error extends Error {
  constructor(
    readonly code: string,
    message: string,
    readonly status = 400,
    readonly fields: Record<string, string | number> = {},
    readonly headers: Record<string, string> = {},
  ) {
    super(message);
    this.name = code;
  }
}

/** A tree of elements: text, a list of the same element, or elements by name. */
export type Element = string | number | boolean | Element[] | { [name: string]: Element | undefined };

export function xml(status: number, root: string, content: Element, headers: Record<string, string> = {}): AwsResponse {
  const namespace =
    root === "Error" || root === "PostResponse" ? "" : ' xmlns="http://s3.amazonaws.com/doc/2006-03-01/"';
  const body = `<?xml version="1.0" encoding="UTF-8"?>\n<${root}${namespace}>${render(content)}</${root}>`;
  return { status, headers: { "content-type": "application/xml", ...headers }, body };
}

/** The answer to anything thrown; what is not an S3Error is an internal one. */
export function xmlError(error: unknown): AwsResponse {
  const known = error instanceof S3Error ? error : new S3Error("InternalError", String(error), 500);
  return xml(known.status, "Error", { Code: known.code, Message: known.message, ...known.fields }, known.headers);
}

function render(element: Element): string {
  if (typeof element !== "object") return escapeXml(String(element));
  if (Array.isArray(element)) return element.map(render).join("");
  return Object.entries(element)
    .map(([name, value]) => {
      if (value === undefined) return "";
      return (Array.isArray(value) ? value : [value]).map((item) => `<${name}>${render(item)}</${name}>`).join("");
    })
    .join("");
}

function escapeXml(text: string): string {
  return text.replace(/[<>&"'\r]/g, (char) => `&#x${char.charCodeAt(0).toString(16)};`);
}

const ENTITIES: Record<string, string> = { lt: "<", gt: ">", amp: "&", quot: '"', apos: "'" };

/** The texts of every element of that name, in order; enough for the one small document clients send. */
export function textsOf(document: string, name: string): string[] {
  return [...document.matchAll(new RegExp(`<${name}>([^<]*)</${name}>`, "g"))].map(([, text = ""]) =>
    text.replace(/&(?:#x([0-9a-f]+)|#(\d+)|(\w+));/gi, (whole, hex, decimal, entity) => {
      if (entity) return ENTITIES[entity] ?? whole;
      return String.fromCodePoint(hex ? Number.parseInt(hex, 16) : Number(decimal));
    }),
  );
}
