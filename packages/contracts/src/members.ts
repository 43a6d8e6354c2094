import type { RoomId, UserId } from "./ids.ts";

/** The two in a room, whose id is both of theirs. Apart from the other ids, whose schemas a page of messages can do without. */
export const membersOf = (roomId: RoomId): { clientId: UserId; freelancerId: UserId } => {
  const parts = roomId.slice("rom_".length);
  return { clientId: `usr_${parts.slice(0, 16)}`, freelancerId: `usr_${parts.slice(16)}` };
};
