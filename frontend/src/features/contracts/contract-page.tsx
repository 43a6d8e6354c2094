import type { Contract } from "@freelancerm/contracts/contracts";
import { Button } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import { useEffect, useState } from "react";
import { Link, useParams, useSearchParams } from "react-router";
import { api, read } from "../../lib/api.ts";
import { counted } from "../../lib/format.ts";
import { contractStatus } from "../../lib/labels.ts";
import { paths } from "../../lib/paths.ts";
import { useMe } from "../../session/session.ts";
import { Ask } from "../../ui/dialogs.tsx";
import { IconMessages } from "../../ui/icons.ts";
import { Money, PersonMark, Status, When } from "../../ui/marks.tsx";
import { PageTitle } from "../../ui/page.tsx";
import { Loaded, NotFound, Notice } from "../../ui/states.tsx";
import { toast } from "../../ui/toast.tsx";
import { ActivityTab } from "./activity-tab.tsx";
import { Milestones } from "./milestones.tsx";
import { NextActionCard } from "./next-action-card.tsx";
import { PaymentsTab } from "./payments-tab.tsx";
import { ReviewTab } from "./review-tab.tsx";
import { changedContract, checkout, counterpart, type Room } from "./side.ts";
import { TermsTab } from "./terms-tab.tsx";

const TABS = [
  { id: undefined, words: "Milestones", view: Milestones },
  { id: "activity", words: "Activity", view: ActivityTab },
  { id: "payments", words: "Payments", view: PaymentsTab },
  { id: "terms", words: "Terms", view: TermsTab },
  { id: "review", words: "Review", view: ReviewTab },
];

export default function ContractPage() {
  const { contractId = "", tab } = useParams();
  const paying = useReturnFromCheckout();
  const contract = useQuery({
    ...read("getContract", { params: { contractId } }),
    refetchInterval: (query) => (paying && !isFunded(query.state.data, paying) ? 1500 : false),
  });
  const chosen = TABS.find(({ id }) => id === tab);
  if (!chosen) return <NotFound />;
  return (
    <Loaded query={contract}>
      {(loaded) => (
        <>
          {paying && <PaymentNotice funded={isFunded(loaded, paying)} />}
          <ContractRoom contract={loaded} tab={tab} view={chosen.view} />
        </>
      )}
    </Loaded>
  );
}

function ContractRoom({
  contract,
  tab,
  view: View,
}: {
  contract: Contract;
  tab?: string;
  view: (room: Room) => React.ReactNode;
}) {
  const me = useMe();
  const room: Room = { contract, side: me.id === contract.client.id ? "client" : "freelancer" };
  const other = counterpart(room);
  return (
    <>
      <PageTitle
        title={contract.title}
        eyebrow={<Link to={paths.contracts()}>Contract</Link>}
        actions={
          <Button
            component={Link}
            to={paths.room(contract.roomId)}
            variant="default"
            leftSection={<IconMessages size={18} />}
          >
            Message {other.displayName.split(" ")[0]}
          </Button>
        }
      >
        <span className="row">
          <Status label={contractStatus[contract.status]} />
          <span>
            Started <When at={contract.startedAt} />
          </span>
        </span>
      </PageTitle>
      <div className="stack loose">
        <NextActionCard {...room} />
        <nav className="tabs" aria-label="Contract">
          {TABS.map(({ id, words }) => (
            <Link key={words} to={paths.contract(contract.id, id)} aria-current={id === tab ? "page" : undefined}>
              {words}
            </Link>
          ))}
        </nav>
        <div className="split">
          <div className="stack">
            <View {...room} />
          </div>
          <aside className="stack sticky" aria-label="Overview">
            <section className="card lift">
              <Link className="cover" to={room.side === "client" ? paths.freelancer(other.id) : paths.client(other.id)}>
                <PersonMark person={other} detail={room.side === "client" ? "Freelancer" : "Client"} size={44} />
              </Link>
            </section>
            <Sums contract={contract} />
            {contract.status === "active" && <EndContract {...room} />}
          </aside>
        </div>
      </div>
    </>
  );
}

function Sums({ contract }: { contract: Contract }) {
  const { currency, total, held, released, refunded } = contract;
  const rows: [string, number][] = [
    ["Agreed in all", total],
    ["Held now", held],
    ["Paid out", released],
    ["Given back", refunded],
  ];
  return (
    <section className="card stack" aria-label="Money">
      <dl className="facts">
        {rows.map(([words, amount]) => (
          <div key={words} style={{ display: "contents" }}>
            <dt>{words}</dt>
            <dd>
              <Money amount={amount} currency={currency} />
            </dd>
          </div>
        ))}
      </dl>
      <progress value={released} max={Math.max(1, total)} aria-label="Share paid out" style={{ width: "100%" }} />
      <p className="tiny dim">{counted(contract.milestones.length, "milestone")}</p>
    </section>
  );
}

function EndContract({ contract }: Room) {
  const [asking, setAsking] = useState(false);
  return (
    <>
      <Button variant="subtle" color="red" onClick={() => setAsking(true)}>
        End the contract
      </Button>
      {asking && (
        <Ask
          title="End this contract?"
          confirm="End the contract"
          danger
          reason={{ label: "Reason, shown to the other side", minimum: 0, maximum: 500 }}
          run={async (reason) => {
            await api.endContract({ params: { contractId: contract.id }, body: { reason } });
            await changedContract();
            toast.done("The contract has ended.");
          }}
          onClose={() => setAsking(false)}
        >
          <p>
            It is possible while no money is held. Milestones that were not funded are cancelled, and both sides can
            review each other for 14 days.
          </p>
        </Ask>
      )}
    </>
  );
}

const isFunded = (contract: Contract | undefined, milestone: number): boolean => {
  const status = contract?.milestones.find(({ number }) => number === milestone)?.status;
  return status !== undefined && status !== "pending";
};

/**
 * The checkout sends people back with ?paid=1; the money counts when the processor has told us so. Answers the milestone
 * that was being paid, until its funding is seen or two minutes have passed.
 */
function useReturnFromCheckout(): number | undefined {
  const [search] = useSearchParams();
  const [milestone] = useState(() => (search.get("paid") === "1" ? checkout.milestone() : undefined));
  const [waiting, setWaiting] = useState(true);
  useEffect(() => {
    const timer = setTimeout(() => setWaiting(false), 120_000);
    return () => clearTimeout(timer);
  }, []);
  return waiting ? milestone : undefined;
}

function PaymentNotice({ funded }: { funded: boolean }) {
  useEffect(() => {
    if (funded) void changedContract();
  }, [funded]);
  return (
    <div style={{ marginBottom: 20 }} role="status">
      {funded ? (
        <Notice tone="good">The milestone is funded. Work can start.</Notice>
      ) : (
        <Notice tone="waiting">We are waiting for the payment to be confirmed. This page updates by itself.</Notice>
      )}
    </div>
  );
}
