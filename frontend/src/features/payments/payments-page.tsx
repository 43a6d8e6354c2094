import type { LedgerEntry } from "@freelancerm/contracts/payments";
import type { Role } from "@freelancerm/contracts/route";
import { Button } from "@mantine/core";
import { useInfiniteQuery, useQuery } from "@tanstack/react-query";
import { useEffect } from "react";
import { Link, useSearchParams } from "react-router";
import { itemsOf, read, readPages } from "../../lib/api.ts";
import { counted, date, money } from "../../lib/format.ts";
import { ledgerType, role as roleWords } from "../../lib/labels.ts";
import { paths } from "../../lib/paths.ts";
import { actAs, useMe, useSession } from "../../session/session.ts";
import { IconDownload, IconWallet } from "../../ui/icons.ts";
import { PageTitle } from "../../ui/page.tsx";
import { Empty, Loaded, More, Notice, SkeletonList } from "../../ui/states.tsx";
import { toast } from "../../ui/toast.tsx";
import { Balances } from "./balances.tsx";
import "./payments.css";
import { linesOf, movedBy, type StatementLine, saveStatement } from "./statement.ts";

const KINDS = ["all", "funded", "released", "refunded"] as const;

export default function PaymentsPage() {
  const me = useMe();
  const { role } = useSession();
  const [search, setSearch] = useSearchParams();
  const kind = KINDS.find((one) => one === search.get("show")) ?? "all";
  // A statement adds up only when it is whole.
  const ledger = useInfiniteQuery(readPages("listMyLedger", { query: { role, limit: 100 } }));
  const { hasNextPage, isFetchingNextPage, isFetchNextPageError, fetchNextPage } = ledger;
  useEffect(() => {
    if (hasNextPage && !isFetchingNextPage && !isFetchNextPageError) void fetchNextPage();
  }, [hasNextPage, isFetchingNextPage, isFetchNextPageError, fetchNextPage]);
  const { data: contracts } = useQuery(read("listMyContracts", { query: { role, limit: 100 } }));
  const entries = itemsOf<"listMyLedger">(ledger.data);
  const lines = linesOf(entries).filter(({ type }) => kind === "all" || type === kind);
  function download() {
    saveStatement(entries, role);
    toast.done(`The statement has ${counted(entries.length, "line")}.`);
  }
  return (
    <>
      <PageTitle
        title="Payments"
        actions={
          <>
            {me.roles.includes("freelancer") && (
              <Button component={Link} to={paths.payouts()} variant="default">
                Payouts
              </Button>
            )}
            <Button
              leftSection={<IconDownload size={18} />}
              variant="default"
              disabled={entries.length === 0 || hasNextPage}
              onClick={download}
            >
              Statement as CSV
            </Button>
          </>
        }
      >
        {role === "client"
          ? "What you paid in, what is held, and what came back."
          : "What was paid to you, line by line."}
      </PageTitle>
      <div className="stack">
        {me.roles.length > 1 && (
          <fieldset className="tabs" aria-label="In which role">
            {me.roles.map((held) => (
              <button type="button" key={held} aria-pressed={role === held} onClick={() => actAs(held)}>
                As {roleWords[held].toLowerCase()}
              </button>
            ))}
          </fieldset>
        )}
        {role === "freelancer" && <PayoutHint />}
        <Loaded query={ledger} skeleton={<SkeletonList height={60} />}>
          {() =>
            entries.length === 0 ? (
              <Empty title="No money has moved yet" icon={IconWallet}>
                {role === "client"
                  ? "When you fund a milestone it is listed here."
                  : "When a client funds a milestone of yours, or approves your work, it is listed here."}
              </Empty>
            ) : (
              <>
                {!hasNextPage && <Balances entries={entries} contracts={contracts?.items ?? []} role={role} />}
                <fieldset className="tabs" aria-label="Which entries">
                  {KINDS.map((one) => (
                    <button
                      type="button"
                      key={one}
                      aria-pressed={one === kind}
                      onClick={() => setSearch(one === "all" ? {} : { show: one }, { replace: true })}
                    >
                      {one === "all" ? "All" : ledgerType[one]}
                    </button>
                  ))}
                </fieldset>
                {lines.length === 0 ? (
                  <Empty title="None of these" icon={IconWallet} />
                ) : (
                  <Statement lines={lines} role={role} whole={!hasNextPage} />
                )}
              </>
            )
          }
        </Loaded>
        <More query={ledger} />
      </div>
    </>
  );
}

function Statement({ lines, role, whole }: { lines: StatementLine[]; role: Role; whole: boolean }) {
  return (
    <div className="card flush">
      <table className="table statement">
        <thead>
          <tr>
            <th scope="col">Date</th>
            <th scope="col">What</th>
            <th scope="col">Amount</th>
            <th scope="col">{role === "client" ? "Spent in all" : "Earned in all"}</th>
          </tr>
        </thead>
        <tbody>
          {lines.map((line) => (
            <tr key={`${line.contractId}${line.seq}`}>
              <td>
                <time dateTime={line.at}>{date(line.at)}</time>
              </td>
              <td>
                <Link to={paths.contract(line.contractId, "payments")}>
                  {ledgerType[line.type]}: {line.milestoneTitle}
                </Link>
                <div className="small dim">{line.contractTitle}</div>
              </td>
              <td className="num">
                <Effect entry={line} />
              </td>
              <td className="num dim">
                {whole && money(role === "client" ? -line.balance : line.balance, line.currency)}
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}

/** What an entry meant for the reader; one that only moved held money says how much. */
function Effect({ entry }: { entry: LedgerEntry }) {
  const { effect, currency, type } = entry;
  if (effect > 0) return <span className="gain">+{money(effect, currency)}</span>;
  if (effect < 0) return <span className="loss">−{money(-effect, currency)}</span>;
  const words = { funded: "held", released: "paid out", refunded: "given back" }[type];
  return (
    <span className="dim">
      {money(movedBy(entry), currency)} {words}
    </span>
  );
}

function PayoutHint() {
  const { data } = useQuery(read("getPayoutAccount"));
  if (!data || data.status === "active") return null;
  return (
    <Notice tone="waiting" title="Your payouts are not set up yet">
      Money that is released to you waits until they are. <Link to={paths.payouts()}>Set them up</Link>
    </Notice>
  );
}
