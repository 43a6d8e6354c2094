import { useParams } from "react-router";
import { useMe } from "../../session/session.ts";
import { IconMessages } from "../../ui/icons.ts";
import { PageTitle } from "../../ui/page.tsx";
import { Empty } from "../../ui/states.tsx";
import "./messages.css";
import { RoomList } from "./room-list.tsx";
import { Thread } from "./thread.tsx";

export default function MessagesPage() {
  const { roomId } = useParams();
  const me = useMe();
  return (
    <div className="bleed messages" data-open={roomId !== undefined}>
      <section className="rooms" aria-label="Conversations">
        <div className="rooms-head">{roomId ? <h2>Messages</h2> : <PageTitle title="Messages" />}</div>
        <RoomList current={roomId} />
      </section>
      {roomId ? (
        <Thread key={roomId} roomId={roomId} me={me} />
      ) : (
        <div className="thread wide-only">
          <Empty title="Choose a conversation" icon={IconMessages}>
            {me.roles.includes("client")
              ? "Start one from a freelancer's profile or from a proposal."
              : "Clients write first: about your proposal, or from your profile."}
          </Empty>
        </div>
      )}
    </div>
  );
}
