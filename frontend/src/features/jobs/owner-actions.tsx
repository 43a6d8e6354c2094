import type { Job } from "@freelancerm/contracts/jobs";
import { Button } from "@mantine/core";
import { useState } from "react";
import { Link } from "react-router";
import { api, refresh, refreshCounts } from "../../lib/api.ts";
import { paths } from "../../lib/paths.ts";
import { Ask } from "../../ui/dialogs.tsx";
import { toast } from "../../ui/toast.tsx";
import { useAction } from "../../ui/use-action.ts";

const HINTS: Partial<Record<Job["status"], string>> = {
  draft: "Only you see this draft. Publish it to take proposals.",
  open: "This is how freelancers see your job.",
  paused: "While it is paused, no proposals come in.",
  expired: "It stopped taking proposals by itself. Publish it again to renew it.",
  filled: "All positions are filled.",
};

/** What the owner of a job can do with it. */
export function OwnerActions({ job }: { job: Job }) {
  const [closing, setClosing] = useState(false);
  const params = { jobId: job.id };
  const changed = () => {
    refreshCounts("getClient", "getHome");
    return refresh("getJob", "listMyJobs", "listJobs", "getHome");
  };
  const publish = useAction(() => api.publishJob({ params }), {
    onSuccess: () => {
      toast.done("Your job is open.", job.status === "paused" ? () => pause.mutate() : undefined);
      return changed();
    },
  });
  const pause = useAction(() => api.pauseJob({ params }), {
    onSuccess: () => {
      toast.done("Your job is paused.", () => publish.mutate());
      return changed();
    },
  });
  const { status } = job;
  return (
    <section className="card stack" aria-label="Your job">
      <p>
        {job.closedReason
          ? `${HINTS[status] ?? "This job is closed."} ${job.closedReason}`
          : (HINTS[status] ?? "This job is closed.")}
      </p>
      <div className="row">
        {(status === "draft" || status === "paused" || status === "expired") && (
          <Button loading={publish.isPending} onClick={() => publish.mutate()}>
            {status === "draft" ? "Publish" : status === "paused" ? "Open again" : "Renew"}
          </Button>
        )}
        {status !== "draft" && (
          <Button component={Link} to={paths.jobProposals(job.id)} variant={status === "open" ? "filled" : "default"}>
            See proposals
          </Button>
        )}
        {(status === "draft" || status === "open" || status === "paused") && (
          <>
            <Button component={Link} to={paths.talent({ sort: "match", for: job.id })} variant="default">
              Who matches
            </Button>
            <Button component={Link} to={paths.editJob(job.id)} variant="default">
              Edit
            </Button>
          </>
        )}
        {status === "open" && (
          <Button variant="default" loading={pause.isPending} onClick={() => pause.mutate()}>
            Pause
          </Button>
        )}
        {(status === "draft" || status === "open" || status === "paused") && (
          <Button variant="subtle" color="red" onClick={() => setClosing(true)}>
            Close
          </Button>
        )}
      </div>
      {closing && (
        <Ask
          title="Close this job?"
          confirm="Close the job"
          danger
          reason={{ label: "Reason, shown to applicants", minimum: 0, maximum: 300 }}
          run={async (reason) => {
            await api.closeJob({ params, body: { reason } });
            await changed();
            toast.done("The job is closed.");
          }}
          onClose={() => setClosing(false)}
        >
          <p>It takes no more proposals, and the open ones are closed. Contracts go on. This cannot be undone.</p>
        </Ask>
      )}
    </section>
  );
}
