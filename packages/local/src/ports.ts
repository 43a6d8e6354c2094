import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { LocalCloudError } from "./errors.ts";

export interface HeldPort {
  port: number;
  /** Lets go of it for whoever listens on it next, and answers it; may be called again. */
  release(): Promise<number>;
}

/** A port nothing listens on at the moment. */
export async function freePort(): Promise<number> {
  return (await listenOn(0)).release();
}

/**
 * Holds `port` itself, or a free one for 0, so that nobody else takes it before it is used. Throws a LocalCloudError naming
 * `purpose` when the port is taken.
 */
export async function holdPort(port: number, purpose: string): Promise<HeldPort> {
  try {
    return await listenOn(port);
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    const reason = code === "EACCES" ? "may not be used without more rights" : "is already in use";
    throw new LocalCloudError(`Port ${port} for ${purpose} ${reason}: stop what uses it, or choose another port.`);
  }
}

/** Like holdPort, for a program that will listen on it by itself. */
export async function claimPort(port: number, purpose: string): Promise<number> {
  return (await holdPort(port, purpose)).release();
}

function listenOn(port: number): Promise<HeldPort> {
  return new Promise((resolve, reject) => {
    const server = createServer((_, response) => {
      response.writeHead(503, { "retry-after": "1", connection: "close" }).end("Not ready yet.\n");
    });
    server.once("error", reject);
    server.listen(port, "127.0.0.1", () => {
      const { port: taken } = server.address() as AddressInfo;
      const release = () =>
        new Promise<number>((resolve) => {
          server.close(() => resolve(taken));
          server.closeAllConnections();
        });
      resolve({ port: taken, release });
    });
  });
}
