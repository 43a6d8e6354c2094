import type { Operation } from "@freelancerm/contracts";
import type { Me } from "@freelancerm/contracts/users";
import { useEffect, useState } from "react";
import { useSeen } from "../features/notifications/bell.ts";
import { refresh } from "../lib/api.ts";
import { socket } from "../lib/socket.ts";

/** What shows an entity, and is loaded again when it changed elsewhere. */
const SHOWS: Record<"job" | "proposal" | "contract" | "room", Operation[]> = {
  job: ["getJob", "listMyJobs"],
  proposal: ["getProposal", "listJobProposals", "listMyProposals", "getMyProposalQuota"],
  contract: [
    "getContract",
    "listMyContracts",
    "listActivity",
    "listContractLedger",
    "listMyLedger",
    "getContractReviews",
  ],
  room: ["listRooms"],
};

/** Keeps the socket open while somebody is signed in, and tells the pages what changed. */
export default function Live({ user }: { user: Me }) {
  const [news, setNews] = useState("");
  useSeen();

  // biome-ignore lint/correctness/useExhaustiveDependencies: another user gets another socket.
  useEffect(() => {
    const endings = [
      socket.on("notification.new", ({ notification }) => {
        setNews(notification.title);
        void refresh("countUnread", "listNotifications");
      }),
      socket.on("notification.read", () => void refresh("countUnread", "listNotifications")),
      socket.on("entity.changed", ({ entity }) => void refresh(...SHOWS[entity])),
      socket.on("message.new", () => void refresh("listRooms")),
      socket.on("room.read", () => void refresh("listRooms")),
      // What happened before it was open, the first time or again, was told to nobody.
      socket.on("status", ({ status: now }) => {
        if (now === "open") void refresh("countUnread", "listNotifications", ...Object.values(SHOWS).flat());
      }),
    ];
    const wake = () => document.visibilityState === "visible" && socket.wake();
    addEventListener("online", wake);
    document.addEventListener("visibilitychange", wake);
    socket.start();
    return () => {
      for (const end of endings) end();
      removeEventListener("online", wake);
      document.removeEventListener("visibilitychange", wake);
      socket.stop();
    };
  }, [user.id]);

  return (
    <div className="sr" role="status">
      {news && `New notification: ${news}`}
    </div>
  );
}
