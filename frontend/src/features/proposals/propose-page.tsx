import type { Job } from "@freelancerm/contracts/jobs";
import { Button } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import type { ReactNode } from "react";
import { Link, useNavigate, useParams } from "react-router";
import { api, read, refresh } from "../../lib/api.ts";
import { counted, money } from "../../lib/format.ts";
import { paths } from "../../lib/paths.ts";
import { useMe } from "../../session/session.ts";
import "../../ui/parts.css";
import { useUploads } from "../../ui/attachments.tsx";
import { IconCheck } from "../../ui/icons.ts";
import { budgetWords, When } from "../../ui/marks.tsx";
import { PageTitle } from "../../ui/page.tsx";
import { Bone, Empty, Loaded, Notice } from "../../ui/states.tsx";
import { toast } from "../../ui/toast.tsx";
import { FeeQuote } from "./fee-quote.tsx";
import { ProposalFields, useProposalForm } from "./proposal-form.tsx";
import { bodyOfProposal, emptyTerms, totalOf } from "./terms.ts";

export default function ProposePage() {
  const { jobId = "" } = useParams();
  const me = useMe();
  const job = useQuery(read("getJob", { params: { jobId } }));
  return (
    <Loaded query={job}>
      {(loaded) =>
        loaded.status !== "open" || loaded.client.id === me.id ? (
          <Empty
            title={loaded.client.id === me.id ? "This is your own job" : "This job does not take proposals now"}
            action={
              <Button component={Link} to={paths.jobs()}>
                Browse jobs
              </Button>
            }
          />
        ) : (
          <Propose job={loaded} />
        )
      }
    </Loaded>
  );
}

function Propose({ job }: { job: Job }) {
  const navigate = useNavigate();
  const uploads = useUploads("proposal");
  const of = useProposalForm({
    initial: { letter: "", terms: emptyTerms, answers: job.questions.map(() => "") },
    uploads,
    draft: `proposal:${job.id}`,
    send: async (values) => {
      const sent = await api.submitProposal({ params: { jobId: job.id }, body: bodyOfProposal(values, uploads.ids) });
      void refresh("listMyProposals", "getMyProposalQuota");
      toast.done("Your proposal is with the client.");
      void navigate(paths.proposal(sent.id));
    },
  });
  const { terms } = of.form.values;
  const total = totalOf(terms);
  const over = job.type === "fixed" && total > job.budget.max;
  return (
    <>
      <PageTitle title="Send a proposal" eyebrow={<Link to={paths.job(job.id)}>{job.title}</Link>}>
        The budget is {budgetWords(job)}. What you write is kept in this browser until you send it.
      </PageTitle>
      <div className="split">
        <ProposalFields
          of={of}
          questions={job.questions}
          currency={job.currency}
          uploads={uploads}
          submit="Send the proposal"
          feesBeside
        >
          {over && (
            <Notice tone="waiting">
              Your total is above what the client plans to spend, up to {money(job.budget.max, job.currency)}. That is
              allowed; say in the letter why it is worth it.
            </Notice>
          )}
        </ProposalFields>
        <aside className="stack sticky" aria-label="About proposals">
          <section className="card stack" aria-labelledby="sum">
            <h2 id="sum">What you receive</h2>
            <FeeQuote amount={total} currency={job.currency} side="freelancer" />
            <ul className="ticks">
              <Then>
                The client funds a milestone before you start on it. You never work on one that is not funded.
              </Then>
              <Then>
                If the client stays silent for {counted(Number(terms.reviewDays), "day")} after you submit, the work
                counts as approved and you are paid.
              </Then>
            </ul>
          </section>
          <section className="card stack" aria-labelledby="next">
            <h2 id="next">After you send it</h2>
            <ul className="ticks">
              <Then>You can change the terms until there is an offer, and the letter until the client opens it.</Then>
              <Then>
                If the client is silent for 14 days or the job closes without a hire, its place in your quota comes
                back.
              </Then>
              <Then>Every proposal ends in a named outcome; nobody is left waiting for ever.</Then>
            </ul>
            <Quota />
          </section>
        </aside>
      </div>
    </>
  );
}

const Then = ({ children }: { children: ReactNode }) => (
  <li data-yes>
    <IconCheck size={16} aria-hidden />
    <span>{children}</span>
  </li>
);

/** How many proposals are left, as a bar and in words. */
function Quota() {
  const { data } = useQuery(read("getMyProposalQuota"));
  if (!data) return <Bone height={64} />;
  const left = Math.max(0, data.perWeek - data.used);
  return (
    <div className="card quiet stack tight">
      <p className="row apart small">
        <span className="strong">
          {left} of {data.perWeek} proposals left this week
        </span>
      </p>
      <progress value={left} max={data.perWeek} aria-label="Proposals left this week" style={{ width: "100%" }} />
      <p className="tiny dim">
        {data.open} of {data.maxOpen} open at once.
        {data.nextReturnAt && (
          <>
            {" "}
            The next place comes back <When at={data.nextReturnAt} />.
          </>
        )}
      </p>
    </div>
  );
}
