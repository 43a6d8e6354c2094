import type { Job } from "@freelancerm/contracts/jobs";
import type { Proposal } from "@freelancerm/contracts/proposals";
import { ActionIcon, Button } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import { useState } from "react";
import { Link, useNavigate } from "react-router";
import { api, read } from "../../lib/api.ts";
import { counted } from "../../lib/format.ts";
import { paths } from "../../lib/paths.ts";
import { IconArchive, IconCheck, IconMessages, IconSave, IconSaved } from "../../ui/icons.ts";
import { useAction } from "../../ui/use-action.ts";
import { AgreeDialog } from "./agree-dialog.tsx";
import { useSorting } from "./changes.ts";
import { DeclineDialog } from "./decline-dialog.tsx";
import { OfferDialog } from "./offer-dialog.tsx";

/** All a client can do with a proposal, one below the other. */
export function ClientActions({ proposal }: { proposal: Proposal }) {
  const navigate = useNavigate();
  const [dialog, setDialog] = useState<"hire" | "offer" | "decline">();
  const job = useQuery(read("getJob", { params: { jobId: proposal.jobId } }));
  const close = () => setDialog(undefined);
  const write = useAction(() => api.openRoom({ body: { freelancerId: proposal.freelancer.id } }), {
    onSuccess: (room) => navigate(paths.room(room.id)),
  });
  const open = proposal.status === "submitted";
  return (
    <div className="stack tight">
      {open && (
        <>
          <Button fullWidth leftSection={<IconCheck size={18} />} onClick={() => setDialog("hire")}>
            Hire
          </Button>
          <Button fullWidth variant="light" onClick={() => setDialog("offer")}>
            Offer other terms
          </Button>
        </>
      )}
      {proposal.contractId && (
        <Button fullWidth component={Link} to={paths.contract(proposal.contractId)}>
          Open the contract
        </Button>
      )}
      <Button
        fullWidth
        variant="default"
        leftSection={<IconMessages size={18} />}
        loading={write.isPending}
        onClick={() => write.mutate()}
      >
        Message
      </Button>
      {(open || proposal.status === "offered") && (
        <div className="row apart">
          <SortingButtons proposal={proposal} />
          {open && (
            <Button variant="subtle" color="red" onClick={() => setDialog("decline")}>
              Decline
            </Button>
          )}
        </div>
      )}
      {dialog === "hire" && (
        <AgreeDialog
          title={`Hire ${proposal.freelancer.displayName}?`}
          confirm="Hire"
          terms={proposal.terms}
          currency={proposal.currency}
          side="client"
          accept={() => api.acceptProposal({ params: { proposalId: proposal.id }, version: proposal.version })}
          onClose={close}
        >
          <p className="small dim">{fills(job.data)}</p>
        </AgreeDialog>
      )}
      {dialog === "decline" && <DeclineDialog proposal={proposal} onClose={close} />}
      {dialog === "offer" && <OfferDialog proposal={proposal} side="client" onClose={close} />}
    </div>
  );
}

const CLOSES = "the other proposals are closed with that reason, and their authors get their quota back.";

/** What one more hire means for the job; said with an "if" only while the job is not known. */
function fills(job: Job | undefined): string {
  if (!job) return `If it fills the job, ${CLOSES}`;
  const left = job.positions - job.hires - 1;
  return left > 0
    ? `The job stays open: ${counted(left, "position")} to fill after this. With the last, ${CLOSES}`
    : `This fills the job: ${CLOSES}`;
}

/** Shortlist and archive: the client's own order, which nobody else sees. */
export function SortingButtons({ proposal }: { proposal: Proposal }) {
  const sort = useSorting();
  const { displayName } = proposal.freelancer;
  const shortlisted = proposal.sorting === "shortlisted";
  const archived = proposal.sorting === "archived";
  return (
    <span className="row nowrap" style={{ gap: 2 }}>
      <ActionIcon
        size={44}
        variant="subtle"
        color={shortlisted ? "pine" : "gray"}
        aria-pressed={shortlisted}
        aria-label={`Shortlist ${displayName}`}
        title={shortlisted ? "On your shortlist" : "Shortlist"}
        onClick={() => sort(proposal, "shortlisted")}
      >
        {shortlisted ? <IconSaved size={20} /> : <IconSave size={20} />}
      </ActionIcon>
      <ActionIcon
        size={44}
        variant={archived ? "light" : "subtle"}
        color="gray"
        aria-pressed={archived}
        aria-label={`Archive ${displayName}`}
        title={archived ? "In the archive" : "Archive"}
        onClick={() => sort(proposal, "archived")}
      >
        <IconArchive size={20} />
      </ActionIcon>
    </span>
  );
}
