import { useInfiniteQuery } from "@tanstack/react-query";
import { Link } from "react-router";
import { type Answer, itemsOf, readPages } from "../../lib/api.ts";
import { dateTime } from "../../lib/format.ts";
import { paths } from "../../lib/paths.ts";
import { Status } from "../../ui/marks.tsx";
import { PageTitle } from "../../ui/page.tsx";
import { Empty, Loaded, More, Notice, SkeletonList } from "../../ui/states.tsx";
import { auditAction } from "../trust/words.ts";

type Line = Answer<"listAudit">["items"][number];

export default function AuditPage() {
  const log = useInfiniteQuery(readPages("listAudit"));
  const lines = itemsOf<"listAudit">(log.data);
  const unsound = lines.filter(({ sound }) => !sound);
  return (
    <>
      <PageTitle title="Audit log">What staff did, newest first. Each line is sealed with the one before it.</PageTitle>
      <Loaded query={log} skeleton={<SkeletonList />}>
        {() =>
          lines.length === 0 ? (
            <Empty title="Nothing was done yet" />
          ) : (
            <div className="stack">
              {unsound.length > 0 && (
                <Notice tone="bad" title="The log was tampered with">
                  Not as they were written, or without the line before them: {unsound.map(({ seq }) => seq).join(", ")}.
                </Notice>
              )}
              <ol className="plain card flush rows" aria-label="Lines">
                {lines.map((line) => (
                  <LineItem key={line.seq} line={line} />
                ))}
              </ol>
              <More query={log} />
            </div>
          )
        }
      </Loaded>
    </>
  );
}

function LineItem({ line }: { line: Line }) {
  const { seq, actor, action, subject, before, after, reason, at, hash, sound } = line;
  const names = [...new Set([...Object.keys(before), ...Object.keys(after)])];
  return (
    <li className="stack tight">
      <div className="row apart">
        <h2 style={{ fontSize: "1rem" }}>
          <span className="dim num">{seq}.</span> {auditAction[action] ?? action}
        </h2>
        {sound ? (
          <code className="tiny dim" title={hash}>
            {hash.slice(0, 8)}
          </code>
        ) : (
          <Status label={{ words: "Not as written", tone: "bad" }} />
        )}
      </div>
      <p className="small dim">
        {actor.displayName}, {dateTime(at)} ·{" "}
        {subject.startsWith("cas_") ? <Link to={paths.adminCase(subject)}>the case</Link> : <code>{subject}</code>}
      </p>
      {reason && <p className="pre">{reason}</p>}
      {names.length > 0 && (
        <p className="small num" style={{ overflowWrap: "anywhere" }}>
          {names.map((name) => `${name}: ${said(before[name])} → ${said(after[name])}`).join(" · ")}
        </p>
      )}
    </li>
  );
}

const said = (value: unknown): string =>
  value === undefined || value === null || value === ""
    ? "–"
    : typeof value === "string"
      ? value
      : JSON.stringify(value);
