import { useInfiniteQuery } from "@tanstack/react-query";
import { NavLink } from "react-router";
import { itemsOf, readPages } from "../../lib/api.ts";
import { paths } from "../../lib/paths.ts";
import { Avatar, When } from "../../ui/marks.tsx";
import { Empty, Loaded, More, SkeletonList } from "../../ui/states.tsx";

import { usePresence } from "./use-presence.ts";

export function RoomList({ current }: { current?: string }) {
  const rooms = useInfiniteQuery(readPages("listRooms"));
  const presenceOf = usePresence();
  const items = itemsOf<"listRooms">(rooms.data);
  return (
    <Loaded query={rooms} skeleton={<SkeletonList rows={4} height={64} />}>
      {() =>
        items.length === 0 ? (
          <Empty title="No conversations yet">They begin when a client writes to a freelancer, or hires one.</Empty>
        ) : (
          <>
            <ul className="plain">
              {items.map((room) => {
                const { online } = presenceOf(room.counterpart.id);
                return (
                  <li key={room.id}>
                    <NavLink className="room" to={paths.room(room.id)}>
                      <span className="has-presence">
                        <Avatar name={room.counterpart.displayName} url={room.counterpart.avatarUrl} size={46} />
                        {online && <span className="presence" aria-hidden />}
                      </span>
                      <span className="grow">
                        <span className="row apart nowrap">
                          <span className="ellipsis grow">
                            <span className="strong">{room.counterpart.displayName}</span>
                            {online && <span className="tiny dim"> Online</span>}
                          </span>
                          {room.lastMessageAt && (
                            <span className="tiny dim" style={{ flex: "none" }}>
                              <When at={room.lastMessageAt} />
                            </span>
                          )}
                        </span>
                        <span className="row apart nowrap">
                          <span className={room.unread > 0 ? "small strong ellipsis" : "small dim ellipsis"}>
                            {room.preview || "No messages yet"}
                          </span>
                          {room.unread > 0 && room.id !== current && (
                            <span className="count" style={{ position: "static", flex: "none" }}>
                              {room.unread}
                              <span className="sr"> unread</span>
                            </span>
                          )}
                        </span>
                      </span>
                    </NavLink>
                  </li>
                );
              })}
            </ul>
            <More query={rooms} />
          </>
        )
      }
    </Loaded>
  );
}
