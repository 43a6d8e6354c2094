import { useQuery } from "@tanstack/react-query";
import { useEffect } from "react";
import { api, queryClient, read } from "../lib/api.ts";
import { setNow, useNow } from "../lib/clock.ts";
import { dateTime } from "../lib/format.ts";
import { toast } from "../ui/toast.tsx";
import { useAction } from "../ui/use-action.ts";

const JUMPS = [
  ["1 hour", 3_600],
  ["1 day", 86_400],
  ["7 days", 7 * 86_400],
  ["14 days", 14 * 86_400],
] as const;

/** Moves the time of a sandbox, and everything falls due that does. */
export default function SandboxClock() {
  const now = useNow();
  const { data } = useQuery({ ...read("getClock"), staleTime: Number.POSITIVE_INFINITY });
  useEffect(() => {
    if (data) setNow(data.now);
  }, [data]);
  const move = useAction((seconds: number) => api.moveClock({ body: { seconds } }), {
    onSuccess: async ({ now: moved }) => {
      setNow(moved);
      toast.done(`It is now ${dateTime(moved)}.`);
      await queryClient.invalidateQueries();
    },
  });
  if (!data) return null;
  return (
    <section className="row" aria-label="Sandbox clock" style={{ marginLeft: "auto", gap: 8 }}>
      <span className="num">Sandbox time: {dateTime(new Date(now).toISOString())}. Jump</span>
      {JUMPS.map(([words, seconds]) => (
        <button
          key={words}
          type="button"
          className="chip"
          disabled={move.isPending}
          onClick={() => move.mutate(seconds)}
        >
          {words}
        </button>
      ))}
    </section>
  );
}
