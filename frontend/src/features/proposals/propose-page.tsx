import type { Job } from "@freelancerm/contracts/jobs";
import { Button } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import { Link, useNavigate, useParams } from "react-router";
import { api, read, refresh } from "../../lib/api.ts";
import { money } from "../../lib/format.ts";
import { paths } from "../../lib/paths.ts";
import { useMe } from "../../session/session.ts";
import { useUploads } from "../../ui/attachments.tsx";
import { budgetWords, When } from "../../ui/marks.tsx";
import { PageTitle } from "../../ui/page.tsx";
import { Empty, Loaded, Notice } from "../../ui/states.tsx";
import { toast } from "../../ui/toast.tsx";
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
  const total = totalOf(of.form.values.terms);
  const over = job.type === "fixed" && total > job.budget.max;
  return (
    <>
      <PageTitle title="Send a proposal">
        for <Link to={paths.job(job.id)}>{job.title}</Link>, {budgetWords(job)}
      </PageTitle>
      <div className="split">
        <ProposalFields
          of={of}
          questions={job.questions}
          currency={job.currency}
          uploads={uploads}
          submit="Send the proposal"
        >
          {over && (
            <Notice tone="waiting">
              Your total is above what the client plans to spend, up to {money(job.budget.max, job.currency)}. That is
              allowed; say in the letter why it is worth it.
            </Notice>
          )}
        </ProposalFields>
        <aside className="stack sticky" aria-label="About proposals">
          <Quota />
          <section className="card stack tight">
            <h2>What happens next</h2>
            <p className="small">
              You can change the terms until there is an offer, and the letter until the client opens it.
            </p>
            <p className="small">
              If the client is silent for 14 days, or the job closes without a hire, this proposal's place in your quota
              comes back.
            </p>
            <p className="small">Every proposal ends in a named outcome; nobody is left waiting for ever.</p>
          </section>
        </aside>
      </div>
    </>
  );
}

function Quota() {
  const { data } = useQuery(read("getMyProposalQuota"));
  if (!data) return null;
  return (
    <section className="card stack tight" aria-labelledby="quota">
      <h2 id="quota">Your quota</h2>
      <p>
        <span className="figure">{Math.max(0, data.perWeek - data.used)}</span> of {data.perWeek} proposals left this
        week
      </p>
      <p className="small dim">
        {data.open} of {data.maxOpen} open at once.
        {data.nextReturnAt && (
          <>
            {" "}
            The next place comes back <When at={data.nextReturnAt} />.
          </>
        )}
      </p>
    </section>
  );
}
