import "@mantine/core/styles/Popover.layer.css";
import "@mantine/core/styles/Menu.layer.css";
import type { Person } from "@freelancerm/contracts/fields";
import { ActionIcon, Menu } from "@mantine/core";
import { useState } from "react";
import { useNavigate } from "react-router";
import { api, refresh } from "../../lib/api.ts";
import { paths } from "../../lib/paths.ts";
import { Ask } from "../../ui/dialogs.tsx";
import { IconArchive, IconBlock, IconMore } from "../../ui/icons.ts";
import { toast } from "../../ui/toast.tsx";
import { useAction } from "../../ui/use-action.ts";

/** What else can be done with a conversation. */
export function RoomMenu({ roomId, counterpart, blocked }: { roomId: string; counterpart: Person; blocked: boolean }) {
  const navigate = useNavigate();
  const [blocking, setBlocking] = useState(false);
  const hide = useAction(() => api.hideRoom({ params: { roomId } }), {
    onSuccess: async () => {
      await refresh("listRooms");
      toast.done("Hidden until the next message.");
      void navigate(paths.messages());
    },
  });
  return (
    <>
      <Menu position="bottom-end" width={240} shadow="md" radius="md">
        <Menu.Target>
          <ActionIcon size={44} variant="subtle" color="gray" aria-label="More" loading={hide.isPending}>
            <IconMore size={22} />
          </ActionIcon>
        </Menu.Target>
        <Menu.Dropdown>
          <Menu.Item leftSection={<IconArchive size={18} stroke={1.7} />} onClick={() => hide.mutate()}>
            Hide
          </Menu.Item>
          {!blocked && (
            <Menu.Item leftSection={<IconBlock size={18} stroke={1.7} />} onClick={() => setBlocking(true)}>
              Block {counterpart.displayName}
            </Menu.Item>
          )}
        </Menu.Dropdown>
      </Menu>
      {blocking && (
        <Ask
          title={`Block ${counterpart.displayName}?`}
          confirm="Block"
          danger
          run={async () => {
            await api.blockPerson({ params: { userId: counterpart.id } });
            await refresh("listBlocked", "listPresence");
          }}
          onClose={() => setBlocking(false)}
        >
          <p>
            No new messages, proposals or offers go between you, whoever they come from. Your contracts go on as agreed.
            You can undo it here or in the settings.
          </p>
        </Ask>
      )}
    </>
  );
}
