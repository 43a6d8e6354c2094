import "./proposals.css";
import type { Proposal } from "@freelancerm/contracts/proposals";
import { ActionIcon, Button } from "@mantine/core";
import { useInfiniteQuery, useQuery } from "@tanstack/react-query";
import { useEffect, useRef, useState } from "react";
import { Link, useNavigate, useParams } from "react-router";
import { api, itemsOf, queryClient, read } from "../../lib/api.ts";
import { country, dateTime, number } from "../../lib/format.ts";
import { proposalStatus } from "../../lib/labels.ts";
import { paths } from "../../lib/paths.ts";
import { useMe } from "../../session/session.ts";
import { FileList } from "../../ui/attachments.tsx";
import { Ask } from "../../ui/dialogs.tsx";
import { Facts } from "../../ui/facts.tsx";
import { IconBack, IconNext } from "../../ui/icons.ts";
import { budgetWords, Money, PersonMark, RatingMark, Status, When } from "../../ui/marks.tsx";
import { PageTitle } from "../../ui/page.tsx";
import { Prose } from "../../ui/prose.tsx";
import { SkeletonSplit } from "../../ui/skeleton-split.tsx";
import { SkillChips } from "../../ui/skill-chips.tsx";
import { Bone, Loaded, Notice } from "../../ui/states.tsx";
import { toast } from "../../ui/toast.tsx";
import { changedProposal } from "./changes.ts";
import { FeeQuote } from "./fee-quote.tsx";
import { proposalsOf, TABS } from "./listing.ts";
import { OfferCard } from "./offer-card.tsx";
import { ClientActions } from "./proposal-actions.tsx";
import { TermsView } from "./terms-view.tsx";

export default function ProposalPage() {
  const { proposalId = "" } = useParams();
  const proposal = useQuery(read("getProposal", { params: { proposalId } }));
  return (
    <Loaded query={proposal} skeleton={<SkeletonSplit />}>
      {(loaded) => <ProposalView proposal={loaded} />}
    </Loaded>
  );
}

