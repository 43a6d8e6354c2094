import { isOnline } from "@freelancerm/contracts/presence";
import { useQuery } from "@tanstack/react-query";
import { read } from "../../lib/api.ts";
import { useNow } from "../../lib/clock.ts";

/** How often who looks at their conversations asks who is here; a page out of sight asks nothing. */
const AGAIN_MS = 60_000;

/** When somebody I talk with was last here, and whether that is now. */
export function usePresence(): (userId: string) => { online: boolean; seenAt: string | null } {
  const now = useNow();
  const { data } = useQuery({ ...read("listPresence"), refetchInterval: AGAIN_MS });
  const seen = new Map(data?.items.map((one) => [one.userId, one.seenAt]));
  return (userId) => {
    const seenAt = seen.get(userId) ?? null;
    return { online: isOnline(seenAt, now), seenAt };
  };
}
