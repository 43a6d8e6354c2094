import { contractRoutes, type Milestone } from "@freelancerm/contracts/contracts";
import { Button, TextInput } from "@mantine/core";
import { useState } from "react";
import { api } from "../../lib/api.ts";
import { now } from "../../lib/clock.ts";
import { date, dateTime } from "../../lib/format.ts";
import { milestoneStatus } from "../../lib/labels.ts";
import { FileList } from "../../ui/attachments.tsx";
import { Form, SubmitButton, useApiForm } from "../../ui/form.tsx";
import { IconAdd } from "../../ui/icons.ts";
import { Modal } from "../../ui/kit/overlays.ts";
import { Money, Status, When } from "../../ui/marks.tsx";
import { MoneyInput } from "../../ui/money-input.tsx";
import { Prose } from "../../ui/prose.tsx";
import { Notice } from "../../ui/states.tsx";
import { toast } from "../../ui/toast.tsx";
import { type MilestoneDialog, MilestoneDialogs } from "./milestone-dialogs.tsx";
import { changedContract, isHeld, type Room } from "./side.ts";

export function Milestones(room: Room) {
  const { contract, side } = room;
  const [adding, setAdding] = useState(false);
  return (
    <>
      <ol className="plain stack">
        {contract.milestones.map((milestone) => (
          <MilestoneCard key={milestone.number} room={room} milestone={milestone} />
        ))}
      </ol>
      {side === "client" && contract.status === "active" && contract.milestones.length < 50 && (
        <div>
          <Button variant="default" leftSection={<IconAdd size={18} />} onClick={() => setAdding(true)}>
            Add a milestone
          </Button>
        </div>
      )}
      {adding && <AddMilestone room={room} close={() => setAdding(false)} />}
    </>
  );
}

function MilestoneCard({ room, milestone }: { room: Room; milestone: Milestone }) {
  const { contract, side } = room;
  const [dialog, setDialog] = useState<MilestoneDialog>();
  const { status, refundRequest } = milestone;
  const receives = milestone.amount - milestone.freelancerFee;
  return (
    <li className="card stack">
      <div className="row apart top">
        <div className="grow" style={{ minWidth: 200 }}>
          <p className="tiny dim">Milestone {milestone.number}</p>
          <h2 style={{ fontSize: "1.12rem" }}>{milestone.title}</h2>
          <p className="row small dim" style={{ gap: "2px 14px", paddingTop: 4 }}>
            <Status label={milestoneStatus[status]} />
            {milestone.dueAt && <span>Due {date(milestone.dueAt)}</span>}
            {milestone.changeRounds > 0 && <span>Changes asked for {milestone.changeRounds}×</span>}
          </p>
        </div>
        <div className="right">
          <p className="figure" style={{ fontSize: "1.25rem" }}>
            <Money amount={milestone.amount} currency={contract.currency} />
          </p>
          <p className="tiny dim">
            {side === "client" ? (
              <>
                with fee <Money amount={milestone.amount + milestone.clientFee} currency={contract.currency} />
              </>
            ) : (
              <>
                you receive <Money amount={receives} currency={contract.currency} />
              </>
            )}
          </p>
        </div>
      </div>
      {status === "submitted" && milestone.reviewEndsAt && (
        <Notice tone="waiting">
          In review until {dateTime(milestone.reviewEndsAt)} (<When at={milestone.reviewEndsAt} />
          ). Silence approves.
        </Notice>
      )}
      {milestone.changes && (status === "changes_requested" || status === "submitted") && (
        <Notice title="Changes the client asked for">
          <span className="pre">{milestone.changes}</span>
        </Notice>
      )}
      {refundRequest && isHeld(milestone) && (
        <Notice tone="bad" title="The client asks for this money back">
          <p className="pre">{refundRequest.reason}</p>
          <p className="small">To be answered until {dateTime(refundRequest.dueAt)}; silence refunds.</p>
        </Notice>
      )}
      {milestone.note && (
        <section className="card quiet stack tight" aria-label="Submission">
          <p className="eyebrow">Submitted{milestone.submittedAt && <>, {dateTime(milestone.submittedAt)}</>}</p>
          <Prose text={milestone.note} />
          <FileList files={milestone.attachments} />
        </section>
      )}
      <div className="row">
        <MilestoneActions room={room} milestone={milestone} open={setDialog} />
      </div>
      {dialog && (
        <MilestoneDialogs room={room} milestone={milestone} dialog={dialog} close={() => setDialog(undefined)} />
      )}
    </li>
  );
}

function MilestoneActions({
  room: { contract, side },
  milestone,
  open,
}: {
  room: Room;
  milestone: Milestone;
  open: (dialog: MilestoneDialog) => void;
}) {
  const { status, refundRequest } = milestone;
  if (contract.status !== "active") return null;
  if (side === "client") {
    return (
      <>
        {status === "pending" && <Button onClick={() => open("fund")}>Fund</Button>}
        {status === "submitted" && (
          <>
            <Button onClick={() => open("approve")}>Approve and pay</Button>
            <Button variant="default" onClick={() => open("changes")}>
              Request changes
            </Button>
          </>
        )}
        {isHeld(milestone) && !refundRequest && (
          <Button variant="subtle" color="red" onClick={() => open("requestRefund")}>
            Ask for a refund
          </Button>
        )}
      </>
    );
  }
  return (
    <>
      {(status === "funded" || status === "changes_requested") && (
        <Button onClick={() => open("submit")}>Submit work</Button>
      )}
      {isHeld(milestone) && refundRequest && (
        <Button variant="default" onClick={() => open("declineRefund")}>
          Decline the refund
        </Button>
      )}
      {isHeld(milestone) && (
        <Button variant="subtle" color="red" onClick={() => open("refund")}>
          Give the money back
        </Button>
      )}
    </>
  );
}

function AddMilestone({ room: { contract }, close }: { room: Room; close: () => void }) {
  const of = useApiForm({
    initial: { title: "", amount: null as number | null, dueAt: "" },
    schema: contractRoutes.addMilestone.body,
    toBody: ({ title, amount, dueAt }) => ({
      title,
      amount: amount ?? 0,
      dueAt: dueAt ? `${dueAt}T23:59:59.000Z` : null,
    }),
    send: async ({ title, amount, dueAt }) => {
      await api.addMilestone({
        params: { contractId: contract.id },
        body: { title, amount: amount ?? 0, dueAt: dueAt ? `${dueAt}T23:59:59.000Z` : null },
      });
      await changedContract();
      toast.done("The milestone is added.");
      close();
    },
  });
  return (
    <Modal opened onClose={close} title="Add a milestone" closeButtonProps={{ "aria-label": "Close" }}>
      <Form of={of} label="Milestone">
        <TextInput {...of.field("title", "What is delivered")} maxLength={120} required data-autofocus />
        <MoneyInput {...of.field("amount", "Price")} currency={contract.currency} required />
        <TextInput
          {...of.field("dueAt", "Due")}
          type="date"
          min={new Date(now()).toISOString().slice(0, 10)}
          description="Optional"
        />
        <div className="row" style={{ justifyContent: "flex-end" }}>
          <Button variant="default" onClick={close}>
            Not now
          </Button>
          <SubmitButton of={of}>Add</SubmitButton>
        </div>
      </Form>
    </Modal>
  );
}
