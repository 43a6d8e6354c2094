import type { Category } from "@freelancerm/contracts/categories";
import type { Home } from "@freelancerm/contracts/marketplace";
import { Button } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import { useState } from "react";
import { Link, useNavigate } from "react-router";
import { COUNT_STALE_MS, read } from "../../lib/api.ts";
import { counted, number } from "../../lib/format.ts";
import { paths } from "../../lib/paths.ts";
import { isStaffAlone, useSession } from "../../session/session.ts";
import { IconCheck, IconClock, IconSearch, IconShield } from "../../ui/icons.ts";
import { JobRow } from "../../ui/job-row.tsx";
import { useDocumentTitle } from "../../ui/page.tsx";
import { Empty, Failure, SkeletonList } from "../../ui/states.tsx";
import { TalentCard } from "../../ui/talent-card.tsx";
import "./home.css";
import { Dashboard, Head } from "./dashboard.tsx";
import { HERO } from "./hero-words.ts";
import { StaffDesk } from "./staff-desk.tsx";
import { Welcome } from "./welcome.tsx";

export default function HomePage() {
  useDocumentTitle("FreelancerM");
  const session = useSession();
  const home = useQuery({ ...read("getHome"), staleTime: COUNT_STALE_MS });
  return (
    <div className="bleed">
      {session.status === "signed_in" ? <Welcome user={session.user} role={session.role} /> : <Hero home={home.data} />}
      <div className="inner stack" style={{ gap: 48, paddingTop: 36 }}>
        {session.user && session.user.staffRoles.length > 0 && <StaffDesk user={session.user} />}
        {session.user && !isStaffAlone(session.user) && <Dashboard user={session.user} role={session.role} />}
        {home.data ? (
          <Sections home={home.data} />
        ) : home.isError ? (
          <Failure error={home.error} retry={() => void home.refetch()} />
        ) : (
          <SkeletonList rows={4} height={120} />
        )}
        {session.status !== "signed_in" && <HowItWorks />}
      </div>
    </div>
  );
}

function Hero({ home }: { home?: Home }) {
  const navigate = useNavigate();
  const [words, setWords] = useState("");
  return (
    <div className="hero">
      <div className="inner hero-grid">
        <div className="stack hero-words">
          <h1 className="hero-title">{HERO.title}</h1>
          <p className="hero-lead">{HERO.lead}</p>
          <search>
            <form
              className="hero-search"
              onSubmit={(event) => {
                event.preventDefault();
                void navigate(paths.jobs({ q: words.trim() }));
              }}
            >
              <IconSearch size={20} aria-hidden />
              <input
                type="search"
                aria-label="Search open jobs"
                placeholder="Search open jobs"
                value={words}
                maxLength={100}
                onChange={(event) => setWords(event.currentTarget.value)}
              />
              <Button type="submit" radius="xl">
                Search
              </Button>
            </form>
          </search>
          <div className="row">
            <Button component={Link} to={paths.signUp({ role: "client" })} size="md">
              Hire a freelancer
            </Button>
            <Button component={Link} to={paths.signUp({ role: "freelancer" })} size="md" variant="default">
              Find work
            </Button>
          </div>
        </div>
        <Example />
      </div>
      <div className="inner">
        <dl className="totals" aria-busy={!home}>
          {(
            [
              ["openJobs", "open jobs"],
              ["freelancers", "freelancers"],
              ["contracts", "contracts agreed"],
            ] as const
          ).map(([key, words]) => (
            <div key={key}>
              <dt>{words}</dt>
              <dd className="figure">{home ? number(home.totals[key]) : "–"}</dd>
            </div>
          ))}
        </dl>
      </div>
    </div>
  );
}

/** What a contract looks like here: every step says whose turn it is, until when, and what happens by default. */
function Example() {
  return (
    <figure className="example" aria-label="An example of a contract">
      <figcaption className="eyebrow">How a contract looks here</figcaption>
      <ol className="plain">
        <li data-done>
          <IconCheck size={18} aria-hidden />
          <span>
            <strong>Three sketches</strong>
            <span className="small dim">Approved and paid</span>
          </span>
          <span className="num strong">€300</span>
        </li>
        <li data-now>
          <IconClock size={18} aria-hidden />
          <span>
            <strong>Final files</strong>
            <span className="small">In review: the client has 6 days. Silence approves.</span>
          </span>
          <span className="num strong">€450</span>
        </li>
        <li>
          <IconShield size={18} aria-hidden />
          <span>
            <strong>Style guide</strong>
            <span className="small dim">Funded before its work starts</span>
          </span>
          <span className="num strong">€200</span>
        </li>
      </ol>
    </figure>
  );
}

