import "../../ui/parts.css";
import type { ContractCard } from "@freelancerm/contracts/contracts";
import type { Role } from "@freelancerm/contracts/route";
import type { Me } from "@freelancerm/contracts/users";
import { useQuery } from "@tanstack/react-query";
import type { ReactNode } from "react";
import { Link } from "react-router";
import { read } from "../../lib/api.ts";
import { jobStatus, nextAction, proposalStatus } from "../../lib/labels.ts";
import { paths } from "../../lib/paths.ts";
import { IconCheck, IconNext } from "../../ui/icons.ts";
import { JobRow } from "../../ui/job-row.tsx";
import { budgetWords, Status, When } from "../../ui/marks.tsx";
import { Bone } from "../../ui/states.tsx";
import { Place } from "./place.tsx";

/** What a signed-in person comes for: what waits for them, and where their own things stand. */
export function Dashboard({ user, role }: { user: Me; role: Role }) {
  return (
    <>
      <div className="halves">
        <YourTurn role={role} />
        {role === "client" ? <OwnJobs /> : <OwnProposals />}
      </div>
      {role === "freelancer" && <JobsForYou user={user} />}
    </>
  );
}

interface Line {
  key: string;
  to: string;
  title: string;
  about: ReactNode;
}

/** Contracts that wait for me, those with the nearest deadline first, and offers to answer. */
function YourTurn({ role }: { role: Role }) {
  const contracts = useQuery(read("listMyContracts", { query: { role } }));
  const proposals = useQuery({ ...read("listMyProposals"), enabled: role === "freelancer" });
  const offers = (proposals.data?.items ?? []).filter(
    ({ status, offer }) => status === "offered" && offer?.by === "client",
  );
  const due = ({ nextAction: next }: ContractCard) => next?.dueAt ?? "9999";
  const lines: Line[] | undefined = contracts.data && [
    ...offers.map(
      (proposal): Line => ({
        key: proposal.id,
        to: paths.proposal(proposal.id),
        title: proposal.jobTitle,
        about: (
          <>
            Answer the offer
            {proposal.offer && (
              <>
                , it ends <When at={proposal.offer.expiresAt} />
              </>
            )}
          </>
        ),
      }),
    ),
    ...contracts.data.items
      .filter(({ nextAction: next }) => next?.by === role)
      .sort((a, b) => due(a).localeCompare(due(b)))
      .map(
        ({ id, title, nextAction: next }): Line => ({
          key: id,
          to: paths.contract(id),
          title,
          about: next && (
            <>
              {nextAction[next.action].mine}
              {next.dueAt && (
                <>
                  , due <When at={next.dueAt} />
                </>
              )}
            </>
          ),
        }),
      ),
  ];
  return (
    <Panel id="your-turn" title="Your turn" to={paths.contracts()} more="All contracts" loading={!lines}>
      {lines?.length === 0 ? (
        <p className="row dim">
          <IconCheck size={18} aria-hidden /> Nothing waits for you.
        </p>
      ) : (
        lines && <Lines lines={lines.slice(0, 5)} />
      )}
    </Panel>
  );
}

function OwnJobs() {
  const { data } = useQuery(read("listMyJobs"));
  const current = data?.items.filter(({ status }) => ["open", "paused", "draft"].includes(status)).slice(0, 5);
  return (
    <Panel id="own" title="Your jobs" to={paths.myJobs()} more="All your jobs" loading={!data}>
      {current?.length === 0 ? (
        <p className="dim">
          None is open. <Link to={paths.newJob()}>Post a job</Link> and freelancers answer with a price.
        </p>
      ) : (
        current && (
          <Lines
            lines={current.map((job) => ({
              key: job.id,
              to: job.status === "draft" ? paths.editJob(job.id) : paths.jobProposals(job.id),
              title: job.title,
              about: (
                <>
                  <Status label={jobStatus[job.status]} /> {budgetWords(job)}
                </>
              ),
            }))}
          />
        )
      )}
    </Panel>
  );
}

function OwnProposals() {
  const { data } = useQuery(read("listMyProposals"));
  const open = data?.items.filter(({ status }) => status === "submitted" || status === "offered").slice(0, 5);
  return (
    <Panel id="own" title="Your proposals" to={paths.myProposals()} more="All proposals" loading={!data}>
      {open?.length === 0 ? (
        <p className="dim">
          None is open. <Link to={paths.jobs()}>Find a job</Link> you like and say how you would do it.
        </p>
      ) : (
        open && (
          <Lines
            lines={open.map((proposal) => ({
              key: proposal.id,
              to: paths.proposal(proposal.id),
              title: proposal.jobTitle,
              about: (
                <>
                  <Status label={proposalStatus[proposal.status]} />{" "}
                  {proposal.viewedAt ? "Read by the client" : "Not read yet"}
                </>
              ),
            }))}
          />
        )
      )}
    </Panel>
  );
}

/** The jobs that match a freelancer's profile best; without skills there is nothing to match by. */
function JobsForYou({ user }: { user: Me }) {
  const skills = user.freelancer?.skills ?? [];
  const { data } = useQuery({
    ...read("listJobs", { query: { sort: "match", limit: 4 } }),
    enabled: skills.length > 0,
  });
  if (!data || data.items.length === 0) return null;
  return (
    <section className="stack" aria-labelledby="for-you">
      <Head id="for-you" title="Best matches for you" to={paths.jobs({ sort: "match" })} more="All of them, and why" />
      <div className="tiles wide">
        {data.items.map((job) => (
          <JobRow key={job.id} job={job} mine={skills} />
        ))}
      </div>
    </section>
  );
}

export function Head({ id, title, to, more }: { id: string; title: string; to?: string; more?: string }) {
  return (
    <div className="row apart">
      <h2 id={id}>{title}</h2>
      {to && (
        <Link to={to} className="row link" style={{ gap: 2, minHeight: 24 }}>
          {more}
          <IconNext size={16} aria-hidden />
        </Link>
      )}
    </div>
  );
}

function Panel({
  loading,
  children,
  ...head
}: {
  id: string;
  title: string;
  to: string;
  more: string;
  loading: boolean;
  children: ReactNode;
}) {
  return (
    <section className="stack" aria-labelledby={head.id}>
      <Head {...head} />
      <div className="card">{loading ? <Bone height={150} /> : children}</div>
    </section>
  );
}

const Lines = ({ lines }: { lines: Line[] }) => (
  <ul className="plain lines">
    {lines.map(({ key, to, title, about }) => (
      <Place key={key} to={to} title={title} about={about} />
    ))}
  </ul>
);
