import type { Proposal } from "@freelancerm/contracts/proposals";
import { Button } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import { useEffect, useState } from "react";
import { Link, useParams } from "react-router";
import { api, read } from "../../lib/api.ts";
import { dateTime } from "../../lib/format.ts";
import { proposalStatus } from "../../lib/labels.ts";
import { paths } from "../../lib/paths.ts";
import { useMe } from "../../session/session.ts";
import { FileList } from "../../ui/attachments.tsx";
import { Ask } from "../../ui/dialogs.tsx";
import { PersonMark, Status, When } from "../../ui/marks.tsx";
import { PageTitle } from "../../ui/page.tsx";
import { Prose } from "../../ui/prose.tsx";
import { Loaded, Notice } from "../../ui/states.tsx";
import { toast } from "../../ui/toast.tsx";
import { OfferCard } from "./offer-card.tsx";
import { ClientActions, changedProposal } from "./proposal-actions.tsx";
import { TermsView } from "./terms-view.tsx";

export default function ProposalPage() {
  const { proposalId = "" } = useParams();
  const proposal = useQuery(read("getProposal", { params: { proposalId } }));
  return <Loaded query={proposal}>{(loaded) => <ProposalView proposal={loaded} />}</Loaded>;
}

function ProposalView({ proposal }: { proposal: Proposal }) {
  const me = useMe();
  const side = me.id === proposal.clientId ? "client" : "freelancer";
  const job = useQuery(read("getJob", { params: { jobId: proposal.jobId } }));
  useEffect(() => {
    if (side !== "client" || proposal.viewedAt) return;
    // Not being able to say so must not keep the client from reading.
    api.markProposalViewed({ params: { proposalId: proposal.id } }).then(changedProposal, () => {});
  }, [side, proposal.viewedAt, proposal.id]);
  return (
    <>
      <PageTitle
        title={side === "client" ? `Proposal of ${proposal.freelancer.displayName}` : "Your proposal"}
        eyebrow={
          <Link to={side === "client" ? paths.jobProposals(proposal.jobId) : paths.job(proposal.jobId)}>
            {proposal.jobTitle}
          </Link>
        }
      >
        <span className="row">
          <Status label={proposalStatus[proposal.status]} />
          <span>
            Sent <When at={proposal.submittedAt} />
          </span>
        </span>
      </PageTitle>
      <div className="split">
        <div className="stack loose">
          {proposal.reason && (
            <Notice tone="neutral" title="Reason">
              {proposal.reason}
            </Notice>
          )}
          <OfferCard proposal={proposal} side={side} />
          {side === "client" ? <ClientActions proposal={proposal} /> : <FreelancerActions proposal={proposal} />}
          <section className="card stack" aria-label="Letter">
            <Prose text={proposal.letter} />
            <FileList files={proposal.attachments} />
          </section>
          {proposal.answers.length > 0 && (
            <section className="stack" aria-labelledby="answers">
              <h2 id="answers">Answers</h2>
              {proposal.answers.map((answer, index) => (
                // biome-ignore lint/suspicious/noArrayIndexKey: an answer belongs to the question of its position.
                <div key={index}>
                  <h3>{job.data?.questions[index] ?? `Question ${index + 1}`}</h3>
                  <p className="pre">{answer}</p>
                </div>
              ))}
            </section>
          )}
        </div>
        <aside className="stack sticky" aria-label="Terms">
          {side === "client" && (
            <section className="card lift">
              <Link className="cover" to={paths.freelancer(proposal.freelancer.id)}>
                <PersonMark person={proposal.freelancer} detail="See the profile" size={48} />
              </Link>
            </section>
          )}
          <section className="card flush">
            <TermsView terms={proposal.terms} currency={proposal.currency} />
          </section>
          {side === "freelancer" && <History proposal={proposal} />}
        </aside>
      </div>
    </>
  );
}

function FreelancerActions({ proposal }: { proposal: Proposal }) {
  const [asking, setAsking] = useState(false);
  const { status } = proposal;
  return (
    <div className="row">
      {proposal.contractId && (
        <Button component={Link} to={paths.contract(proposal.contractId)}>
          Open the contract
        </Button>
      )}
      {status === "submitted" && (
        <Button component={Link} to={paths.editProposal(proposal.id)} variant="default">
          Edit
        </Button>
      )}
      {(status === "submitted" || status === "offered") && (
        <Button variant="subtle" color="red" onClick={() => setAsking(true)}>
          Withdraw
        </Button>
      )}
      {asking && (
        <Ask
          title="Withdraw your proposal?"
          confirm="Withdraw"
          danger
          run={async () => {
            await api.withdrawProposal({ params: { proposalId: proposal.id } });
            await changedProposal();
            toast.done("Your proposal is withdrawn.");
          }}
          onClose={() => setAsking(false)}
        >
          <p>You can propose once more for this job as long as it is open.</p>
        </Ask>
      )}
    </div>
  );
}

/** What became of the proposal so far. */
function History({ proposal }: { proposal: Proposal }) {
  const steps = [
    { words: "Sent", at: proposal.submittedAt },
    { words: proposal.viewedAt ? "Read by the client" : "Not read yet", at: proposal.viewedAt },
    ...(proposal.offer ? [{ words: "Offer on the table", at: proposal.offer.madeAt }] : []),
    ...(proposal.status !== "submitted" && proposal.status !== "offered"
      ? [{ words: proposalStatus[proposal.status].words, at: null }]
      : []),
  ];
  return (
    <section className="card stack tight" aria-labelledby="history">
      <h2 id="history">What happened</h2>
      <ol className="plain stack tight">
        {steps.map(({ words, at }) => (
          <li key={words} className="row apart">
            <span>{words}</span>
            {at && <span className="small dim">{dateTime(at)}</span>}
          </li>
        ))}
      </ol>
    </section>
  );
}
