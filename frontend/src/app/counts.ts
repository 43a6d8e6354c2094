import { useQuery } from "@tanstack/react-query";
import { read } from "../lib/api.ts";
import { useSession } from "../session/session.ts";

/** Unread notifications and messages of whoever is signed in. */
export function useCounts(): { notifications: number; messages: number } {
  const enabled = useSession().status === "signed_in";
  const { data: unread } = useQuery({ ...read("countUnread"), enabled });
  const { data: rooms } = useQuery({ ...read("listRooms"), enabled });
  return {
    notifications: unread?.unread ?? 0,
    messages: (rooms?.items ?? []).reduce((sum, room) => sum + room.unread, 0),
  };
}

export const shownCount = (count: number) => (count > 99 ? "99+" : String(count));
