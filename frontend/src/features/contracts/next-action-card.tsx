import type { Milestone } from "@freelancerm/contracts/contracts";
import { bounds } from "@freelancerm/contracts/limits";
import { Button } from "@mantine/core";
import { type ReactNode, useEffect } from "react";
import { Link, useParams } from "react-router";
import { useNow } from "../../lib/clock.ts";
import { date, dateTime, money } from "../../lib/format.ts";
import { byDefault, nextAction } from "../../lib/labels.ts";
import { paths } from "../../lib/paths.ts";
import { FileList } from "../../ui/attachments.tsx";
import { IconCheck, IconClock } from "../../ui/icons.ts";
import { Money, When } from "../../ui/marks.tsx";
import { Prose } from "../../ui/prose.tsx";
import { changedContract, counterpart, firstName, isSettled, lapsed, type Room, turnOf } from "./side.ts";

/** Who must act, until when, and what happens by itself: the one thing to know about a contract. */
export function NextActionCard(room: Room) {
  const { contract, side } = room;
  const now = useNow();
  const next = turnOf(contract, now);
  const { tab } = useParams();
  if (!next) return <NothingToDo {...room} />;
  const mine = next.by === side;
  const milestone = contract.milestones.find(({ number }) => number === next.milestone);
  const words = nextAction[next.action];
  return (
    <section className="next" data-mine={mine || undefined} aria-labelledby="next">
      <div className="next-head">
        <div className="stack tight">
          <p className="eyebrow">{mine ? "Your next step" : "Waiting"}</p>
          <h2 id="next">
            {mine ? words.mine : `${counterpart(room).displayName} has to ${words.theirs}`}
            {milestone && <span style={{ fontWeight: 400 }}>: {milestone.title}</span>}
          </h2>
        </div>
        {milestone && (
          <p className="figure">
            <Money amount={milestone.amount} currency={contract.currency} />
          </p>
        )}
      </div>
      {next.dueAt && (
        <p className="next-due">
          <IconClock size={18} aria-hidden />
          <span>
            <strong>
              {Date.parse(next.dueAt) < now ? "Was due" : "Due"} <When at={next.dueAt} />
            </strong>
            , {dateTime(next.dueAt)}.
            {next.byDefault &&
              ` If ${mine ? "you do" : `${firstName(counterpart(room))} does`} nothing by then, ${byDefault[next.byDefault]}.`}
          </span>
        </p>
      )}
      {milestone && <Said action={next.action} milestone={milestone} />}
      {side === "client" && (next.action === "submit_milestone" || next.action === "revise_milestone") && (
        <p className="small dim">
          If it does not come, you can ask for the money back at the milestone below; the freelancer has{" "}
          {bounds.refundAnswerDays} days to answer, and silence refunds.
        </p>
      )}
      {mine && !(next.action === "leave_review" && tab === "review") && (
        <div className="row">
          {next.action === "leave_review" ? (
            <Button component={Link} to={paths.contract(contract.id, "review")}>
              {words.mine}
            </Button>
          ) : (
            milestone && <Actions action={next.action} milestone={milestone} ask={room.ask} />
          )}
        </div>
      )}
    </section>
  );
}

/** What was said that the action answers: the submission, the changes asked for, the reason for a refund. */
function Said({ action, milestone }: { action: string; milestone: Milestone }) {
  if (action === "review_milestone" && milestone.note) {
    return (
      <section className="quoted stack tight" aria-label="Submission">
        <p className="tiny dim">Handed in{milestone.submittedAt && <> on {dateTime(milestone.submittedAt)}</>}</p>
        <Prose text={milestone.note} />
        <FileList files={milestone.attachments} />
      </section>
    );
  }
  const words = { revise_milestone: milestone.changes, answer_refund_request: milestone.refundRequest?.reason }[action];
  if (!words) return null;
  return (
    <section className="quoted stack tight" aria-label="Reason">
      <p className="tiny dim">{action === "revise_milestone" ? "Changes asked for" : "Why the client asks"}</p>
      <p className="pre">{words}</p>
    </section>
  );
}

