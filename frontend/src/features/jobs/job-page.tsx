import type { Job } from "@freelancerm/contracts/jobs";
import { Button } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import { Link, useParams } from "react-router";
import { COUNT_STALE_MS, read } from "../../lib/api.ts";
import { useCatalog } from "../../lib/catalog.ts";
import { country, date, month, number } from "../../lib/format.ts";
import { duration, jobStatus, jobType, level } from "../../lib/labels.ts";
import { paths } from "../../lib/paths.ts";
import { useSession } from "../../session/session.ts";
import { FileList } from "../../ui/attachments.tsx";
import { Facts } from "../../ui/facts.tsx";
import { IconShare } from "../../ui/icons.ts";
import { Avatar, budgetWords, RatingMark, Status, When } from "../../ui/marks.tsx";
import { PageTitle } from "../../ui/page.tsx";
import { Prose } from "../../ui/prose.tsx";
import { Reviews } from "../../ui/reviews.tsx";
import { SkeletonSplit } from "../../ui/skeleton-split.tsx";
import { SkillChips } from "../../ui/skill-chips.tsx";
import { Bone, Loaded } from "../../ui/states.tsx";
import { toast } from "../../ui/toast.tsx";
import { ReportButton } from "../trust/report-button.tsx";
import { MatchCard } from "./match-card.tsx";
import { OwnerActions } from "./owner-actions.tsx";
import { SaveButton } from "./save-button.tsx";
import { SimilarJobs } from "./similar-jobs.tsx";

export default function JobPage() {
  const { jobId = "" } = useParams();
  const job = useQuery(read("getJob", { params: { jobId } }));
  return (
    <Loaded query={job} skeleton={<SkeletonSplit />}>
      {(loaded) => <JobView job={loaded} />}
    </Loaded>
  );
}

function JobView({ job }: { job: Job }) {
  const { user, role } = useSession();
  const { categoryName } = useCatalog();
  const mine = user?.id === job.client.id;
  const me = role === "freelancer" && !mine ? user?.freelancer : undefined;
  return (
    <>
      <PageTitle
        title={job.title}
        eyebrow={<Link to={paths.jobs({ category: job.categoryId })}>{categoryName(job.categoryId)}</Link>}
        actions={
          <>
            {user && !mine && <SaveButton job={job} />}
            <ShareButton title={job.title} />
          </>
        }
      >
        <span className="row">
          <Status label={jobStatus[job.status]} />
          {job.publishedAt && (
            <span>
              Posted <When at={job.publishedAt} />
            </span>
          )}
          {job.visibility === "invite_only" && <span>By invitation only</span>}
          {!mine && <ReportButton subject={{ kind: "job", id: job.id }} what="this job" />}
        </span>
      </PageTitle>
      <div className="split facts-lead">
        <div className="stack loose">
          {mine && <OwnerActions job={job} />}
          <article className="card section-card" aria-label="Description">
            <section className="stack">
              <Prose text={job.description} />
              <FileList files={job.attachments} />
            </section>
            {job.skills.length > 0 && (
              <section aria-labelledby="skills">
                <h2 id="skills">Skills</h2>
                <SkillChips skills={job.skills} mine={me?.skills} to={(skill) => paths.jobs({ skill })} />
              </section>
            )}
            {job.questions.length > 0 && (
              <section aria-labelledby="questions">
                <h2 id="questions">Questions every applicant answers</h2>
                <ol style={{ paddingLeft: 20 }}>
                  {job.questions.map((question) => (
                    <li key={question}>{question}</li>
                  ))}
                </ol>
              </section>
            )}
          </article>
          {!mine && (
            <Reviews userId={job.client.id} as="client" title="What freelancers say about this client" most={3} />
          )}
          {!mine && <SimilarJobs job={job} />}
        </div>
        <aside className="stack sticky" aria-label="Facts">
          <section className="card stack">
            <p className="figure range">{budgetWords(job)}</p>
            <Facts
              rows={[
                ["Payment", jobType[job.type]],
                ["Experience", level[job.level]],
                ["Duration", duration[job.duration]],
                job.positions > 1 && ["Positions", `${job.hires} of ${job.positions} filled`],
                job.deadlineAt !== null && ["Needed by", date(job.deadlineAt)],
                job.status === "open" && ["Proposals", job.proposals ? `${job.proposals} or more` : "Fewer than 5"],
                job.expiresAt !== null && job.status === "open" && ["Proposals until", date(job.expiresAt)],
              ]}
            />
            {!mine && (
              <div className="wide-only stack tight">
                <Apply job={job} />
              </div>
            )}
          </section>
          {me && job.status === "open" && <MatchCard job={job} profile={me} />}
          <ClientCard job={job} />
        </aside>
      </div>
      {!mine && (
        <div className="action-bar phone-only">
          <div className="grow">
            <Apply job={job} />
          </div>
        </div>
      )}
    </>
  );
}

