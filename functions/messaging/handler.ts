import { messagingRoutes } from "@freelancerm/contracts/messaging";
import { blockPerson, listBlocked, unblockPerson } from "@freelancerm/core/blocking/block-person";
import { deleteMessage, editMessage } from "@freelancerm/core/messaging/change-message";
import { hideRoom, markRoomRead } from "@freelancerm/core/messaging/mark-room";
import { openRoom } from "@freelancerm/core/messaging/open-room";
import { getRoom, listMessages, listRooms } from "@freelancerm/core/messaging/read-rooms";
import { searchMessages } from "@freelancerm/core/messaging/search-messages";
import { sendMessage } from "@freelancerm/core/messaging/send-message";
import { createSocketTicket, type Sockets } from "@freelancerm/core/realtime/connection";
import { listPresence } from "@freelancerm/core/realtime/presence";
import { config } from "@freelancerm/platform/config";
import { implement } from "@freelancerm/platform/http";
import { createSockets } from "@freelancerm/platform/sockets";

/** The routes, showing read receipts through these sockets. */
export const messagingWith = (sockets: Sockets) =>
  implement(messagingRoutes, (deps) => ({
    openRoom: ({ actor, body }) => openRoom(deps)(actor, body),
    listRooms: ({ actor, query }) => listRooms(deps)(actor, query),
    getRoom: ({ actor, params }) => getRoom(deps)(actor, params),
    listMessages: ({ actor, params, query }) => listMessages(deps)(actor, { ...params, ...query }),
    searchMessages: ({ actor, params, query }) => searchMessages(deps)(actor, { ...params, ...query }),
    listPresence: ({ actor }) => listPresence(deps)(actor),
    listBlocked: ({ actor }) => listBlocked(deps)(actor),
    blockPerson: ({ actor, params }) => blockPerson(deps)(actor, params),
    unblockPerson: ({ actor, params }) => unblockPerson(deps)(actor, params),
    sendMessage: ({ actor, params, body }) => sendMessage(deps)(actor, { ...params, ...body }),
    editMessage: ({ actor, params, body }) => editMessage(deps)(actor, { ...params, ...body }),
    deleteMessage: ({ actor, params }) => deleteMessage(deps)(actor, params),
    markRoomRead: ({ actor, params, body }) => markRoomRead({ ...deps, sockets })(actor, { ...params, ...body }),
    hideRoom: ({ actor, params }) => hideRoom(deps)(actor, params),
    createSocketTicket: ({ actor }) => createSocketTicket({ ...deps, socketUrl: () => config.socketUrl })(actor),
  }));

export const handler = messagingWith(createSockets());
