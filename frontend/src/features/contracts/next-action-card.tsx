import type { Milestone } from "@freelancerm/contracts/contracts";
import { Button } from "@mantine/core";
import { useState } from "react";
import { Link } from "react-router";
import { capitalised, dateTime } from "../../lib/format.ts";
import { byDefault, nextAction } from "../../lib/labels.ts";
import { paths } from "../../lib/paths.ts";
import { IconCheck, IconClock } from "../../ui/icons.ts";
import { When } from "../../ui/marks.tsx";
import { type MilestoneDialog, MilestoneDialogs } from "./milestone-dialogs.tsx";
import { counterpart, type Room } from "./side.ts";

/** Who must act, until when, and what happens by itself: the one thing to know about a contract. */
export function NextActionCard(room: Room) {
  const { contract, side } = room;
  const { nextAction: next } = contract;
  const [dialog, setDialog] = useState<MilestoneDialog>();
  if (!next) {
    return (
      <section className="notice" aria-label="Next">
        <IconCheck size={20} aria-hidden />
        <p>{contract.status === "ended" ? "This contract has ended." : "Nothing needs to be done right now."}</p>
      </section>
    );
  }
  const mine = next.by === side;
  const milestone = contract.milestones.find(({ number }) => number === next.milestone);
  const words = nextAction[next.action];
  return (
    <section className="notice" data-tone={mine ? "waiting" : undefined} aria-labelledby="next" style={{ padding: 20 }}>
      <IconClock size={22} aria-hidden />
      <div className="grow stack tight">
        <p className="eyebrow">{mine ? "Your next step" : "Waiting"}</p>
        <h2 id="next">
          {mine ? words.mine : `${counterpart(room).displayName} has to ${words.theirs}`}
          {milestone && <span style={{ fontWeight: 400 }}>: {milestone.title}</span>}
        </h2>
        {next.dueAt && (
          <p>
            Until {dateTime(next.dueAt)} (<When at={next.dueAt} />
            ).{next.byDefault && ` ${capitalised(`if nothing happens by then, ${byDefault[next.byDefault]}`)}.`}
          </p>
        )}
        {mine && (
          <div className="row" style={{ paddingTop: 4 }}>
            {next.action === "leave_review" ? (
              <Button component={Link} to={paths.contract(contract.id, "review")}>
                {words.mine}
              </Button>
            ) : (
              milestone && <Actions action={next.action} milestone={milestone} open={setDialog} />
            )}
          </div>
        )}
      </div>
      {dialog && milestone && (
        <MilestoneDialogs room={room} milestone={milestone} dialog={dialog} close={() => setDialog(undefined)} />
      )}
    </section>
  );
}

function Actions({
  action,
  milestone,
  open,
}: {
  action: string;
  milestone: Milestone;
  open: (dialog: MilestoneDialog) => void;
}) {
  switch (action) {
    case "fund_milestone":
      return <Button onClick={() => open("fund")}>Fund milestone {milestone.number}</Button>;
    case "submit_milestone":
    case "revise_milestone":
      return <Button onClick={() => open("submit")}>Submit work</Button>;
    case "review_milestone":
      return (
        <>
          <Button onClick={() => open("approve")}>Approve and pay</Button>
          <Button variant="default" onClick={() => open("changes")}>
            Request changes
          </Button>
        </>
      );
    case "answer_refund_request":
      return (
        <>
          <Button onClick={() => open("refund")}>Give the money back</Button>
          <Button variant="default" onClick={() => open("declineRefund")}>
            Decline
          </Button>
        </>
      );
    default:
      return null;
  }
}
