import type { Milestone } from "@freelancerm/contracts/contracts";
import { Button } from "@mantine/core";
import { milestoneStatus } from "../../lib/labels.ts";
import { Modal } from "../../ui/kit/overlays.ts";
import { Status } from "../../ui/marks.tsx";

/** A step that came too late: where the milestone stands now, beside what was to be said. */
export function Overtaken({ milestone, typed, close }: { milestone: Milestone; typed: string; close: () => void }) {
  return (
    <Modal
      opened
      onClose={close}
      size="lg"
      title="It was changed meanwhile"
      closeButtonProps={{ "aria-label": "Close" }}
    >
      <div className="stack">
        <p>
          The other side, another window or the end of a term was faster, so nothing was sent. The page now shows how it
          stands.
        </p>
        <div className={typed ? "pair" : undefined}>
          <div className="card quiet stack tight">
            <p className="eyebrow">Now</p>
            <p className="strong">{milestone.title}</p>
            <p>
              <Status label={milestoneStatus[milestone.status]} />
            </p>
          </div>
          {typed && (
            <div className="card quiet stack tight">
              <p className="eyebrow">What you wrote</p>
              <p className="pre">{typed}</p>
            </div>
          )}
        </div>
        <div className="row" style={{ justifyContent: "flex-end" }}>
          {typed && (
            <Button variant="default" onClick={() => void navigator.clipboard?.writeText(typed)}>
              Copy what you wrote
            </Button>
          )}
          <Button data-autofocus onClick={close}>
            See how it stands
          </Button>
        </div>
      </div>
    </Modal>
  );
}
