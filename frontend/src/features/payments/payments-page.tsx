import type { PayoutAccount } from "@freelancerm/contracts/payments";
import { runningLines } from "@freelancerm/contracts/payments-statement";
import { Button } from "@mantine/core";
import { useInfiniteQuery, useQuery } from "@tanstack/react-query";
import { useEffect } from "react";
import { Link, useSearchParams } from "react-router";
import { itemsOf, read, readPages } from "../../lib/api.ts";
import { counted, dateTime } from "../../lib/format.ts";
import { ledgerType, role as roleWords } from "../../lib/labels.ts";
import { paths } from "../../lib/paths.ts";
import { actAs, useMe, useSession } from "../../session/session.ts";
import { IconDownload, IconWallet } from "../../ui/icons.ts";
import { PageTitle } from "../../ui/page.tsx";
import { Empty, Loaded, More, Notice, SkeletonList } from "../../ui/states.tsx";
import { toast } from "../../ui/toast.tsx";
import { Balances } from "./balances.tsx";
import { saveStatement } from "./statement.ts";
import { StatementTable } from "./statement-table.tsx";

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
  const entries = itemsOf<"listMyLedger">(ledger.data);
  const { data: account } = useQuery({ ...read("getPayoutAccount"), enabled: role === "freelancer" });
  const running = runningLines(entries.toReversed());
  const shown = running.toReversed().filter(({ type }) => kind === "all" || type === kind);
  function download() {
    saveStatement(entries, role);
    toast.done(`The statement has ${counted(running.flatMap(({ statement }) => statement).length, "line")}.`);
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
          ? "What you were charged, what is held, and what came back, line by line."
          : "What is held for you and what you received, line by line."}
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
        {role === "freelancer" && <PayoutHint account={account} />}
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
                {!hasNextPage && <Balances entries={entries} role={role} waiting={account?.waiting} />}
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
                {shown.length === 0 ? (
                  <Empty title="None of these" icon={IconWallet} />
                ) : (
                  <StatementTable
                    entries={shown}
                    role={role}
                    whole={!hasNextPage}
                    title={({ contractId }, words) => <Link to={paths.contract(contractId, "payments")}>{words}</Link>}
                    about={({ contractTitle }) => contractTitle}
                  />
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

function PayoutHint({ account }: { account?: PayoutAccount }) {
  if (!account || (account.status === "active" && !account.lockedUntil)) return null;
  return account.lockedUntil ? (
    <Notice tone="waiting" title="Your payout account was changed">
      What is released to you waits until {dateTime(account.lockedUntil)}.{" "}
      <Link to={paths.payouts()}>See your payouts</Link>
    </Notice>
  ) : (
    <Notice tone="waiting" title="Your payouts are not set up yet">
      Money that is released to you waits until they are. <Link to={paths.payouts()}>Set them up</Link>
    </Notice>
  );
}
