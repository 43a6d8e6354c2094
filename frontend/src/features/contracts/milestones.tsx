import type { Milestone } from "@freelancerm/contracts/contracts";
import { bounds } from "@freelancerm/contracts/limits";
import { Button } from "@mantine/core";
import { Suspense, useState } from "react";
import { Link } from "react-router";
import { useNow } from "../../lib/clock.ts";
import { date, dateTime } from "../../lib/format.ts";
import { milestoneStatus } from "../../lib/labels.ts";
import { paths } from "../../lib/paths.ts";
import { FileList } from "../../ui/attachments.tsx";
import { IconAdd, IconCheck, IconClock, IconClose, IconNext } from "../../ui/icons.ts";
import { later } from "../../ui/later.ts";
import { Due, Money, Status } from "../../ui/marks.tsx";
import { Prose } from "../../ui/prose.tsx";
import { firstName, isHeld, isPossible, lapsed, type Room, turnOf } from "./side.ts";

const AddMilestone = later(() => import("./add-milestone.tsx"));

export function Milestones(room: Room) {
  const { contract, side } = room;
  const [adding, setAdding] = useState(false);
  return (
    <>
      <ol className="plain card flush steps">
        {contract.milestones.map((milestone) => (
          <Step key={milestone.number} room={room} milestone={milestone} />
        ))}
      </ol>
      {side === "client" && contract.status === "active" && contract.milestones.length < bounds.milestones && (
        <div>
          <Button variant="default" leftSection={<IconAdd size={18} />} onClick={() => setAdding(true)}>
            Add a milestone
          </Button>
        </div>
      )}
      {adding && (
        <Suspense>
          <AddMilestone contract={contract} close={() => setAdding(false)} />
        </Suspense>
      )}
    </>
  );
}

function Step({ room, milestone }: { room: Room; milestone: Milestone }) {
  const { contract, side } = room;
  const { status, refundRequest, dueAt, changeRounds, reviewEndsAt } = milestone;
  const now = useNow();
  const late = contract.status === "active" ? lapsed(milestone, now) : undefined;
  const current = turnOf(contract, now)?.milestone === milestone.number;
  const mine = milestone.amount + milestone.clientFee;
  const receives = milestone.amount - milestone.freelancerFee;
  return (
    <li className="step" data-current={current || undefined}>
      <Mark milestone={milestone} />
      <div className="step-body">
        <div className="step-head">
          <div>
            <h3>
              <span className="sr">Milestone {milestone.number}: </span>
              {milestone.title}
            </h3>
            <p className="row small dim" style={{ gap: "4px 12px", paddingTop: 5 }}>
              <Status label={milestoneStatus[status]} />
              {late ? (
                <span>Time is over: {late.byDefault === "approve" ? "being approved and paid" : "being refunded"}</span>
              ) : (
                status === "submitted" &&
                reviewEndsAt && (
                  <span>
                    approved by itself <Due at={reviewEndsAt} />
                  </span>
                )
              )}
              {status === "approved" &&
                (side === "freelancer" ? (
                  <span>
                    Paid to you once your <Link to={paths.payouts()}>payout account</Link> is ready
                  </span>
                ) : (
                  <span>Paid out once {firstName(contract.freelancer)} can take payouts; held until then</span>
                ))}
              {status === "released" && milestone.releasedAt && <span>on {date(milestone.releasedAt)}</span>}
              {dueAt && !["released", "refunded", "cancelled"].includes(status) && <span>Due {date(dueAt)}</span>}
              {changeRounds > 0 && <span>{changeRounds === 1 ? "1 round" : `${changeRounds} rounds`} of changes</span>}
            </p>
          </div>
          <div className="right">
            <p className="strong" style={{ fontSize: "1.06rem", paddingTop: 4 }}>
              <Money amount={milestone.amount} currency={contract.currency} />
            </p>
            <p className="tiny dim">
              {side === "client" ? "with fee " : "you receive "}
              <Money amount={side === "client" ? mine : receives} currency={contract.currency} />
            </p>
          </div>
        </div>
        {refundRequest && isHeld(milestone) && !current && !late && (
          <p className="said pre">
            The client asks for this money back: {refundRequest.reason} To be answered until{" "}
            {dateTime(refundRequest.dueAt)}; silence refunds.
          </p>
        )}
        <Record milestone={milestone} />
        {!late && <StepActions room={room} milestone={milestone} current={current} />}
      </div>
    </li>
  );
}

