import { useQuery } from "@tanstack/react-query";
import { useEffect, useState } from "react";
import { api, queryClient, read } from "../lib/api.ts";
import { setNow, useNow } from "../lib/clock.ts";
import { counted, dateTime } from "../lib/format.ts";
import { useAction } from "../ui/use-action.ts";
import { addMet, inSteps, type Met, metWords, passedWords } from "./passing-time.ts";

const HOUR = 3_600;
const DAY = 24 * HOUR;
const JUMPS = [
  ["1 hour", HOUR],
  ["1 day", DAY],
  ["7 days", 7 * DAY],
  ["14 days", 14 * DAY],
] as const;

/** What is told of a jump while it is made and after it. */
interface Jump {
  seconds: number;
  /** Of them, those that have passed. */
  passed: number;
  met: Met;
}

/** Payments, notices and counts follow what fell due within moments. */
const AFTERMATH_MS = 4_000;

/** Moves the time of a sandbox, and everything falls due that does. */
export default function SandboxClock() {
  const now = useNow();
  const { data } = useQuery({ ...read("getClock"), staleTime: Number.POSITIVE_INFINITY });
  const [jump, setJump] = useState<Jump>();
  useEffect(() => {
    if (data) setNow(data.now);
  }, [data]);
  const refresh = () => queryClient.invalidateQueries();
  const move = useAction(async (seconds: number) => {
    let made: Jump = { seconds, passed: 0, met: {} };
    setJump(made);
    try {
      // Day by day, as time passes: each thing happens on its own day, and what follows from it can come before the next.
      for (const step of inSteps(seconds, DAY)) {
        const { now: moved, met } = await api.moveClock({ body: { seconds: step } });
        setNow(moved);
        made = { seconds, passed: made.passed + step, met: addMet(made.met, met) };
        setJump(made);
      }
    } finally {
      setJump({ ...made, seconds: made.passed });
      void refresh();
      setTimeout(refresh, AFTERMATH_MS);
    }
  });
  if (!data) return null;
  return (
    <section className="row" aria-label="Sandbox clock" style={{ marginLeft: "auto", gap: 8 }}>
      {move.isPending && jump ? <Passing {...jump} /> : jump && <Passed {...jump} />}
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

function Passing({ seconds, passed, met }: Jump) {
  const count = Object.values(met).reduce((sum, kind) => sum + kind, 0);
  const days = seconds / DAY;
  return (
    <span className="row" style={{ flex: "1 0 100%", gap: 8 }}>
      <progress value={passed > 0 ? passed : undefined} max={seconds} aria-label="Time passes" />
      <span className="num">
        {days > 1 ? `Day ${Math.min(days, passed / DAY + 1)} of ${days}` : "Time passes"}: {counted(count, "deadline")}{" "}
        met so far
      </span>
    </span>
  );
}

const Passed = ({ seconds, met }: Jump) => (
  <span role="status" style={{ flex: "1 0 100%" }}>
    {seconds > 0 && `${passedWords(seconds)}: ${metWords(met)}.`}
  </span>
);
