/** Headers of the web front end's pages and files: the same behind the CDN and on one machine. */

/** Where the pages may load from and connect to. */
export interface Origins {
  /** wss://… of the socket. */
  socket: string;
  /** Origins files are uploaded to and shown from. */
  files: string[];
}

/** Nothing inline runs, nothing foreign loads: styles and scripts are files of the site. */
export function contentSecurityPolicy({ socket, files }: Origins): string {
  const directives: Record<string, string[]> = {
    "default-src": ["'none'"],
    "script-src": ["'self'"],
    "style-src": ["'self'"],
    "font-src": ["'self'"],
    "img-src": ["'self'", "data:", "blob:", ...files],
    "connect-src": ["'self'", socket, ...files],
    "manifest-src": ["'self'"],
    "worker-src": ["'self'"],
    "base-uri": ["'none'"],
    "form-action": ["'self'"],
    "frame-ancestors": ["'none'"],
  };
  return Object.entries(directives)
    .map(([name, sources]) => `${name} ${sources.join(" ")}`)
    .join("; ");
}

/** The headers by name. Transport security is the CDN's to add: one machine speaks plain HTTP. */
export const siteHeaders = (origins: Origins) => ({
  "content-security-policy": contentSecurityPolicy(origins),
  "x-content-type-options": "nosniff",
  "x-frame-options": "DENY",
  "referrer-policy": "strict-origin-when-cross-origin",
  "permissions-policy": "camera=(self), microphone=(self), geolocation=()",
  "cross-origin-opener-policy": "same-origin",
});
