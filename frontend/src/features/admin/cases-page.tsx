import "../../ui/parts.css";
import { useInfiniteQuery } from "@tanstack/react-query";
import { Link, useSearchParams } from "react-router";
import { type Answer, itemsOf, readPages } from "../../lib/api.ts";
import { useNow } from "../../lib/clock.ts";
import { counted } from "../../lib/format.ts";
import { paths } from "../../lib/paths.ts";
import { Due, Status, When } from "../../ui/marks.tsx";
import { PageTitle } from "../../ui/page.tsx";
import { Empty, Loaded, More, SkeletonList } from "../../ui/states.tsx";
import { caseOutcome, reasonMark, subjectKind } from "../trust/words.ts";

type CaseItem = Answer<"listCases">["items"][number];

const TABS = { open: "To decide", decided: "Decided" } as const;

export default function CasesPage() {
  const [search, setSearch] = useSearchParams();
  const status = search.get("status") === "decided" ? "decided" : "open";
  const cases = useInfiniteQuery(readPages("listCases", { query: { status } }));
  const items = itemsOf<"listCases">(cases.data);
  return (
    <>
      <PageTitle title="Cases">What people reported, by when it is to be decided.</PageTitle>
      <div className="stack">
        <fieldset className="tabs" aria-label="Which cases">
          {Object.entries(TABS).map(([id, words]) => (
            <button
              type="button"
              key={id}
              aria-pressed={status === id}
              onClick={() => setSearch(id === "open" ? {} : { status: id }, { replace: true })}
            >
              {words}
            </button>
          ))}
        </fieldset>
        <Loaded query={cases} skeleton={<SkeletonList />}>
          {() =>
            items.length === 0 ? (
              <Empty title={status === "open" ? "Nothing waits for a decision" : "Nothing was decided yet"} />
            ) : (
              <>
                <ul className="plain card flush rows">
                  {items.map((item) => (
                    <CaseRow key={item.id} item={item} />
                  ))}
                </ul>
                <More query={cases} />
              </>
            )
          }
        </Loaded>
      </div>
    </>
  );
}

function CaseRow({ item }: { item: CaseItem }) {
  const { id, subject, title, owner, reasons, reports, dueAt, decision } = item;
  return (
    <li className="stack tight" style={{ position: "relative" }}>
      <p className="eyebrow">{subjectKind[subject.kind]}</p>
      <div className="row apart">
        <h2 style={{ fontSize: "1.05rem", minWidth: 0 }}>
          <Link className="cover" to={paths.adminCase(id)}>
            {title}
          </Link>
        </h2>
        {decision ? (
          <Status
            label={{ words: caseOutcome[decision.outcome], tone: decision.outcome === "dismiss" ? "neutral" : "bad" }}
          />
        ) : (
          <DueMark at={dueAt} />
        )}
      </div>
      <p className="small dim">
        {owner.displayName} · {reasons.map((reason) => reasonMark[reason]).join(", ")} · {counted(reports, "report")}
        {decision && (
          <>
            {" "}
            · decided by {decision.by.displayName} <When at={decision.decidedAt} />
          </>
        )}
      </p>
    </li>
  );
}

/** By when a case is to be decided; it says when that is over. */
export function DueMark({ at }: { at: string }) {
  const late = useNow() > Date.parse(at);
  return (
    <span className="small num" style={late ? { color: "var(--bad-ink)", fontWeight: 600 } : undefined}>
      {late ? "Was due " : "Due "}
      <Due at={at} />
    </span>
  );
}
