import { createSockets } from "@freelancerm/platform/sockets";
import { onMessage } from "./on-message.ts";

export const handler = onMessage(createSockets());
