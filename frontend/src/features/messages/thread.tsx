import type { Person } from "@freelancerm/contracts/fields";
import { membersOf } from "@freelancerm/contracts/members";
import type { Me } from "@freelancerm/contracts/users";
import { ActionIcon, Button } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import { lazy, type ReactNode, Suspense, useEffect, useState } from "react";
import { Link } from "react-router";
import { api, quiet, read, refresh } from "../../lib/api.ts";
import { country } from "../../lib/format.ts";
import { paths } from "../../lib/paths.ts";
import { socket } from "../../lib/socket.ts";
import { IconBack, IconMore, IconSearch } from "../../ui/icons.ts";
import { Avatar, When } from "../../ui/marks.tsx";
import { useHeading } from "../../ui/page.tsx";
import { FailedPage, Notice, SkeletonPage } from "../../ui/states.tsx";
import { toast } from "../../ui/toast.tsx";
import { useAction } from "../../ui/use-action.ts";
import { Composer } from "./composer.tsx";
import { Log } from "./log.tsx";
import { RoomSearch } from "./room-search.tsx";
import { usePresence } from "./use-presence.ts";
import { useThread } from "./use-thread.ts";

const RoomMenu = lazy(async () => {
  await quiet();
  return { default: (await import("./room-menu.tsx")).RoomMenu };
});

/** The menu's button while the menu itself is loading. */
const MenuMark = () => (
  <ActionIcon component="span" size={44} variant="subtle" color="gray" aria-hidden>
    <IconMore size={22} />
  </ActionIcon>
);

/** One conversation. */
export function Thread({ roomId, me }: { roomId: string; me: Me }) {
  const thread = useThread(roomId, me.id);
  const [searching, setSearching] = useState(false);
  const [found, setFound] = useState<{ seq: number }>();
  const presenceOf = usePresence();
  const { data: blocked } = useQuery(read("listBlocked"));
  const { room } = thread;
  if (thread.failure !== undefined) {
    return (
      <div className="thread">
        <FailedPage error={thread.failure} retry={thread.reload} />
      </div>
    );
  }
  if (!room) {
    return (
      <div className="thread" style={{ padding: 20 }}>
        <SkeletonPage />
      </div>
    );
  }
  const { counterpart } = room;
  const isBlocked = blocked?.items.some(({ person }) => person.id === counterpart.id) ?? false;
  const toggleSearch = () => {
    setSearching(!searching);
    setFound(undefined);
  };
  const reveal = (seq: number) => thread.reveal(seq).then(() => setFound({ seq }), toast.failed);
  const isClient = membersOf(roomId).clientId === counterpart.id;
  const profile = isClient ? paths.client(counterpart.id) : paths.freelancer(counterpart.id);
  return (
    <section className="thread" aria-label={`Conversation with ${counterpart.displayName}`}>
      <div className="thread-head">
        <ActionIcon
          className="phone-only"
          component={Link}
          to={paths.messages()}
          size={44}
          variant="subtle"
          color="gray"
          aria-label="All conversations"
        >
          <IconBack size={22} />
        </ActionIcon>
        <div className="grow">
          <Link className="who" to={profile}>
            <Avatar name={counterpart.displayName} url={counterpart.avatarUrl} size={38} />
            <span style={{ minWidth: 0 }}>
              <Name of={counterpart.displayName} />
              <span className="tiny dim" style={{ display: "block" }}>
                <Connection>
                  <PresenceWords
                    of={presenceOf(counterpart.id)}
                    writing={thread.typing}
                    otherwise={counterpart.country ? country(counterpart.country) : ""}
                  />
                </Connection>
              </span>
            </span>
          </Link>
        </div>
        <ActionIcon
          size={44}
          variant="subtle"
          color="gray"
          aria-label="Search in this conversation"
          aria-expanded={searching}
          onClick={toggleSearch}
        >
          <IconSearch size={20} />
        </ActionIcon>
        <Suspense fallback={<MenuMark />}>
          <RoomMenu roomId={roomId} counterpart={counterpart} blocked={isBlocked} />
        </Suspense>
      </div>
      {searching && (
        <RoomSearch roomId={roomId} me={me} other={counterpart.displayName} show={reveal} close={toggleSearch} />
      )}
      <Log thread={thread} me={me} found={found} />
      <p className="typing" role="status">
        {thread.typing && `${counterpart.displayName} is writing`}
      </p>
      {isBlocked ? (
        <Unblock person={counterpart} />
      ) : (
        <Composer
          roomId={roomId}
          send={(text, files) => {
            thread.send(text, files);
            thread.markRead();
          }}
        />
      )}
    </section>
  );
}

function Name({ of }: { of: string }) {
  const heading = useHeading(of);
  return (
    <h1 ref={heading} tabIndex={-1} className="ellipsis">
      {of}
    </h1>
  );
}

/** Whether the other one is here, or when they last were; a dot never says it alone. */
function PresenceWords({
  of: { online, seenAt },
  writing,
  otherwise,
}: {
  of: { online: boolean; seenAt: string | null };
  writing: boolean;
  otherwise: string;
}) {
  if (online || writing) {
    return (
      <span className="row nowrap" style={{ gap: 6 }}>
        <span className="presence" aria-hidden />
        Online
      </span>
    );
  }
  if (seenAt === null) return otherwise;
  return (
    <>
      Last seen <When at={seenAt} />
    </>
  );
}

/** Where a message to somebody I blocked would be written. */
function Unblock({ person }: { person: Person }) {
  const unblock = useAction(() => api.unblockPerson({ params: { userId: person.id } }), {
    onSuccess: () => refresh("listBlocked", "listPresence"),
  });
  return (
    <div className="composer">
      <Notice>
        <div className="row apart">
          <span>You have blocked {person.displayName}: neither of you can write.</span>
          <Button variant="default" loading={unblock.isPending} onClick={() => unblock.mutate()}>
            Unblock
          </Button>
        </div>
      </Notice>
    </div>
  );
}

/** Says when the connection is not there; otherwise what there is to say. */
function Connection({ children }: { children: ReactNode }) {
  const [status, setStatus] = useState(socket.status);
  useEffect(() => {
    setStatus(socket.status);
    return socket.on("status", (event) => setStatus(event.status));
  }, []);
  if (status === "open") return children;
  return <span role="status">{navigator.onLine ? "Connecting" : "Offline. What you write is sent later."}</span>;
}
