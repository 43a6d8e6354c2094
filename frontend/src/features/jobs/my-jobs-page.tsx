import { JobStatus } from "@freelancerm/contracts/jobs";
import { Button } from "@mantine/core";
import { useInfiniteQuery } from "@tanstack/react-query";
import { Link, useSearchParams } from "react-router";
import { itemsOf, readPages } from "../../lib/api.ts";
import { jobStatus } from "../../lib/labels.ts";
import { paths } from "../../lib/paths.ts";
import { IconAdd } from "../../ui/icons.ts";
import { budgetWords, proposalsSent, Status, When } from "../../ui/marks.tsx";
import { PageTitle } from "../../ui/page.tsx";
import { Empty, Loaded, More, SkeletonList } from "../../ui/states.tsx";

const TABS = ["all", "open", "draft", "paused", "filled", "closed", "expired"] as const;

const postAJob = (
  <Button component={Link} to={paths.newJob()} leftSection={<IconAdd size={18} />}>
    Post a job
  </Button>
);

export default function MyJobsPage() {
  const [search, setSearch] = useSearchParams();
  const status = JobStatus.safeParse(search.get("status")).data;
  const jobs = useInfiniteQuery(readPages("listMyJobs", { query: { status } }));
  const items = itemsOf<"listMyJobs">(jobs.data);
  return (
    <>
      <PageTitle title="My jobs" actions={postAJob} />
      <div className="stack">
        <fieldset className="tabs" aria-label="Which jobs">
          {TABS.map((tab) => (
            <button
              type="button"
              key={tab}
              aria-pressed={(status ?? "all") === tab}
              onClick={() => setSearch(tab === "all" ? {} : { status: tab }, { replace: true })}
            >
              {tab === "all" ? "All" : jobStatus[tab].words}
            </button>
          ))}
        </fieldset>
        <Loaded query={jobs} skeleton={<SkeletonList />}>
          {() =>
            items.length === 0 ? (
              status ? (
                <Empty title={`No jobs are ${jobStatus[status].words.toLowerCase()}`} />
              ) : (
                <Empty title="You have not posted a job yet" action={postAJob}>
                  It takes a few minutes. Drafts are saved as you write.
                </Empty>
              )
            ) : (
              <>
                <ul className="plain card flush rows">
                  {items.map((job) => (
                    <li key={job.id} className="row apart">
                      <div className="grow stack tight" style={{ minWidth: 220 }}>
                        <h2 style={{ fontSize: "1.08rem" }}>
                          <Link
                            to={paths.job(job.id)}
                            className="link"
                            style={{ color: "inherit", textDecoration: "none" }}
                          >
                            {job.title}
                          </Link>
                        </h2>
                        <p className="row small dim">
                          <Status label={jobStatus[job.status]} />
                          <span className="num">{budgetWords(job)}</span>
                          {job.publishedAt && (
                            <span>
                              Posted <When at={job.publishedAt} />
                            </span>
                          )}
                          {job.proposals !== undefined && <span>{proposalsSent(job.proposals)}</span>}
                        </p>
                      </div>
                      {job.status === "draft" ? (
                        <Button component={Link} to={paths.editJob(job.id)} variant="default">
                          Go on writing
                        </Button>
                      ) : (
                        <Button
                          component={Link}
                          to={paths.jobProposals(job.id)}
                          variant="light"
                          aria-label={`Proposals for ${job.title}`}
                        >
                          Proposals
                        </Button>
                      )}
                    </li>
                  ))}
                </ul>
                <More query={jobs} />
              </>
            )
          }
        </Loaded>
      </div>
    </>
  );
}
