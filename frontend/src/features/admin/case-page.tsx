import "../../ui/parts.css";
import type { CaseFile, CaseOutcome } from "@freelancerm/contracts/trust";
import { Button } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import { useState } from "react";
import { Link, useParams } from "react-router";
import { api, queryClient, read, refresh } from "../../lib/api.ts";
import { dateTime } from "../../lib/format.ts";
import { paths } from "../../lib/paths.ts";
import { Ask } from "../../ui/dialogs.tsx";
import { Facts } from "../../ui/facts.tsx";
import { PersonMark, Status, When } from "../../ui/marks.tsx";
import { PageTitle } from "../../ui/page.tsx";
import { SkeletonSplit } from "../../ui/skeleton-split.tsx";
import { Loaded, Notice } from "../../ui/states.tsx";
import { toast } from "../../ui/toast.tsx";
import { caseOutcome, reasonMark, subjectKind, subjectPath } from "../trust/words.ts";
import { DueMark } from "./cases-page.tsx";

const REASON = { minimum: 10, maximum: 1000 };

/** What each decision does, before it is made. */
const DECISIONS: Record<CaseOutcome, { words: string; done: string; about: string; label: string }> = {
  dismiss: {
    words: "Dismiss",
    done: "The case is dismissed.",
    about: "Everything stays as it is. Whoever reported it is told that nothing breaks the rules.",
    label: "Why, for the log",
  },
  remove: {
    words: "Remove",
    done: "It is removed.",
    about: "It is taken away for good: a job leaves the lists, a message and a review lose their words.",
    label: "Why, told to whoever wrote it",
  },
  suspend: {
    words: "Suspend the account",
    done: "The account is suspended.",
    about:
      "What was reported is taken away and nobody signs in with this account any more, within 15 minutes everywhere. Contracts and their money go on.",
    label: "Why, mailed to whoever is suspended",
  },
};

export default function CasePage() {
  const { caseId = "" } = useParams();
  const found = useQuery(read("getCase", { params: { caseId } }));
  return (
    <Loaded query={found} skeleton={<SkeletonSplit />}>
      {(file) => <CaseView file={file} />}
    </Loaded>
  );
}

function CaseView({ file }: { file: CaseFile }) {
  const path = subjectPath(file);
  return (
    <>
      <PageTitle
        title={file.title}
        eyebrow={<Link to={paths.adminCases()}>Cases</Link>}
        actions={
          path && (
            <Button variant="default" component={Link} to={path}>
              Look at it
            </Button>
          )
        }
      >
        <span className="row">
          {file.status === "open" ? (
            <DueMark at={file.dueAt} />
          ) : (
            <Status label={{ words: "Decided", tone: "neutral" }} />
          )}
        </span>
      </PageTitle>
      <div className="split facts-lead">
        <div className="stack loose">
          <Decide file={file} />
          <section className="stack" aria-labelledby="reports">
            <h2 id="reports">What was reported</h2>
            <ul className="plain card flush rows">
              {file.filed.map((report) => (
                <li key={report.reporter.id} className="stack tight">
                  <div className="row apart">
                    <PersonMark person={report.reporter} detail={<When at={report.reportedAt} />} />
                    <Status label={{ words: reasonMark[report.reason], tone: "waiting" }} />
                  </div>
                  {report.words && <p className="pre">{report.words}</p>}
                  <details>
                    <summary className="small" style={{ paddingBlock: 6 }}>
                      What it said then
                    </summary>
                    <p className="card quiet pre small" style={{ overflowWrap: "anywhere", marginTop: 8 }}>
                      {report.said || "Nothing in words."}
                    </p>
                  </details>
                </li>
              ))}
            </ul>
          </section>
          {file.earlier.length > 0 && (
            <section className="stack" aria-labelledby="earlier">
              <h2 id="earlier">Decided before</h2>
              {file.earlier.map((decision) => (
                <DecisionCard key={decision.decidedAt} decision={decision} />
              ))}
            </section>
          )}
        </div>
        <aside className="stack sticky" aria-label="Facts">
          <section className="card stack">
            <p className="eyebrow">Whose it is</p>
            <PersonMark person={file.owner} />
            <Facts
              rows={[
                ["What", subjectKind[file.subject.kind]],
                ["Reports", String(file.reports)],
                ["Opened", dateTime(file.openedAt)],
                ["Account", file.ownerSuspendedAt ? "Suspended" : "Open"],
              ]}
            />
            {file.ownerSuspendedAt && <Reinstate file={file} />}
          </section>
        </aside>
      </div>
    </>
  );
}

const DecisionCard = ({ decision: { outcome, reason, by, decidedAt } }: { decision: CaseFile["earlier"][number] }) => (
  <div className="card quiet stack tight">
    <p className="strong">{caseOutcome[outcome]}</p>
    <p className="pre">{reason}</p>
    <p className="small dim">
      {by.displayName}, <When at={decidedAt} />
    </p>
  </div>
);

/** The decision, or the ways to make one. */
function Decide({ file }: { file: CaseFile }) {
  const [outcome, setOutcome] = useState<CaseOutcome>();
  if (file.decision) return <DecisionCard decision={file.decision} />;
  if (file.outcomes.length === 0) {
    return <Notice title="Somebody else decides this">You are party to it, or reported it.</Notice>;
  }
  const chosen = outcome && DECISIONS[outcome];
  return (
    <section className="card stack tight" aria-labelledby="decide">
      <h2 id="decide">Decide</h2>
      <div className="row">
        {file.outcomes.map((one) => (
          <Button
            key={one}
            variant={one === "dismiss" ? "default" : "light"}
            color={one === "dismiss" ? undefined : "red"}
            onClick={() => setOutcome(one)}
          >
            {DECISIONS[one].words}
          </Button>
        ))}
      </div>
      {chosen && (
        <Ask
          title={`${chosen.words}?`}
          confirm={chosen.words}
          danger={outcome !== "dismiss"}
          reason={{ ...REASON, label: chosen.label }}
          run={async (reason) => {
            const params = { caseId: file.id };
            const decided = await api.decideCase({ params, body: { outcome, reason } });
            queryClient.setQueryData(read("getCase", { params }).queryKey, decided);
            await refresh("listCases", "listAudit");
            toast.done(chosen.done);
          }}
          onClose={() => setOutcome(undefined)}
        >
          <p>{chosen.about}</p>
        </Ask>
      )}
    </section>
  );
}

function Reinstate({ file: { owner } }: { file: CaseFile }) {
  const [asking, setAsking] = useState(false);
  return (
    <>
      <Button variant="default" onClick={() => setAsking(true)}>
        Let them in again
      </Button>
      {asking && (
        <Ask
          title={`Let ${owner.displayName} in again?`}
          confirm="Let in again"
          reason={{ ...REASON, label: "Why, for the log" }}
          run={async (reason) => {
            await api.reinstateUser({ params: { userId: owner.id }, body: { reason } });
            await refresh("getCase", "listAudit");
            toast.done(`${owner.displayName} can sign in again.`);
          }}
          onClose={() => setAsking(false)}
        >
          <p>They are told that their account is open again. What was removed stays removed.</p>
        </Ask>
      )}
    </>
  );
}