/** What this visitor can do about the job, or why not. */
function Apply({ job }: { job: Job }) {
  const { status, user } = useSession();
  if (job.status !== "open") return <p className="dim">This job does not take proposals now.</p>;
  if (status === "anonymous") {
    return (
      <Button
        fullWidth
        size="md"
        component={Link}
        to={paths.signUp({ role: "freelancer", next: paths.propose(job.id) })}
      >
        Join to send a proposal
      </Button>
    );
  }
  if (user && !user.roles.includes("freelancer")) {
    return (
      <p className="small dim">
        To propose, <Link to={paths.settings("roles")}>also act as a freelancer</Link>.
      </p>
    );
  }
  return <Propose job={job} />;
}

/** Sends a proposal, or shows the one that was sent. */
function Propose({ job }: { job: Job }) {
  const { data } = useQuery(read("listMyProposals", { query: { limit: 100 } }));
  const { data: quota } = useQuery(read("getMyProposalQuota"));
  const sent = data?.items.find(({ jobId, status }) => jobId === job.id && status !== "withdrawn");
  if (sent) {
    return (
      <>
        <Button fullWidth size="md" variant="light" component={Link} to={paths.proposal(sent.id)}>
          See your proposal
        </Button>
        <p className="tiny dim wide-only">Sent {date(sent.submittedAt)}</p>
      </>
    );
  }
  return (
    <>
      <Button fullWidth size="md" component={Link} to={paths.propose(job.id)}>
        Send a proposal
      </Button>
      {quota && (
        <p className="tiny dim wide-only">
          {Math.max(0, quota.perWeek - quota.used)} of {quota.perWeek} proposals left this week
        </p>
      )}
    </>
  );
}

function ClientCard({ job }: { job: Job }) {
  const { data } = useQuery({
    ...read("getClient", { params: { userId: job.client.id } }),
    staleTime: COUNT_STALE_MS,
  });
  return (
    <section className="card stack tight lift" aria-label="Client">
      <p className="eyebrow">The client</p>
      <div className="row nowrap">
        <Avatar name={job.client.displayName} url={job.client.avatarUrl} size={44} />
        <div className="grow">
          <Link className="cover strong" to={paths.client(job.client.id)}>
            {job.client.displayName}
          </Link>
          {job.client.country && <p className="small dim">{country(job.client.country)}</p>}
        </div>
      </div>
      {data ? (
        <>
          <RatingMark rating={data.rating} />
          <Facts
            rows={[
              ["Jobs posted", number(data.jobsPosted)],
              ["Hires", number(data.hires)],
              ["Payment", data.paymentVerified ? "Verified" : "Not verified yet"],
              ["Member since", month(data.memberSince)],
            ]}
          />
        </>
      ) : (
        <Bone height={132} />
      )}
    </section>
  );
}

function ShareButton({ title }: { title: string }) {
  const share = async () => {
    if (navigator.share) await navigator.share({ title, url: location.href }).catch(() => {});
    else {
      await navigator.clipboard.writeText(location.href);
      toast.done("The link is copied.");
    }
  };
  return (
    <Button variant="default" leftSection={<IconShare size={18} />} onClick={() => void share().catch(toast.failed)}>
      Share
    </Button>
  );
}
