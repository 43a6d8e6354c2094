import { createSockets } from "@freelancerm/platform/sockets";
import { messaging } from "./messaging.ts";

export const handler = messaging(createSockets());
