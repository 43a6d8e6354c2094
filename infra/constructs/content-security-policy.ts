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
