import { createSocketClient } from "@freelancerm/contracts/socket-client";
import { api } from "./api.ts";
import { config } from "./config.ts";

/** Address of the socket for the browser; a path means this origin. */
function socketAddress(url: string): string {
  const address = new URL(config.socketUrl ?? url, location.href);
  address.protocol = address.protocol.replace("http", "ws");
  return address.href;
}

/** The one socket of this tab. */
export const socket = createSocketClient({
  ticket: async () => {
    const { ticket, url } = await api.createSocketTicket();
    return { ticket, url: socketAddress(url) };
  },
});
