import type { Activity } from "@freelancerm/contracts/contracts";
import { useInfiniteQuery } from "@tanstack/react-query";
import { Link } from "react-router";
import { itemsOf, readPages } from "../../lib/api.ts";
import { capitalised, dateTime } from "../../lib/format.ts";
import { activity } from "../../lib/labels.ts";
import { paths } from "../../lib/paths.ts";
import { IconAdd, IconCheck, IconClock, IconContract, IconFile, IconRetry, IconWallet } from "../../ui/icons.ts";
import { Money } from "../../ui/marks.tsx";
import { Prose } from "../../ui/prose.tsx";
import { Empty, Loaded, More, SkeletonList } from "../../ui/states.tsx";
import type { Room } from "./side.ts";
import { whoDid } from "./who-did.ts";

/** By the event's name without its version. */
const MARKS: Record<string, { icon: typeof IconCheck; tone?: "good" | "waiting" }> = {
  "contract.started": { icon: IconContract },
  "contract.ended": { icon: IconContract },
  "milestone.added": { icon: IconAdd },
  "milestone.funded": { icon: IconWallet, tone: "good" },
  "milestone.submitted": { icon: IconFile },
  "milestone.changes_requested": { icon: IconRetry, tone: "waiting" },
  "milestone.approved": { icon: IconCheck, tone: "good" },
  "milestone.released": { icon: IconWallet, tone: "good" },
};
const markOf = ({ type }: Activity) => MARKS[type.replace(/\.v\d+$/, "")] ?? { icon: IconClock, tone: "waiting" };

/** Everything that happened, newest first; nobody can change it. */
export function ActivityTab({ contract, side }: Room) {
  const log = useInfiniteQuery(readPages("listActivity", { params: { contractId: contract.id } }));
  const items = itemsOf<"listActivity">(log.data);
  const nameOf = (by: "client" | "freelancer") => (by === side ? "you" : contract[by].displayName);
  const titleOf = (number: number) => contract.milestones[number - 1]?.title ?? `milestone ${number}`;
  return (
    <Loaded query={log} skeleton={<SkeletonList rows={4} height={60} />}>
      {() =>
        items.length === 0 ? (
          <Empty title="Nothing happened yet" />
        ) : (
          <>
            <ol className="plain card flush" style={{ paddingBlock: 8 }}>
              {items.map((line) => {
                const { icon: Icon, tone } = markOf(line);
                return (
                  <li key={line.id} className="log-line">
                    <span className="log-mark" data-tone={tone} aria-hidden>
                      <Icon size={16} />
                    </span>
                    <div>
                      <p>
                        <span className="strong">{activity(line.type)}</span>
                        {line.milestone !== null && <span className="dim">: {titleOf(line.milestone)}</span>}
                      </p>
                      <p className="small dim">
                        {capitalised(whoDid(line, items, nameOf))}, <time dateTime={line.at}>{dateTime(line.at)}</time>
                      </p>
                      {line.note && (
                        <div className="said">
                          <Prose text={line.note} />
                        </div>
                      )}
                    </div>
                    {line.amount !== null && line.amount > 0 && (
                      <Money amount={line.amount} currency={contract.currency} />
                    )}
                  </li>
                );
              })}
            </ol>
            <p className="tiny dim">
              Lines are never changed or removed. How the money moved is under{" "}
              <Link to={paths.contract(contract.id, "payments")}>Payments</Link>.
            </p>
            <More query={log} />
          </>
        )
      }
    </Loaded>
  );
}
