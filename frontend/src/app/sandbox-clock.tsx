import { useQuery } from "@tanstack/react-query";
import { useEffect, useState } from "react";
import { api, queryClient, read } from "../lib/api.ts";
import { setNow, useNow } from "../lib/clock.ts";
import { counted, dateTime } from "../lib/format.ts";
import { useAction } from "../ui/use-action.ts";
import { type Met, metSince, metWords, passedWords, shareOf } from "./passing-time.ts";

const HOUR = 3_600;
const DAY = 24 * HOUR;
const JUMPS = [
  ["1 hour", HOUR],
  ["1 day", DAY],
  ["7 days", 7 * DAY],
  ["14 days", 14 * DAY],
] as const;

/** A move of the clock: how much of it is done, 0 to 1, and what that brought. */
interface Jump {
  seconds: number;
  share: number;
  met: Met;
}

const LOOK_MS = 800;
/** How long what falls due may go on after the clock's answer. */
const PATIENCE_MS = 90_000;
/** Payments, notices and counts follow what fell due within moments. */
const AFTERMATH_MS = 4_000;

const pause = (ms: number) => new Promise<void>((resolve) => setTimeout(resolve, ms));

/** Moves the clock, and tells how far it is until all has fallen due that does. */
async function moveTime(seconds: number, tell: (jump: Jump) => void): Promise<void> {
  tell({ seconds, share: 0, met: {} });
  const before = await api.getClock();
  const from = Date.parse(before.firedUntil ?? before.now);
  const goal = Date.parse(before.now) + seconds * 1000;
  let over: number | undefined;
  let failure: unknown;
  const moving = api
    .moveClock({ body: { seconds } })
    .catch((error) => {
      failure = error;
    })
    .finally(() => {
      over = Date.now() + PATIENCE_MS;
    });
  for (;;) {
    await (over ? pause(LOOK_MS) : Promise.race([moving, pause(LOOK_MS)]));
    const look = await api.getClock().catch(() => undefined);
    // An answer that came too late is no failure: the clock was moved, and all goes on.
    if (failure && (!look || Date.parse(look.now) < goal)) throw failure;
    if (!look) continue;
    setNow(look.now);
    const fired = Date.parse(look.firedUntil ?? before.now);
    tell({ seconds, share: shareOf(from, goal, fired), met: metSince(before.met, look.met) });
    if (over && (fired >= goal || Date.now() > over)) return;
  }
}

/** Moves the time of a sandbox, and everything falls due that does. */
export default function SandboxClock() {
  const now = useNow();
  const { data } = useQuery({ ...read("getClock"), staleTime: Number.POSITIVE_INFINITY });
  const [jump, setJump] = useState<Jump>();
  useEffect(() => {
    if (data) setNow(data.now);
  }, [data]);
  const refresh = () => queryClient.invalidateQueries();
  const move = useAction(
    (seconds: number) =>
      moveTime(seconds, setJump).catch((error) => {
        setJump(undefined);
        throw error;
      }),
    {
      onSuccess: () => {
        setTimeout(refresh, AFTERMATH_MS);
        return refresh();
      },
    },
  );
  if (!data) return null;
  return (
    <section className="row" aria-label="Sandbox clock" style={{ marginLeft: "auto", gap: 8 }}>
      {jump && (move.isPending ? <Passing {...jump} /> : <Passed {...jump} />)}
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

function Passing({ seconds, share, met }: Jump) {
  const count = Object.values(met).reduce((sum, kind) => sum + kind, 0);
  const days = seconds / DAY;
  return (
    <span className="row" style={{ flex: "1 0 100%", gap: 8 }}>
      <progress value={share > 0 ? share : undefined} aria-label="Time passes" />
      <span className="num">
        {days > 1 ? `Day ${Math.min(days, Math.floor(share * days) + 1)} of ${days}` : "Time passes"}:{" "}
        {counted(count, "deadline")} met so far
      </span>
    </span>
  );
}

const Passed = ({ seconds, met }: Jump) => (
  <span role="status" style={{ flex: "1 0 100%" }}>
    {`${passedWords(seconds)}: ${metWords(met)}.`}
  </span>
);