function ProposalView({ proposal }: { proposal: Proposal }) {
  const me = useMe();
  const side = me.id === proposal.clientId ? "client" : "freelancer";
  // Once it is accepted its contract has the fees that were agreed.
  const isOpen = proposal.status === "submitted" || proposal.status === "offered";
  const job = useQuery(read("getJob", { params: { jobId: proposal.jobId } }));
  useEffect(() => {
    if (side !== "client" || proposal.viewedAt) return;
    // Not being able to say so must not keep the client from reading.
    const request = { params: { proposalId: proposal.id } };
    api.markProposalViewed(request).then(
      (viewed) => {
        // Having been read is a version of its own; who hires at once must name this one.
        queryClient.setQueryData(read("getProposal", request).queryKey, viewed);
        void changedProposal();
      },
      () => {},
    );
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
        actions={side === "client" && <Neighbours proposal={proposal} />}
      >
        <span className="row">
          <Status label={proposalStatus[proposal.status]} />
          <span>
            Sent <When at={proposal.submittedAt} />
          </span>
        </span>
      </PageTitle>
      <div className="split facts-lead">
        <div className="stack loose">
          {proposal.reason && (
            <Notice tone="neutral" title="Reason">
              {proposal.reason}
            </Notice>
          )}
          <OfferCard proposal={proposal} side={side} />
          <article className="card section-card" aria-label="Letter">
            <section className="stack">
              <Prose text={proposal.letter} />
              <FileList files={proposal.attachments} />
            </section>
            {proposal.answers.map((answer, index) => (
              // biome-ignore lint/suspicious/noArrayIndexKey: an answer belongs to the question of its position.
              <section key={index}>
                <h2>{job.data?.questions[index] ?? `Question ${index + 1}`}</h2>
                <p className="pre">{answer}</p>
              </section>
            ))}
          </article>
          <section className="card flush" aria-label="Terms">
            <TermsView terms={proposal.terms} currency={proposal.currency} />
          </section>
        </div>
        <aside className="stack sticky" aria-label="What to do">
          <section className="card stack">
            <div>
              <p className="figure">
                <Money amount={proposal.terms.total} currency={proposal.currency} />
              </p>
              {job.data && <p className="small dim">The budget is {budgetWords(job.data)}.</p>}
            </div>
            {side === "freelancer" && isOpen && (
              <FeeQuote amount={proposal.terms.total} currency={proposal.currency} side={side} />
            )}
            {side === "client" ? <ClientActions proposal={proposal} /> : <FreelancerActions proposal={proposal} />}
          </section>
          {side === "client" ? (
            <Who proposal={proposal} asked={job.data?.skills ?? []} />
          ) : (
            <History proposal={proposal} />
          )}
        </aside>
      </div>
    </>
  );
}

/** The ones before and after it in the client's list, also by the keys k and j. */
function Neighbours({ proposal }: { proposal: Proposal }) {
  const navigate = useNavigate();
  const { data } = useInfiniteQuery(proposalsOf(proposal.jobId));
  const list = itemsOf<"listJobProposals">(data).filter((one) => one.id === proposal.id || TABS[0].has(one));
  const at = list.findIndex(({ id }) => id === proposal.id);
  const [before, after] = at < 0 ? [] : [list[at - 1], list[at + 1]];
  const keys = useRef<Record<string, Proposal | undefined>>({});
  keys.current = { k: before, j: after };
  useEffect(() => {
    const onKey = (event: KeyboardEvent) => {
      const typing = (event.target as HTMLElement).matches("input, textarea, select");
      if (typing || event.ctrlKey || event.metaKey || event.altKey || document.querySelector("[role=dialog]")) return;
      const next = keys.current[event.key];
      if (next) void navigate(paths.proposal(next.id));
    };
    addEventListener("keydown", onKey);
    return () => removeEventListener("keydown", onKey);
  }, [navigate]);
  if (!before && !after) return null;
  const step = (to: Proposal | undefined, words: string, Icon: typeof IconNext) =>
    to ? (
      <ActionIcon
        component={Link}
        to={paths.proposal(to.id)}
        size={44}
        variant="default"
        aria-label={`${words}: ${to.freelancer.displayName}`}
        title={words}
      >
        <Icon size={18} />
      </ActionIcon>
    ) : (
      <ActionIcon size={44} variant="default" disabled aria-label={`${words}: none`}>
        <Icon size={18} />
      </ActionIcon>
    );
  return (
    <nav className="row nowrap" aria-label="Proposals" style={{ gap: 6 }}>
      <span className="small dim num" style={{ marginRight: 4 }}>
        {at + 1} of {list.length}
      </span>
      {step(before, "The proposal before", IconBack)}
      {step(after, "The next proposal", IconNext)}
    </nav>
  );
}

/** Who sent it, in what a client looks for first. */
function Who({ proposal, asked }: { proposal: Proposal; asked: string[] }) {
  const { freelancer } = proposal;
  const { data } = useQuery(read("getFreelancer", { params: { userId: freelancer.id } }));
  const has = asked.filter((skill) => data?.skills.includes(skill));
  return (
    <section className="card lift stack tight" aria-label="Freelancer">
      <Link className="cover" to={paths.freelancer(freelancer.id)}>
        <PersonMark person={freelancer} detail={data?.headline || "See the profile"} size={48} />
      </Link>
      {data ? (
        <>
          <RatingMark rating={data.rating} />
          <Facts
            rows={[
              ["Completed contracts", number(data.completedContracts)],
              freelancer.country !== null && ["Country", country(freelancer.country)],
              asked.length > 0 && ["Skills asked for", `${has.length} of ${asked.length}`],
            ]}
          />
          <SkillChips skills={has} mine={has} asMine="asked for" />
        </>
      ) : (
        <Bone height={84} />
      )}
    </section>
  );
}

function FreelancerActions({ proposal }: { proposal: Proposal }) {
  const [asking, setAsking] = useState(false);
  const { status } = proposal;
  return (
    <div className="stack tight">
      {proposal.contractId && (
        <Button fullWidth component={Link} to={paths.contract(proposal.contractId)}>
          Open the contract
        </Button>
      )}
      {status === "submitted" && (
        <Button fullWidth component={Link} to={paths.editProposal(proposal.id)} variant="default">
          Edit
        </Button>
      )}
      {(status === "submitted" || status === "offered") && (
        <Button fullWidth variant="subtle" color="red" onClick={() => setAsking(true)}>
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
  const ended = proposal.status !== "submitted" && proposal.status !== "offered";
  const steps = [
    { words: "Sent", at: proposal.submittedAt, done: true },
    ...(proposal.viewedAt || !ended
      ? [
          {
            words: proposal.viewedAt ? "Read by the client" : "Not read yet",
            at: proposal.viewedAt,
            done: proposal.viewedAt !== null,
          },
        ]
      : []),
    ...(proposal.offer ? [{ words: "Offer on the table", at: proposal.offer.madeAt, done: true }] : []),
    ended
      ? { words: proposalStatus[proposal.status].words, at: null, done: true }
      : { words: "The client decides", at: null, done: false },
  ];
  return (
    <section className="card stack" aria-labelledby="history">
      <h2 id="history">What happened</h2>
      <ol className="history">
        {steps.map(({ words, at, done }) => (
          <li key={words} data-done={done || undefined}>
            <div>
              <p className={done ? undefined : "dim"}>{words}</p>
              {at && <p className="tiny dim">{dateTime(at)}</p>}
            </div>
          </li>
        ))}
      </ol>
      {!ended && (
        <p className="small dim">
          If the client is silent for 14 days or the job closes without a hire, its place in your quota comes back.
        </p>
      )}
    </section>
  );
}
