import type { Job } from "@freelancerm/contracts/jobs";
import type { Proposal } from "@freelancerm/contracts/proposals";
import { Button } from "@mantine/core";
import { useQueries } from "@tanstack/react-query";
import type { ReactNode } from "react";
import { Link } from "react-router";
import { read } from "../../lib/api.ts";
import { useCatalog } from "../../lib/catalog.ts";
import { counted, date, shortMoney } from "../../lib/format.ts";
import { proposalStatus } from "../../lib/labels.ts";
import { paths } from "../../lib/paths.ts";
import { IconBack } from "../../ui/icons.ts";
import { Avatar, Money, RatingMark, Status } from "../../ui/marks.tsx";
import { PageTitle } from "../../ui/page.tsx";
import { Prose } from "../../ui/prose.tsx";
import { ClientActions } from "./proposal-actions.tsx";

/** Two to four proposals side by side, each fact in one row. */
export function Compare({ proposals, job, back }: { proposals: Proposal[]; job?: Job; back: () => void }) {
  const { skillName } = useCatalog();
  const profiles = useQueries({
    queries: proposals.map(({ freelancer }) => read("getFreelancer", { params: { userId: freelancer.id } })),
  }).map(({ data }) => data);
  const rows: [string, (proposal: Proposal, index: number) => ReactNode][] = [
    ["State", (one) => <Status label={proposalStatus[one.status]} />],
    [
      "Price",
      (one) => (
        <span className="figure">
          <Money amount={one.terms.total} currency={one.currency} />
        </span>
      ),
    ],
    [
      "Milestones",
      (one) => (
        <ol style={{ paddingLeft: 18 }}>
          {one.terms.milestones.map(({ title, amount, dueAt }, index) => (
            // biome-ignore lint/suspicious/noArrayIndexKey: a milestone is known by its position.
            <li key={index}>
              {title}: <Money amount={amount} currency={one.currency} short />
              {dueAt && <span className="dim">, {date(dueAt)}</span>}
            </li>
          ))}
        </ol>
      ),
    ],
    ["Time to review", (one) => counted(one.terms.reviewDays, "day")],
    ["Rating", (_, index) => (profiles[index] ? <RatingMark rating={profiles[index].rating} /> : "–")],
    ["Completed", (_, index) => (profiles[index] ? counted(profiles[index].completedContracts, "contract") : "–")],
    [
      "Hourly rate",
      (_, index) => {
        const profile = profiles[index];
        return profile && profile.hourlyRate !== null ? shortMoney(profile.hourlyRate, profile.currency) : "–";
      },
    ],
    [
      "Skills asked for",
      (_, index) => {
        const asked = job?.skills ?? [];
        const has = asked.filter((skill) => profiles[index]?.skills.includes(skill));
        return asked.length === 0
          ? "–"
          : `${has.length} of ${asked.length}${has.length ? `: ${has.map(skillName).join(", ")}` : ""}`;
      },
    ],
    ["Letter", (one) => <Prose text={one.letter} />],
    ...(job?.questions ?? []).map((question, position): [string, (proposal: Proposal) => ReactNode] => [
      question,
      (one) => <p className="pre">{one.answers[position] ?? "–"}</p>,
    ]),
    ["", (one) => <ClientActions proposal={one} />],
  ];
  return (
    <>
      <PageTitle
        title="Side by side"
        eyebrow={job?.title}
        actions={
          <Button variant="default" leftSection={<IconBack size={18} />} onClick={back}>
            All proposals
          </Button>
        }
      />
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: a region that scrolls must be reachable by keyboard. */}
      <section className="card flush scroll-x" aria-label="Comparison" tabIndex={0}>
        <table className="table" style={{ minWidth: 240 * proposals.length + 120, tableLayout: "fixed" }}>
          <thead>
            <tr>
              <th scope="col" style={{ width: 130 }}>
                <span className="sr">Fact</span>
              </th>
              {proposals.map(({ id, freelancer }) => (
                <th key={id} scope="col" style={{ whiteSpace: "normal" }}>
                  <Link className="row nowrap" to={paths.freelancer(freelancer.id)} style={{ fontSize: "1rem" }}>
                    <Avatar name={freelancer.displayName} url={freelancer.avatarUrl} size={36} />
                    {freelancer.displayName}
                  </Link>
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {rows.map(([words, cell]) => (
              <tr key={words}>
                <th scope="row" style={{ whiteSpace: "normal", verticalAlign: "top" }}>
                  {words || <span className="sr">Actions</span>}
                </th>
                {proposals.map((proposal, index) => (
                  <td key={proposal.id}>{cell(proposal, index)}</td>
                ))}
              </tr>
            ))}
          </tbody>
        </table>
      </section>
    </>
  );
}
