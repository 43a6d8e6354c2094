import type { Currency } from "@freelancerm/contracts/fields";
import type { LedgerEntry } from "@freelancerm/contracts/payments";
import type { Role } from "@freelancerm/contracts/route";
import { Button } from "@mantine/core";
import { useInfiniteQuery, useQuery } from "@tanstack/react-query";
import { Link } from "react-router";
import { itemsOf, read, readPages } from "../../lib/api.ts";
import { dateTime } from "../../lib/format.ts";
import { ledgerType, role as roleWords } from "../../lib/labels.ts";
import { paths } from "../../lib/paths.ts";
import { actAs, useMe, useSession } from "../../session/session.ts";
import { IconDownload } from "../../ui/icons.ts";
import { Money } from "../../ui/marks.tsx";
import { PageTitle } from "../../ui/page.tsx";
import { Empty, Loaded, More, Notice, SkeletonList } from "../../ui/states.tsx";
import { toast } from "../../ui/toast.tsx";
import { useAction } from "../../ui/use-action.ts";
import { downloadStatement } from "./statement.ts";

export default function PaymentsPage() {
  const me = useMe();
  const { role } = useSession();
  const ledger = useInfiniteQuery(readPages("listMyLedger", { query: { role } }));
  const titles = useContractTitles(role);
  const entries = itemsOf<"listMyLedger">(ledger.data);
  const download = useAction(() => downloadStatement(role, (id) => titles.get(id) ?? ""), {
    onSuccess: (lines) => toast.done(`The statement has ${lines} lines.`),
  });
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
              variant="light"
              disabled={entries.length === 0}
              loading={download.isPending}
              onClick={() => download.mutate()}
            >
              Statement as CSV
            </Button>
          </>
        }
      >
        {role === "client" ? "What you paid in, and what came back." : "What was paid to you."}
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
              <Empty title="No money has moved yet">
                {role === "client"
                  ? "When you fund a milestone it is listed here."
                  : "When a client approves your work it is listed here."}
              </Empty>
            ) : (
              <>
                <Totals entries={entries} role={role} complete={!ledger.hasNextPage} />
                <div className="card flush">
                  <table className="table cards">
                    <thead>
                      <tr>
                        <th scope="col">When</th>
                        <th scope="col">What</th>
                        <th scope="col">Contract</th>
                        <th scope="col" className="right">
                          In or out
                        </th>
                      </tr>
                    </thead>
                    <tbody>
                      {entries.map((entry) => (
                        <tr key={`${entry.contractId}${entry.seq}`}>
                          <td data-label="When">{dateTime(entry.at)}</td>
                          <td data-label="What">
                            {ledgerType[entry.type]}, milestone {entry.milestone}
                          </td>
                          <td data-label="Contract">
                            <Link to={paths.contract(entry.contractId, "payments")}>
                              {titles.get(entry.contractId) ?? "See the contract"}
                            </Link>
                          </td>
                          <td data-label="In or out" className="right strong num">
                            <Effect entry={entry} />
                          </td>
                        </tr>
                      ))}
                    </tbody>
                  </table>
                </div>
                <More query={ledger} />
              </>
            )
          }
        </Loaded>
      </div>
    </>
  );
}

const Effect = ({ entry }: { entry: LedgerEntry }) =>
  entry.effect === 0 ? (
    <span className="dim">no change</span>
  ) : (
    <span>
      {entry.effect > 0 ? "+" : "−"}
      <Money amount={Math.abs(entry.effect)} currency={entry.currency} />
    </span>
  );

/** What the lines above add up to, in each currency. */
function Totals({ entries, role, complete }: { entries: LedgerEntry[]; role: Role; complete: boolean }) {
  const sums = new Map<Currency, { in: number; out: number }>();
  for (const { currency, effect } of entries) {
    const sum = sums.get(currency) ?? { in: 0, out: 0 };
    if (effect > 0) sum.in += effect;
    else sum.out -= effect;
    sums.set(currency, sum);
  }
  return (
    <>
      <div className="tiles">
        {[...sums].map(([currency, sum]) => (
          <section key={currency} className="card" aria-label={currency}>
            <dl className="facts">
              <dt>{role === "client" ? "Paid in" : "Given back"}</dt>
              <dd>
                <Money amount={sum.out} currency={currency} />
              </dd>
              <dt>{role === "client" ? "Came back" : "Paid to you"}</dt>
              <dd>
                <Money amount={sum.in} currency={currency} />
              </dd>
              <dt className="strong">In all</dt>
              <dd className="strong">
                {sum.in >= sum.out ? "" : "−"}
                <Money amount={Math.abs(sum.in - sum.out)} currency={currency} />
              </dd>
            </dl>
          </section>
        ))}
      </div>
      {!complete && <p className="small dim">Sums of the lines shown so far.</p>}
    </>
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

function useContractTitles(role: Role): Map<string, string> {
  const { data } = useQuery(read("listMyContracts", { query: { role, limit: 100 } }));
  return new Map((data?.items ?? []).map(({ id, title }) => [id, title]));
}
