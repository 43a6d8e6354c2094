import { Button } from "@mantine/core";
import { useInfiniteQuery } from "@tanstack/react-query";
import { Link } from "react-router";
import { api, itemsOf, readPages, refresh } from "../../lib/api.ts";
import { paths } from "../../lib/paths.ts";
import { JobRow } from "../../ui/job-row.tsx";
import { PageTitle } from "../../ui/page.tsx";
import { Empty, Loaded, More, SkeletonList } from "../../ui/states.tsx";
import { toast } from "../../ui/toast.tsx";
import { useAction } from "../../ui/use-action.ts";
import { SavedTabs } from "../searches/saved-tabs.tsx";

export default function SavedJobsPage() {
  const jobs = useInfiniteQuery(readPages("listSavedJobs"));
  const items = itemsOf<"listSavedJobs">(jobs.data);
  const forget = useAction((jobId: string) => api.unsaveJob({ params: { jobId } }), {
    onSuccess: async (_, jobId) => {
      toast.done("No longer saved.", async () => {
        await api.saveJob({ params: { jobId } });
        await refresh("listSavedJobs");
      });
      await refresh("listSavedJobs");
    },
  });
  return (
    <>
      <PageTitle title="Saved jobs" />
      <SavedTabs />
      <Loaded query={jobs} skeleton={<SkeletonList />}>
        {() =>
          items.length === 0 ? (
            <Empty
              title="Nothing saved yet"
              action={
                <Button component={Link} to={paths.jobs()}>
                  Browse jobs
                </Button>
              }
            >
              Save a job to find it here again.
            </Empty>
          ) : (
            <div className="stack">
              {items.map((job) => (
                <JobRow
                  key={job.id}
                  job={job}
                  heading="h2"
                  actions={
                    <Button
                      variant="subtle"
                      color="gray"
                      onClick={() => forget.mutate(job.id)}
                      aria-label={`Remove ${job.title}`}
                    >
                      Remove
                    </Button>
                  }
                />
              ))}
              <More query={jobs} />
            </div>
          )
        }
      </Loaded>
    </>
  );
}
