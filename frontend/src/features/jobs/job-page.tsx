import type { Job } from "@freelancerm/contracts/jobs";
import { Button } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import { Link, useParams } from "react-router";
import { read } from "../../lib/api.ts";
import { useCatalog } from "../../lib/catalog.ts";
import { country, date } from "../../lib/format.ts";
import { duration, jobStatus, jobType, level } from "../../lib/labels.ts";
import { paths } from "../../lib/paths.ts";
import { useSession } from "../../session/session.ts";
import { FileList } from "../../ui/attachments.tsx";
import { IconShare } from "../../ui/icons.ts";
import { Avatar, budgetWords, RatingMark, Status, When } from "../../ui/marks.tsx";
import { PageTitle } from "../../ui/page.tsx";
import { Prose } from "../../ui/prose.tsx";
import { Loaded } from "../../ui/states.tsx";
import { toast } from "../../ui/toast.tsx";
import { OwnerActions } from "./owner-actions.tsx";
import { SaveButton } from "./save-button.tsx";
import { SimilarJobs } from "./similar-jobs.tsx";

export default function JobPage() {
  const { jobId = "" } = useParams();
  const job = useQuery(read("getJob", { params: { jobId } }));
  return <Loaded query={job}>{(loaded) => <JobView job={loaded} />}</Loaded>;
}

function JobView({ job }: { job: Job }) {
  const { user } = useSession();
  const { categoryName, skillName } = useCatalog();
  const mine = user?.id === job.client.id;
  return (
    <>
      <PageTitle
        title={job.title}
        eyebrow={categoryName(job.categoryId)}
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
        </span>
      </PageTitle>
      <div className="split facts-first">
        <div className="stack loose">
          {mine && <OwnerActions job={job} />}
          <section className="card stack" aria-label="Description">
            <Prose text={job.description} />
            <FileList files={job.attachments} />
          </section>
          {job.skills.length > 0 && (
            <section className="stack tight" aria-labelledby="skills">
              <h2 id="skills">Skills</h2>
              <p className="row" style={{ gap: 8 }}>
                {job.skills.map((skill) => (
                  <Link className="chip" key={skill} to={paths.jobs({ skill })} style={{ minHeight: 32 }}>
                    {skillName(skill)}
                  </Link>
                ))}
              </p>
            </section>
          )}
          {job.questions.length > 0 && (
            <section className="stack tight" aria-labelledby="questions">
              <h2 id="questions">Questions to answer</h2>
              <ol style={{ paddingLeft: 20 }}>
                {job.questions.map((question) => (
                  <li key={question}>{question}</li>
                ))}
              </ol>
            </section>
          )}
          <SimilarJobs job={job} />
        </div>
        <aside className="stack sticky" aria-label="Facts">
          <section className="card stack">
            <p className="figure">{budgetWords(job)}</p>
            <dl className="facts">
              <dt>Payment</dt>
              <dd>{jobType[job.type]}</dd>
              <dt>Experience</dt>
              <dd>{level[job.level]}</dd>
              <dt>Duration</dt>
              <dd>{duration[job.duration]}</dd>
              {job.positions > 1 && (
                <>
                  <dt>Positions</dt>
                  <dd>
                    {job.hires} of {job.positions} filled
                  </dd>
                </>
              )}
              {job.deadlineAt && (
                <>
                  <dt>Needed by</dt>
                  <dd>{date(job.deadlineAt)}</dd>
                </>
              )}
              {job.expiresAt && job.status === "open" && (
                <>
                  <dt>Takes proposals until</dt>
                  <dd>{date(job.expiresAt)}</dd>
                </>
              )}
            </dl>
            {!mine && (
              <div className="wide-only">
                <Apply job={job} />
              </div>
            )}
          </section>
          <ClientCard job={job} />
        </aside>
      </div>
      {!mine && (
        <div className="action-bar phone-only">
          <Apply job={job} />
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
  const sent = data?.items.find(({ jobId, status }) => jobId === job.id && status !== "withdrawn");
  return sent ? (
    <Button fullWidth size="md" variant="light" component={Link} to={paths.proposal(sent.id)}>
      See your proposal
    </Button>
  ) : (
    <Button fullWidth size="md" component={Link} to={paths.propose(job.id)}>
      Send a proposal
    </Button>
  );
}

function ClientCard({ job }: { job: Job }) {
  const { data } = useQuery(read("getClient", { params: { userId: job.client.id } }));
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
      {data && (
        <>
          <RatingMark rating={data.rating} />
          <dl className="facts">
            <dt>Jobs posted</dt>
            <dd className="num">{data.jobsPosted}</dd>
            <dt>Hires</dt>
            <dd className="num">{data.hires}</dd>
            <dt>Payment</dt>
            <dd>{data.paymentVerified ? "Verified" : "Not verified yet"}</dd>
          </dl>
        </>
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
