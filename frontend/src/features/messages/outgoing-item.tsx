import { queryOptions, useQuery } from "@tanstack/react-query";
import { type IconCheck, IconClock } from "../../ui/icons.ts";
import { toast } from "../../ui/toast.tsx";
import type { Outgoing } from "./conversation.ts";
import type { ThreadState } from "./use-thread.ts";

/** How far a message got, as a mark and in words. */
export const Tick = ({ icon: Icon, words, quiet }: { icon: typeof IconCheck; words: string; quiet?: boolean }) => (
  <span className="row" style={{ gap: 2 }}>
    <Icon size={14} aria-hidden />
    <span className={quiet ? "sr" : undefined}>{words}</span>
  </span>
);

/** The sentences of refusals, for the few messages that are refused: they come with all that is said of the API's answers. */
const sentences = queryOptions({
  queryKey: ["sentences"],
  queryFn: async () => {
    const { errors } = await import("@freelancerm/contracts/errors");
    return errors as Record<string, { title: string }>;
  },
  staleTime: Number.POSITIVE_INFINITY,
});

/** A message that is not in the log yet. */
export function OutgoingItem({ message, thread }: { message: Outgoing; thread: ThreadState }) {
  const failed = message.failure !== undefined;
  const { data } = useQuery({ ...sentences, enabled: failed });
  const reason = (message.failure && data?.[message.failure]?.title) ?? "";
  return (
    <div className="message" data-mine data-failed={failed || undefined}>
      {message.text && <div className="bubble">{message.text}</div>}
      {message.files.map((file) => (
        <span className="chip" key={file.id}>
          {file.name}
        </span>
      ))}
      {failed ? (
        <span className="meta" role="alert" style={{ color: "var(--bad-ink)" }}>
          Not sent. {reason}
          <button type="button" className="text-button" onClick={() => void thread.retry(message).catch(toast.failed)}>
            Try again
          </button>
          <button type="button" className="text-button" onClick={() => thread.discard(message)}>
            Discard
          </button>
        </span>
      ) : (
        <span className="meta">
          <Tick icon={IconClock} words="Sending" />
        </span>
      )}
    </div>
  );
}