function Sections({ home }: { home: Home }) {
  const { role, status, user } = useSession();
  const jobs = (
    <section className="stack" key="jobs" aria-labelledby="newest-jobs">
      <Head id="newest-jobs" title="Newest jobs" to={paths.jobs()} more="All jobs" />
      {home.newestJobs.length === 0 ? (
        <Empty
          title="No jobs are open yet"
          action={
            isStaffAlone(user) ? undefined : (
              <Button component={Link} to={paths.newJob()}>
                Post the first one
              </Button>
            )
          }
        >
          As soon as somebody posts a job it appears here.
        </Empty>
      ) : (
        <div className="tiles wide">
          {home.newestJobs.slice(0, 6).map((job) => (
            <JobRow key={job.id} job={job} />
          ))}
        </div>
      )}
    </section>
  );
  const talent = (
    <section className="stack" key="talent" aria-labelledby="top-freelancers">
      <Head id="top-freelancers" title="Top freelancers" to={paths.talent()} more="All freelancers" />
      {home.topFreelancers.length === 0 ? (
        <Empty title="No freelancers yet">Public profiles appear here.</Empty>
      ) : (
        <div className="tiles people-tiles">
          {home.topFreelancers.map((person) => (
            <TalentCard key={person.id} person={person} />
          ))}
        </div>
      )}
    </section>
  );
  const hiring = status === "signed_in" && role === "client" && !isStaffAlone(user);
  return (
    <>
      <Categories home={home} hiring={hiring} />
      {hiring ? [talent, jobs] : [jobs, talent]}
    </>
  );
}

/** The top level, or on request every category under its own. */
function Categories({ home, hiring }: { home: Home; hiring: boolean }) {
  const [all, setAll] = useState(false);
  const { categories } = home;
  const top = categories.filter(({ parentId }) => parentId === null);
  const link = (category: Category, className: string) => (
    <Link
      className={className}
      to={hiring ? paths.talent({ category: category.id }) : paths.jobs({ category: category.id })}
    >
      <span className="strong">{category.name}</span>
      <span className="tiny dim">
        {hiring ? counted(category.freelancers, "freelancer") : counted(category.openJobs, "open job")}
      </span>
    </Link>
  );
  return (
    <section className="stack" aria-labelledby="categories">
      <div className="row apart">
        <h2 id="categories">Categories</h2>
        {categories.length > top.length && (
          <button type="button" className="text-button" aria-expanded={all} onClick={() => setAll(!all)}>
            {all ? "Main categories only" : `All ${categories.length} categories`}
          </button>
        )}
      </div>
      <ul className="plain categories">
        {top.map((category) => (
          <li key={category.id}>
            {link(category, "category")}
            {all && (
              <ul className="plain">
                {categories
                  .filter(({ parentId }) => parentId === category.id)
                  .map((below) => (
                    <li key={below.id}>{link(below, "sub-category")}</li>
                  ))}
              </ul>
            )}
          </li>
        ))}
      </ul>
    </section>
  );
}

const STEPS = [
  ["Post a job", "Say what you need and what it may cost. Freelancers answer with a price and milestones."],
  ["Agree", "Compare up to four proposals side by side. Accepting one makes a contract with fixed terms."],
  ["Fund a milestone", "Its money is set aside before work starts, so nobody works or pays on trust alone."],
  [
    "Approve and pay",
    "The freelancer submits, you review. If you stay silent, the agreed default applies, and both see it.",
  ],
] as const;

function HowItWorks() {
  return (
    <section className="stack" aria-labelledby="how">
      <h2 id="how" className="row">
        <IconShield size={22} aria-hidden /> How it works
      </h2>
      <ol className="plain steps">
        {STEPS.map(([title, words]) => (
          <li key={title}>
            <h3>{title}</h3>
            <p className="dim small">{words}</p>
          </li>
        ))}
      </ol>
    </section>
  );
}
