import { useEffect, useState, useSyncExternalStore } from "react";
import { api, refresh } from "../../lib/api.ts";
import { socket } from "../../lib/socket.ts";
import { createConversation } from "./conversation.ts";

/** The conversation of a room, followed while it is shown. */
export function useThread(roomId: string, userId: string) {
  const [conversation] = useState(() =>
    createConversation(roomId, userId, { api, socket, onRead: () => void refresh("listRooms") }),
  );
  const state = useSyncExternalStore(conversation.subscribe, conversation.state);
  const [tries, setTries] = useState(0);
  // biome-ignore lint/correctness/useExhaustiveDependencies: a further try loads again.
  useEffect(() => conversation.start(), [conversation, tries]);
  return { ...conversation, ...state, reload: () => setTries((count) => count + 1) };
}
export type ThreadState = ReturnType<typeof useThread>;