/** The step on the line: done, in somebody's hands, dropped, or its number. */
function Mark({ milestone: { number, status } }: { milestone: Milestone }) {
  const { tone } = milestoneStatus[status];
  const dropped = status === "cancelled" || status === "refunded";
  return (
    <span className="step-mark" data-tone={tone} aria-hidden>
      {dropped ? (
        <IconClose size={16} />
      ) : tone === "good" ? (
        <IconCheck size={17} />
      ) : tone === "waiting" ? (
        <IconClock size={17} />
      ) : (
        number
      )}
    </span>
  );
}

/** What was handed in and what was asked for, folded away. */
function Record({ milestone }: { milestone: Milestone }) {
  const { note, changes, submittedAt, attachments } = milestone;
  if (!note && !changes) return null;
  return (
    <details className="unfold">
      <summary>
        <IconNext size={16} aria-hidden />
        {note ? "Submission" : "Changes asked for"}
        {attachments.length > 0 && ` with ${attachments.length === 1 ? "1 file" : `${attachments.length} files`}`}
        <span className="sr"> of milestone {milestone.number}</span>
      </summary>
      <div className="card quiet stack tight">
        {note && (
          <>
            <p className="tiny dim">Handed in{submittedAt && <> on {dateTime(submittedAt)}</>}</p>
            <Prose text={note} />
            <FileList files={attachments} />
          </>
        )}
        {changes && (
          <>
            <p className="tiny dim">Changes asked for</p>
            <p className="pre">{changes}</p>
          </>
        )}
      </div>
    </details>
  );
}

/** What can be done beside the contract's next action, which has its buttons above. */
function StepActions({ room, milestone, current }: { room: Room; milestone: Milestone; current: boolean }) {
  const { contract, side, ask } = room;
  if (contract.status !== "active") return null;
  const acting = current && contract.nextAction?.by === side;
  const can = (dialog: Parameters<typeof ask>[0]) => isPossible(dialog, milestone);
  const buttons =
    side === "client"
      ? [
          !acting && can("fund") && (
            <Button key="fund" variant="default" onClick={() => ask("fund", milestone)}>
              Fund<span className="sr"> milestone {milestone.number}</span>
            </Button>
          ),
          !acting && can("approve") && (
            <Button key="approve" variant="default" onClick={() => ask("approve", milestone)}>
              Approve and pay
            </Button>
          ),
          !acting && can("changes") && (
            <Button key="changes" variant="default" onClick={() => ask("changes", milestone)}>
              Request changes
            </Button>
          ),
          can("requestRefund") && (
            <Button key="refund" variant="subtle" color="red" onClick={() => ask("requestRefund", milestone)}>
              Ask for a refund
            </Button>
          ),
        ]
      : [
          !acting && can("submit") && (
            <Button key="submit" variant="default" onClick={() => ask("submit", milestone)}>
              Submit work
            </Button>
          ),
          !acting && can("declineRefund") && (
            <Button key="decline" variant="default" onClick={() => ask("declineRefund", milestone)}>
              Decline the refund
            </Button>
          ),
          !(acting && milestone.refundRequest) && can("refund") && (
            <Button key="refund" variant="subtle" color="red" onClick={() => ask("refund", milestone)}>
              Give the money back
            </Button>
          ),
        ];
  const shown = buttons.filter(Boolean);
  return shown.length > 0 ? <div className="row">{shown}</div> : null;
}
