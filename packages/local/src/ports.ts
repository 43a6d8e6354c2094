import { createServer } from "node:net";
import { LocalCloudError } from "./errors.ts";

/** A port nothing listens on at the moment. */
export function freePort(): Promise<number> {
  return listenOn(0);
}

/** `port` itself, or a free one for 0. Throws a LocalCloudError naming `purpose` when the port is taken. */
export async function claimPort(port: number, purpose: string): Promise<number> {
  try {
    return await listenOn(port);
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    const reason = code === "EACCES" ? "may not be used without more rights" : "is already in use";
    throw new LocalCloudError(`Port ${port} for ${purpose} ${reason}: stop what uses it, or choose another port.`);
  }
}

function listenOn(port: number): Promise<number> {
  return new Promise((resolve, reject) => {
    const server = createServer();
    server.once("error", reject);
    server.listen(port, "127.0.0.1", () => {
      const { port: taken } = server.address() as { port: number };
      server.close(() => resolve(taken));
    });
  });
}
