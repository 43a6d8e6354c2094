/** The socket and the events as an AsyncAPI 3.0 document, derived from their schemas. */

import { EVENT_SOURCE, events } from "./events.ts";
import { createConverter, type JsonSchema } from "./json-schema.ts";
import { bounds } from "./limits.ts";
import { clientFrames, serverFrames } from "./socket.ts";
import { subscriptions } from "./subscriptions.ts";
import { VERSION } from "./version.ts";

const refs = (channel: string, names: string[]) =>
  names.map((name) => ({ $ref: `#/channels/${channel}/messages/${keyOf(name)}` }));
/** Keys of AsyncAPI take letters, digits, dots, hyphens and underscores. */
const keyOf = (name: string) => name.replaceAll(/[^\w.-]/g, "-");

/** The whole document; the same for the same contracts. */
export function asyncApiDocument(): JsonSchema {
  const converter = createConverter();
  const messages = (of: [string, JsonSchema][]) =>
    Object.fromEntries(of.map(([name, payload]) => [keyOf(name), { name, payload }]));
  const sent = Object.entries(clientFrames).map(([name, schema]): [string, JsonSchema] => [
    `client.${name}`,
    converter.input(schema),
  ]);
  const received = Object.entries(serverFrames).map(([name, schema]): [string, JsonSchema] => [
    `server.${name}`,
    converter.output(schema),
  ]);
  const happened = Object.entries(events).map(([name, schema]): [string, JsonSchema] => [
    name,
    {
      type: "object",
      required: ["id", "type", "at", "data"],
      properties: {
        id: { type: "string" },
        type: { const: name },
        at: { type: "string", format: "date-time" },
        data: converter.output(schema),
      },
    },
  ]);
  return {
    asyncapi: "3.0.0",
    info: {
      title: "FreelancerM, live",
      version: VERSION,
      description:
        "The socket opens with a one-time ticket from createSocketTicket. It is a hint: a client that lost frames resumes from its last seq. Events travel inside the marketplace, over EventBridge.",
    },
    channels: {
      socket: {
        address: "?ticket={ticket}",
        parameters: { ticket: { description: `Works once, for ${bounds.ticketSeconds} seconds.` } },
        messages: messages([...sent, ...received]),
      },
      events: {
        address: EVENT_SOURCE,
        description: "The bus of the marketplace: `source` is the address, `detail-type` the name of the event.",
        messages: messages(happened),
      },
    },
    operations: {
      receiveFrames: {
        action: "receive",
        channel: { $ref: "#/channels/socket" },
        summary: "What a client may send",
        messages: refs(
          "socket",
          sent.map(([name]) => name),
        ),
      },
      sendFrames: {
        action: "send",
        channel: { $ref: "#/channels/socket" },
        summary: "What the server sends",
        messages: refs(
          "socket",
          received.map(([name]) => name),
        ),
      },
      publishEvents: {
        action: "send",
        channel: { $ref: "#/channels/events" },
        summary: "What happened",
        messages: refs(
          "events",
          happened.map(([name]) => name),
        ),
      },
      ...Object.fromEntries(
        Object.entries(subscriptions).map(([consumer, types]) => [
          consumer,
          { action: "receive", channel: { $ref: "#/channels/events" }, messages: refs("events", [...types]) },
        ]),
      ),
    },
    components: {
      schemas: Object.fromEntries(Object.entries(converter.components).sort(([a], [b]) => (a < b ? -1 : 1))),
    },
  };
}
