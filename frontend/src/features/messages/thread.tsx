import { membersOf } from "@freelancerm/contracts/members";
import type { Me } from "@freelancerm/contracts/users";
import { ActionIcon, Button } from "@mantine/core";
import { useEffect, useState } from "react";
import { Link, useNavigate } from "react-router";
import { api, refresh } from "../../lib/api.ts";
import { country } from "../../lib/format.ts";
import { paths } from "../../lib/paths.ts";
import { socket } from "../../lib/socket.ts";
import { IconArchive, IconBack } from "../../ui/icons.ts";
import { Avatar } from "../../ui/marks.tsx";
import { useHeading } from "../../ui/page.tsx";
import { FailedPage, SkeletonPage } from "../../ui/states.tsx";
import { toast } from "../../ui/toast.tsx";
import { useAction } from "../../ui/use-action.ts";
import { Composer } from "./composer.tsx";
import { Log } from "./log.tsx";
import { useThread } from "./use-thread.ts";

/** One conversation. */
export function Thread({ roomId, me }: { roomId: string; me: Me }) {
  const thread = useThread(roomId, me.id);
  const navigate = useNavigate();
  const hide = useAction(() => api.hideRoom({ params: { roomId } }), {
    onSuccess: async () => {
      await refresh("listRooms");
      toast.done("Hidden until the next message.");
      void navigate(paths.messages());
    },
  });
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
                <Connection fallback={counterpart.country ? country(counterpart.country) : ""} />
              </span>
            </span>
          </Link>
        </div>
        <Button
          variant="subtle"
          color="gray"
          leftSection={<IconArchive size={18} />}
          loading={hide.isPending}
          onClick={() => hide.mutate()}
        >
          Hide
        </Button>
      </div>
      <Log thread={thread} me={me} />
      <p className="typing" role="status">
        {thread.typing && `${counterpart.displayName} is writing`}
      </p>
      <Composer
        roomId={roomId}
        send={(text, files) => {
          thread.send(text, files);
          thread.markRead();
        }}
      />
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

/** Says when the connection is not there; otherwise where the other one lives. */
function Connection({ fallback }: { fallback: string }) {
  const [status, setStatus] = useState(socket.status);
  useEffect(() => {
    setStatus(socket.status);
    return socket.on("status", (event) => setStatus(event.status));
  }, []);
  if (status === "open") return fallback;
  return <span role="status">{navigator.onLine ? "Connecting" : "Offline. What you write is sent later."}</span>;
}
