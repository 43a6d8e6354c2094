import type { Job } from "@freelancerm/contracts/jobs";
import type { Proposal } from "@freelancerm/contracts/proposals";
import { useQuery } from "@tanstack/react-query";
import { useState } from "react";
import { Link, useNavigate, useParams } from "react-router";
import { api, read, refresh } from "../../lib/api.ts";
import { paths } from "../../lib/paths.ts";
import { useUploads } from "../../ui/attachments.tsx";
import { PageTitle } from "../../ui/page.tsx";
import { Loaded } from "../../ui/states.tsx";
import { toast } from "../../ui/toast.tsx";
import { useConflict } from "../../ui/use-conflict.tsx";
import { ProposalFields, useProposalForm } from "./proposal-form.tsx";
import { bodyOfProposal, formOfProposal, type ProposalForm } from "./terms.ts";

export default function EditProposalPage() {
  const { proposalId = "" } = useParams();
  const proposal = useQuery({ ...read("getProposal", { params: { proposalId } }), refetchOnWindowFocus: false });
  const jobId = proposal.data?.jobId ?? "";
  const job = useQuery({ ...read("getJob", { params: { jobId } }), enabled: jobId !== "" });
  return (
    <Loaded query={proposal}>
      {(loaded) => <Loaded query={job}>{(itsJob) => <Edit key={loaded.id} given={loaded} job={itsJob} />}</Loaded>}
    </Loaded>
  );
}

function Edit({ given, job }: { given: Proposal; job: Job }) {
  const navigate = useNavigate();
  const [proposal, setProposal] = useState(given);
  const uploads = useUploads("proposal", proposal.attachments);
  const params = { proposalId: proposal.id };
  const [save, conflict] = useConflict<ProposalForm>({
    save: async (values, version) => {
      await api.editProposal({ params, body: bodyOfProposal(values, uploads.ids), version });
      void refresh("getProposal", "listMyProposals");
      toast.done("Your proposal is changed.");
      void navigate(paths.proposal(proposal.id));
    },
    reload: async () => {
      const latest = await api.getProposal({ params });
      setProposal(latest);
      return { values: formOfProposal(latest), version: latest.version };
    },
    apply: (values) => of.form.setValues(values),
    labels: { letter: "Letter", answers: "Answers" },
  });
  const of = useProposalForm({
    initial: formOfProposal(proposal),
    uploads,
    send: (values) => save(values, proposal.version),
  });
  return (
    <div className="narrow">
      <PageTitle title="Change your proposal">
        for <Link to={paths.job(job.id)}>{job.title}</Link>
      </PageTitle>
      <ProposalFields
        of={of}
        questions={job.questions}
        currency={proposal.currency}
        uploads={uploads}
        letterFixed={proposal.viewedAt !== null}
        submit="Save changes"
      />
      {conflict}
    </div>
  );
}