function Actions({ action, milestone, ask }: { action: string; milestone: Milestone } & Pick<Room, "ask">) {
  switch (action) {
    case "fund_milestone":
      return <Button onClick={() => ask("fund", milestone)}>Fund milestone {milestone.number}</Button>;
    case "submit_milestone":
    case "revise_milestone":
      return <Button onClick={() => ask("submit", milestone)}>Submit work</Button>;
    case "review_milestone":
      return (
        <>
          <Button onClick={() => ask("approve", milestone)}>Approve and pay</Button>
          <Button variant="default" onClick={() => ask("changes", milestone)}>
            Request changes
          </Button>
          <p className="small dim" style={{ flex: "1 0 100%" }}>
            Not what was agreed? A request for changes stops the time, and then you can also ask for the money back.
          </p>
        </>
      );
    case "answer_refund_request":
      return (
        <>
          <Button variant="default" onClick={() => ask("declineRefund", milestone)}>
            Decline and go on
          </Button>
          <Button variant="default" onClick={() => ask("submit", milestone)}>
            Submit work
          </Button>
          <Button variant="subtle" color="red" onClick={() => ask("refund", milestone)}>
            Give the money back
          </Button>
        </>
      );
    default:
      return null;
  }
}

/** A contract nobody has to act in: it has ended, money moves or waits for a payout account, or all work is settled. */
function NothingToDo(room: Room) {
  const { contract, side } = room;
  // Where the marketplace says that it is nobody's turn, a window is over, whatever time it is here.
  const here = useNow();
  const now = contract.nextAction ? here : Number.POSITIVE_INFINITY;
  const late = contract.milestones.find((milestone) => lapsed(milestone, now));
  if (late && contract.status === "active") return <CarryingOut room={room} milestone={late} {...lapsed(late, now)!} />;
  const moving = contract.milestones.find(({ status }) => status === "approved" || status === "refunding");
  let title = "Nothing needs to be done right now";
  let more: ReactNode;
  if (contract.status === "ended") {
    title = "This contract has ended";
    more = contract.endedAt && `On ${date(contract.endedAt)}. What was agreed, done and paid stays here.`;
  } else if (moving) {
    const released = moving.status === "approved";
    title = released ? `“${moving.title}” is approved` : `The refund for “${moving.title}” is on its way`;
    more =
      released && side === "freelancer" ? (
        <>
          You are paid as soon as your <Link to={paths.payouts()}>payout account</Link> is ready. This page updates by
          itself.
        </>
      ) : released ? (
        `${firstName(contract.freelancer)} is paid as soon as their payout account is ready; you have nothing more to do. This page updates by itself.`
      ) : (
        "This page updates by itself."
      );
  } else if (contract.milestones.every(isSettled)) {
    title = "All work is settled";
    more =
      side === "client"
        ? "Add a further milestone, or end the contract so that you can review each other."
        : "End the contract when nothing more is to come, so that you can review each other.";
  }
  return <Settled title={title}>{more}</Settled>;
}

const LOOK_AGAIN_MS = 5_000;

/** The time to answer is over: what was to happen by default happens within a minute. */
function CarryingOut({
  room: { contract, side },
  milestone,
  byDefault,
  at,
}: {
  room: Room;
  milestone: Milestone;
  byDefault: "approve" | "refund";
  at: string;
}) {
  useEffect(() => {
    const timer = setInterval(() => void changedContract(), LOOK_AGAIN_MS);
    return () => clearInterval(timer);
  }, []);
  const paid = money(milestone.amount - (side === "freelancer" ? milestone.freelancerFee : 0), contract.currency);
  const title = `“${milestone.title}”`;
  return byDefault === "approve" ? (
    <Settled title={`${title} is being approved and paid`}>
      The time to review it ended on {dateTime(at)} without an answer, so it counts as approved. {paid}{" "}
      {side === "freelancer" ? "is released to you" : `is released to ${contract.freelancer.displayName}`} within a
      minute or so; this page updates by itself.
    </Settled>
  ) : (
    <Settled title={`${title} is being refunded`}>
      The time to answer the refund request ended on {dateTime(at)} without an answer, so the money goes back to{" "}
      {side === "client" ? "you" : contract.client.displayName} within a minute or so; this page updates by itself.
    </Settled>
  );
}

function Settled({ title, children }: { title: string; children: ReactNode }) {
  return (
    <section className="next" aria-labelledby="next">
      <div className="row nowrap top" style={{ gap: 12 }}>
        <IconCheck size={22} aria-hidden style={{ flex: "none", marginTop: 2, color: "var(--pine-ink)" }} />
        <div>
          <h2 id="next">{title}</h2>
          {children && <p className="dim">{children}</p>}
        </div>
      </div>
    </section>
  );
}
