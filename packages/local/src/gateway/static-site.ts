/** The single-page application, served as a CDN in front of a bucket would. */
import { readFile, stat } from "node:fs/promises";
import type { IncomingMessage, ServerResponse } from "node:http";
import { extname, join, resolve, sep } from "node:path";

const CONTENT_TYPES: Record<string, string> = {
  ".avif": "image/avif",
  ".css": "text/css; charset=utf-8",
  ".gif": "image/gif",
  ".html": "text/html; charset=utf-8",
  ".ico": "image/x-icon",
  ".jpeg": "image/jpeg",
  ".jpg": "image/jpeg",
  ".js": "text/javascript; charset=utf-8",
  ".json": "application/json",
  ".map": "application/json",
  ".mjs": "text/javascript; charset=utf-8",
  ".pdf": "application/pdf",
  ".png": "image/png",
  ".svg": "image/svg+xml",
  ".ttf": "font/ttf",
  ".txt": "text/plain; charset=utf-8",
  ".wasm": "application/wasm",
  ".webmanifest": "application/manifest+json",
  ".webp": "image/webp",
  ".woff": "font/woff",
  ".woff2": "font/woff2",
  ".xml": "application/xml",
};

/** Precompressed variants in order of preference. */
const ENCODINGS = [
  { name: "br", suffix: ".br" },
  { name: "gzip", suffix: ".gz" },
];

interface SiteFile {
  path: string;
  size: number;
  modifiedMs: number;
}

export interface StaticSiteOptions {
  /** Folder of the built application, with index.html at its root. */
  staticDir: string;
  /** Headers of every answer: content security policy and the like. */
  headers: Record<string, string>;
}

/** Answers GET and HEAD; `path` is the encoded path. Unknown navigation paths get index.html. */
export function createStaticSite({ staticDir, headers }: StaticSiteOptions) {
  const root = resolve(staticDir);

  async function find(path: string): Promise<SiteFile | undefined> {
    let decoded: string;
    try {
      decoded = decodeURIComponent(path);
    } catch {
      return undefined;
    }
    if (decoded.includes("\0")) return undefined;
    const file = join(root, decoded.endsWith("/") ? `${decoded}index.html` : decoded);
    return file.startsWith(root + sep) ? statFile(file) : undefined;
  }

  return async (incoming: IncomingMessage, outgoing: ServerResponse, path: string): Promise<void> => {
    for (const [name, value] of Object.entries(headers)) outgoing.setHeader(name, value);
    if (incoming.method !== "GET" && incoming.method !== "HEAD") {
      outgoing.setHeader("allow", "GET, HEAD");
      return end(outgoing, 405, "Method Not Allowed");
    }
    const file = (await find(path)) ?? (isNavigation(incoming, path) ? await find("/index.html") : undefined);
    if (!file) return end(outgoing, 404, "Not Found");

    const type = CONTENT_TYPES[extname(file.path).toLowerCase()] ?? "application/octet-stream";
    const variant = await compressedVariant(file, incoming.headers["accept-encoding"]);
    const etag = `"${file.size.toString(16)}-${Math.floor(file.modifiedMs).toString(16)}${variant?.suffix ?? ""}"`;
    const hashed = file.path.startsWith(join(root, "assets") + sep);
    outgoing.setHeader("content-type", type);
    outgoing.setHeader("cache-control", hashed ? "public, max-age=31536000, immutable" : "no-cache");
    outgoing.setHeader("etag", etag);
    outgoing.setHeader("vary", "accept-encoding");
    if (variant) outgoing.setHeader("content-encoding", variant.name);
    if (incoming.headers["if-none-match"] === etag) {
      outgoing.writeHead(304).end();
      return;
    }
    const body = await readFile(file.path + (variant?.suffix ?? ""));
    outgoing.writeHead(200, { "content-length": body.length }).end(body);
  };
}

/** A page the browser opens, as opposed to a file a page asks for. */
function isNavigation(incoming: IncomingMessage, path: string): boolean {
  if (path.startsWith("/assets/")) return false;
  return extname(path) === "" || (incoming.headers.accept ?? "").includes("text/html");
}

async function compressedVariant(file: SiteFile, accepted: string | string[] | undefined) {
  const names = new Set<string>();
  for (const entry of String(accepted ?? "").split(",")) {
    const [name = "", ...parameters] = entry.split(";").map((part) => part.trim().toLowerCase());
    if (!parameters.some((parameter) => /^q=0(\.0*)?$/.test(parameter))) names.add(name);
  }
  for (const encoding of ENCODINGS) {
    if (names.has(encoding.name) && (await statFile(file.path + encoding.suffix))) return encoding;
  }
  return undefined;
}

async function statFile(path: string): Promise<SiteFile | undefined> {
  const found = await stat(path).catch(() => undefined);
  return found?.isFile() ? { path, size: found.size, modifiedMs: found.mtimeMs } : undefined;
}

function end(outgoing: ServerResponse, status: number, text: string): void {
  outgoing.writeHead(status, { "content-type": "text/plain; charset=utf-8", "cache-control": "no-cache" }).end(text);
}
