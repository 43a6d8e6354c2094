import { Button } from "@mantine/core";
import type { ReactNode } from "react";
import { Drawer } from "../../ui/kit/overlays.ts";

/** The filters on a phone. */
export default function FilterDrawer({
  opened,
  onClose,
  children,
}: {
  opened: boolean;
  onClose: () => void;
  children: ReactNode;
}) {
  return (
    <Drawer
      opened={opened}
      onClose={onClose}
      position="bottom"
      size="88%"
      title="Filters"
      closeButtonProps={{ "aria-label": "Close" }}
    >
      <div className="stack">
        {children}
        <div className="sheet-foot">
          <Button fullWidth size="md" onClick={onClose}>
            Show results
          </Button>
        </div>
      </div>
    </Drawer>
  );
}
