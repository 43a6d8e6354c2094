import "./proposals.css";
import type { Job } from "@freelancerm/contracts/jobs";
import type { Proposal } from "@freelancerm/contracts/proposals";
import type { FreelancerProfile } from "@freelancerm/contracts/users";
import { Button } from "@mantine/core";
import { useQueries } from "@tanstack/react-query";
import type { ReactNode } from "react";
import { Link } from "react-router";
import { read } from "../../lib/api.ts";
import { counted, country, date, percent, shortMoney } from "../../lib/format.ts";
import { availability, proposalStatus } from "../../lib/labels.ts";
import { paths } from "../../lib/paths.ts";
import { IconBack } from "../../ui/icons.ts";
import { Avatar, budgetWords, Money, RatingMark, Status } from "../../ui/marks.tsx";
import { PageTitle } from "../../ui/page.tsx";
import { Prose } from "../../ui/prose.tsx";
import { SkillChips } from "../../ui/skill-chips.tsx";
import { ClientActions } from "./proposal-actions.tsx";
import { doneBy } from "./terms.ts";

/** Two to four proposals side by side, each fact in one row. */
export function Compare({
  proposals,
  job,
  back,
  remove,
}: {
  proposals: Proposal[];
  job?: Job;
  back: () => void;
  remove: (proposalId: string) => void;
}) {
  const profiles = useQueries({
    queries: proposals.map(({ freelancer }) => read("getFreelancer", { params: { userId: freelancer.id } })),
  }).map(({ data }) => data);
  const rows = rowsFor(proposals, job);
  return (
    <>
      <PageTitle
        title="Side by side"
        eyebrow={job && <Link to={paths.job(job.id)}>{job.title}</Link>}
        actions={
          <Button variant="default" leftSection={<IconBack size={18} />} onClick={back}>
            All proposals
          </Button>
        }
      >
        {job && `Your budget is ${budgetWords(job)}.`}
      </PageTitle>
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: a region that scrolls must be reachable by keyboard. */}
      <section className="versus" aria-label="Comparison" tabIndex={0}>
        <table style={{ minWidth: 220 * proposals.length + 128 }}>
          <thead>
            <tr>
              <th scope="col" style={{ width: 128 }}>
                <span className="sr">Fact</span>
              </th>
              {proposals.map((proposal) => (
                <th key={proposal.id} scope="col">
                  <Bid proposal={proposal} remove={() => remove(proposal.id)} />
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {rows.map(([words, cell]) => (
              <tr key={words}>
                <th scope="row">{words}</th>
                {proposals.map((proposal, index) => (
                  <td key={proposal.id}>{cell(proposal, profiles[index])}</td>
                ))}
              </tr>
            ))}
          </tbody>
        </table>
      </section>
    </>
  );
}

function Bid({ proposal, remove }: { proposal: Proposal; remove: () => void }) {
  const { freelancer } = proposal;
  return (
    <div className="bid">
      <div className="row nowrap">
        <Avatar name={freelancer.displayName} url={freelancer.avatarUrl} size={40} />
        <span className="grow">
          <Link className="link strong" to={paths.proposal(proposal.id)} style={{ fontSize: "1rem", display: "block" }}>
            {freelancer.displayName}
          </Link>
          <button
            type="button"
            className="text-button tiny dim"
            style={{ minHeight: 24, fontWeight: 400 }}
            aria-label={`Take out ${freelancer.displayName}`}
            onClick={remove}
          >
            Take out
          </button>
        </span>
      </div>
      <span className="figure">
        <Money amount={proposal.terms.total} currency={proposal.currency} short />
      </span>
      <div style={{ fontWeight: 400 }}>
        <ClientActions proposal={proposal} />
      </div>
    </div>
  );
}

type Cell = (proposal: Proposal, profile?: FreelancerProfile) => ReactNode;

function rowsFor(proposals: Proposal[], job?: Job): [string, Cell][] {
  const lowest = Math.min(...proposals.map(({ terms }) => terms.total));
  const asked = job?.skills ?? [];
  return [
    [
      "Price",
      ({ terms: { total } }) => (
        <span className="dim">
          {total === lowest
            ? "The lowest of these"
            : `${percent(Math.round((total / lowest - 1) * 100) / 100)} above the lowest`}
          {job?.type === "fixed" && total > job.budget.max && ", above your budget"}
        </span>
      ),
    ],
    [
      "Milestones",
      ({ terms, currency }) => (
        <ol>
          {terms.milestones.map(({ title, amount, dueAt }, index) => (
            // biome-ignore lint/suspicious/noArrayIndexKey: a milestone is known by its position.
            <li key={index}>
              {title}: <Money amount={amount} currency={currency} short />
              {dueAt && <span className="dim">, {date(dueAt)}</span>}
            </li>
          ))}
        </ol>
      ),
    ],
    [
      "Done by",
      ({ terms }) => {
        const done = doneBy(terms);
        return done ? date(done) : <span className="dim">No dates</span>;
      },
    ],
    ["Time to review", ({ terms }) => counted(terms.reviewDays, "day")],
    [
      "Experience",
      (_, profile) =>
        profile ? (
          <span className="stack tight" style={{ gap: 2 }}>
            <RatingMark rating={profile.rating} />
            <span>{counted(profile.completedContracts, "completed contract")}</span>
          </span>
        ) : (
          "–"
        ),
    ],
    [
      "Skills asked for",
      (_, profile) => {
        if (!profile || asked.length === 0) return "–";
        const has = asked.filter((skill) => profile.skills.includes(skill));
        return (
          <span className="stack tight">
            {has.length} of {asked.length}
            <SkillChips skills={has} mine={has} asMine="asked for" />
          </span>
        );
      },
    ],
    [
      "Where and when",
      (_, profile) =>
        profile
          ? [profile.country && country(profile.country), availability[profile.availability]].filter(Boolean).join(", ")
          : "–",
    ],
    [
      "Hourly rate",
      (_, profile) => (profile && profile.hourlyRate !== null ? shortMoney(profile.hourlyRate, profile.currency) : "–"),
    ],
    ["Letter", ({ letter }) => <Prose text={letter} />],
    ...(job?.questions ?? []).map((question, position): [string, Cell] => [
      question,
      ({ answers }) => <p className="pre">{answers[position] ?? "–"}</p>,
    ]),
    ...(proposals.some(({ status }) => status !== "submitted")
      ? [["State", ({ status }: Proposal) => <Status label={proposalStatus[status]} />] as [string, Cell]]
      : []),
  ];
}
