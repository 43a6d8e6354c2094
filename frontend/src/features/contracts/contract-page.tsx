import type { Contract } from "@freelancerm/contracts/contracts";
import { useQuery } from "@tanstack/react-query";
import { type ComponentType, Suspense, useEffect, useRef, useState } from "react";
import { Link, useParams } from "react-router";
import { read } from "../../lib/api.ts";
import { contractStatus } from "../../lib/labels.ts";
import { paths } from "../../lib/paths.ts";
import { useMe } from "../../session/session.ts";
import { later } from "../../ui/later.ts";
import { Status, When } from "../../ui/marks.tsx";
import { PageTitle } from "../../ui/page.tsx";
import { Bone, Loaded, NotFound, SkeletonList } from "../../ui/states.tsx";
import { ActivityTab } from "./activity-tab.tsx";
import "./contracts.css";
import { MilestoneDialogs } from "./milestone-dialogs.tsx";
import { Milestones } from "./milestones.tsx";
import { NextActionCard } from "./next-action-card.tsx";
import { Overview } from "./overview.tsx";
import { isFunded, PaymentNotice, useReturnFromCheckout } from "./paying.tsx";
import { PaymentsTab } from "./payments-tab.tsx";
import { counterpart, type MilestoneDialog, type Room } from "./side.ts";
import { TermsTab } from "./terms-tab.tsx";

const ReviewTab = later(async () => ({ default: (await import("./review-tab.tsx")).ReviewTab }));

const TABS = [
  { id: undefined, words: "Milestones", view: Milestones },
  { id: "activity", words: "Activity", view: ActivityTab },
  { id: "payments", words: "Payments", view: PaymentsTab },
  { id: "terms", words: "Terms", view: TermsTab },
  { id: "review", words: "Review", view: ReviewTab },
];

export default function ContractPage() {
  const { contractId = "", tab } = useParams();
  const back = useReturnFromCheckout();
  const contract = useQuery({
    ...read("getContract", { params: { contractId } }),
    refetchInterval: ({ state }) => (back.paid && back.waiting && !isFunded(state.data, back.paid) ? 1500 : false),
  });
  const chosen = TABS.find(({ id }) => id === tab);
  if (!chosen) return <NotFound />;
  return (
    <Loaded query={contract} skeleton={<SkeletonRoom />}>
      {(loaded) => (
        <>
          <PaymentNotice contract={loaded} back={back} />
          <ContractRoom contract={loaded} tab={tab} view={chosen.view} />
        </>
      )}
    </Loaded>
  );
}

/** On a narrow screen the chosen tab may lie beyond the edge. */
function useTabInView(tab: string | undefined) {
  const nav = useRef<HTMLElement>(null);
  // biome-ignore lint/correctness/useExhaustiveDependencies: another tab is what makes it run.
  useEffect(() => {
    const chosen = nav.current?.querySelector<HTMLElement>("[aria-current]");
    if (!nav.current || !chosen) return;
    nav.current.scrollLeft =
      chosen.offsetLeft - nav.current.offsetLeft - (nav.current.clientWidth - chosen.offsetWidth) / 2;
  }, [tab]);
  return nav;
}

function ContractRoom({ contract, tab, view: View }: { contract: Contract; tab?: string; view: ComponentType<Room> }) {
  const me = useMe();
  const [asked, setAsked] = useState<{ dialog: MilestoneDialog; number: number }>();
  const tabs = useTabInView(tab);
  const side = me.id === contract.client.id ? "client" : "freelancer";
  const room: Room = { contract, side, ask: (dialog, { number }) => setAsked({ dialog, number }) };
  const milestone = contract.milestones.find(({ number }) => number === asked?.number);
  return (
    <>
      <PageTitle title={contract.title} eyebrow={<Link to={paths.contracts()}>Contracts</Link>}>
        <span className="row">
          <Status label={contractStatus[contract.status]} />
          <span>
            with {counterpart(room).displayName}, started <When at={contract.startedAt} />
          </span>
        </span>
      </PageTitle>
      <div className="stack loose">
        <NextActionCard {...room} />
        <nav className="tabs" aria-label="Contract" ref={tabs}>
          {TABS.map(({ id, words }) => (
            <Link key={words} to={paths.contract(contract.id, id)} aria-current={id === tab ? "page" : undefined}>
              {words}
            </Link>
          ))}
        </nav>
        <div className="split">
          <div className="stack">
            <Suspense fallback={<SkeletonList rows={2} height={110} />}>
              <View {...room} />
            </Suspense>
          </div>
          <Overview {...room} />
        </div>
      </div>
      {asked && milestone && (
        <Suspense>
          <MilestoneDialogs
            key={`${asked.dialog}${asked.number}`}
            room={room}
            milestone={milestone}
            dialog={asked.dialog}
            close={() => setAsked(undefined)}
          />
        </Suspense>
      )}
    </>
  );
}

const SkeletonRoom = () => (
  <div className="stack loose" aria-busy="true" role="status" aria-label="Loading">
    <div className="stack tight">
      <Bone width={90} />
      <Bone width="min(520px, 80%)" height={36} />
      <Bone width={220} height={22} />
    </div>
    <div className="next">
      <Bone width={120} />
      <Bone width="45%" height={26} />
      <Bone width="70%" />
      <Bone width={170} height={44} />
    </div>
    <div className="split">
      <div className="card stack">
        <Bone height={64} />
        <Bone height={64} />
        <Bone height={64} />
      </div>
      <div className="card">
        <Bone height={150} />
      </div>
    </div>
  </div>
);
