import { S3Error } from "./xml.ts";

export interface Form {
  /** Fields before the file, in order; names as sent. */
  fields: [name: string, value: string][];
  file?: { name: string; contentType?: string; body: Buffer };
}

const LARGEST_FIELDS = 20 * 1024;

/**
 * Reads a multipart/form-data body, binary safe. As S3 does, it stops at the file: what follows is ignored.
 * Throws MalformedPOSTRequest, or MaxPostPreDataLengthExceeded when the fields are larger than 20 KB.
 */
export function parseForm(contentType: string, body: Buffer): Form {
  const [, quoted, bare] = /;\s*boundary=(?:"([^"]+)"|([^\s;]+))/i.exec(contentType) ?? [];
  const boundary = quoted ?? bare;
  if (!boundary) throw malformed();
  const delimiter = Buffer.from(`\r\n--${boundary}`);
  const form: Form = { fields: [] };
  // The first delimiter has no line break before it.
  let position = body.subarray(0, delimiter.length - 2).equals(delimiter.subarray(2))
    ? delimiter.length - 2
    : after(body.indexOf(delimiter), delimiter.length);
  let size = 0;
  for (;;) {
    const tail = body.subarray(position, position + 2).toString("latin1");
    if (tail === "--") return form;
    if (tail !== "\r\n") throw malformed();
    const headersEnd = body.indexOf("\r\n\r\n", position);
    const start = after(headersEnd, 4);
    const end = body.indexOf(delimiter, start);
    if (end < 0) throw malformed();
    const headers = body.subarray(position + 2, headersEnd).toString("utf8");
    const disposition = headerOf(headers, "content-disposition") ?? "";
    const name = parameterOf(disposition, "name");
    if (name === undefined) throw malformed();
    const content = body.subarray(start, end);
    if (name.toLowerCase() === "file") {
      form.file = {
        name: parameterOf(disposition, "filename") ?? "",
        contentType: headerOf(headers, "content-type"),
        body: content,
      };
      return form;
    }
    size += name.length + content.length;
    if (size > LARGEST_FIELDS) {
      throw new S3Error(
        "MaxPostPreDataLengthExceeded",
        "Your POST request fields preceding the upload file were too large.",
        400,
        { MaxPostPreDataLength: LARGEST_FIELDS },
      );
    }
    form.fields.push([name, content.toString("utf8")]);
    position = end + delimiter.length;
  }
}

function after(index: number, length: number): number {
  if (index < 0) throw malformed();
  return index + length;
}

function headerOf(headers: string, name: string): string | undefined {
  const line = headers.split("\r\n").find((header) => header.toLowerCase().startsWith(`${name}:`));
  return line?.slice(name.length + 1).trim();
}

/** A quoted or bare parameter; browsers send quotes and line breaks in names percent-encoded. */
function parameterOf(disposition: string, name: string): string | undefined {
  const [, quoted, bare] = new RegExp(`;\\s*${name}=(?:"([^"]*)"|([^;\\s]+))`, "i").exec(disposition) ?? [];
  return (quoted ?? bare)?.replace(/%22/g, '"').replace(/%0D/gi, "\r").replace(/%0A/gi, "\n");
}

function malformed(): S3Error {
  return new S3Error("MalformedPOSTRequest", "The body of your POST request is not well-formed multipart/form-data.");
}
