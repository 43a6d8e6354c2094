import type { Me } from "@freelancerm/contracts/users";
import { ActionIcon } from "@mantine/core";
import { useInfiniteQuery } from "@tanstack/react-query";
import { useEffect, useRef, useState } from "react";
import { api } from "../../lib/api.ts";
import { Highlight } from "../../ui/highlight.tsx";
import { IconClose, IconSearch } from "../../ui/icons.ts";
import { When } from "../../ui/marks.tsx";
import { FailedPage, More, SkeletonList } from "../../ui/states.tsx";

const WAIT_MS = 300;
const SHORTEST = 2;
/** Characters before the first word that was found. */
const LEAD = 40;

/** The part of a message in which its first found word is. */
function excerptOf(text: string, words: string): string {
  const [first = ""] = words.split(/\s+/);
  const at = text.toLowerCase().indexOf(first.toLowerCase());
  return at > LEAD ? `…${text.slice(at - LEAD)}` : text;
}

/** Looks for words in one conversation; what is chosen is shown where it was said. */
export function RoomSearch({
  roomId,
  me,
  other,
  show,
  close,
}: {
  roomId: string;
  me: Me;
  other: string;
  show: (seq: number) => void;
  close: () => void;
}) {
  const [typed, setTyped] = useState("");
  const [words, setWords] = useState("");
  const input = useRef<HTMLInputElement>(null);
  useEffect(() => input.current?.focus(), []);
  useEffect(() => {
    const timer = setTimeout(() => setWords(typed.trim()), WAIT_MS);
    return () => clearTimeout(timer);
  }, [typed]);
  const enough = words.length >= SHORTEST;
  const found = useInfiniteQuery({
    queryKey: ["searchMessages", "pages", roomId, words],
    queryFn: ({ pageParam, signal }) =>
      api.searchMessages({ params: { roomId }, query: { q: words, before: pageParam }, signal }),
    initialPageParam: undefined as number | undefined,
    getNextPageParam: ({ before }) => before ?? undefined,
    enabled: enough,
  });
  const items = found.data?.pages.flatMap((page) => page.items) ?? [];
  return (
    <search className="room-search">
      <form className="row nowrap" onSubmit={(event) => event.preventDefault()}>
        <div className="search" style={{ maxWidth: "none" }}>
          <IconSearch size={18} aria-hidden />
          <input
            ref={input}
            type="search"
            aria-label="Search in this conversation"
            placeholder="Search in this conversation"
            maxLength={100}
            value={typed}
            onChange={({ currentTarget }) => setTyped(currentTarget.value)}
            onKeyDown={({ key }) => key === "Escape" && close()}
          />
        </div>
        <ActionIcon size={44} variant="subtle" color="gray" aria-label="Close the search" onClick={close}>
          <IconClose size={20} />
        </ActionIcon>
      </form>
      {enough && (
        <div className="found">
          {found.isError && <FailedPage error={found.error} retry={() => void found.refetch()} />}
          {found.isPending && <SkeletonList rows={2} height={56} />}
          {found.data && (
            <p className={items.length > 0 ? "sr" : "dim small"} role="status">
              {items.length > 0
                ? `${items.length} found`
                : found.hasNextPage
                  ? "Nothing in the newest messages"
                  : "Nothing found"}
            </p>
          )}
          <ul className="plain">
            {items.map(({ seq, senderId, text, attachments, sentAt }) => (
              <li key={seq}>
                <button type="button" className="found-one" onClick={() => show(seq)}>
                  <span className="row apart nowrap tiny dim">
                    <span>{senderId === me.id ? "You" : other}</span>
                    <When at={sentAt} />
                  </span>
                  <span className="small found-text">
                    <Highlight
                      text={excerptOf(text || attachments.map(({ name }) => name).join(", "), words)}
                      words={words}
                    />
                  </span>
                </button>
              </li>
            ))}
          </ul>
          <More query={found} />
        </div>
      )}
    </search>
  );
}
