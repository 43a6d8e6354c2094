import "@mantine/core/styles/Paper.layer.css";
import "@mantine/core/styles/Notification.layer.css";
import "@mantine/notifications/styles.layer.css";
import { Notifications, notifications } from "@mantine/notifications";
import { useEffect } from "react";
import { IconAlert, IconCheck } from "./icons.ts";
import { connectToasts, toast } from "./toast.tsx";

export default function ToastHost() {
  useEffect(() => {
    connectToasts(({ message, tone, undo }) => {
      const id = crypto.randomUUID();
      const undoNow = () => {
        notifications.hide(id);
        Promise.resolve(undo?.()).catch(toast.failed);
      };
      notifications.show({
        id,
        message: (
          <span className="row apart">
            <span>{message}</span>
            {undo && (
              <button type="button" className="text-button strong" onClick={undoNow}>
                Undo
              </button>
            )}
          </span>
        ),
        color: tone === "bad" ? "red" : "pine",
        icon: tone === "bad" ? <IconAlert size={18} /> : <IconCheck size={18} />,
        autoClose: tone === "bad" || undo ? 9000 : 5000,
        role: tone === "bad" ? "alert" : "status",
        closeButtonProps: { "aria-label": "Dismiss" },
      });
    });
  }, []);
  return <Notifications position="bottom-center" containerWidth={420} limit={3} />;
}
