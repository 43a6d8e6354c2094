import { useInfiniteQuery } from "@tanstack/react-query";
import { itemsOf, readPages } from "../../lib/api.ts";
import { dateTime } from "../../lib/format.ts";
import { activity } from "../../lib/labels.ts";
import { Money } from "../../ui/marks.tsx";
import { Empty, Loaded, More } from "../../ui/states.tsx";
import type { Room } from "./side.ts";

/** Everything that happened, in its order; nobody can change it. */
export function ActivityTab({ contract, side }: Room) {
  const log = useInfiniteQuery(readPages("listActivity", { params: { contractId: contract.id } }));
  const items = itemsOf<"listActivity">(log.data);
  const who = (by: "client" | "freelancer" | "system") =>
    by === side ? "You" : by === "system" ? "By itself" : contract[by].displayName;
  return (
    <Loaded query={log}>
      {() =>
        items.length === 0 ? (
          <Empty title="Nothing happened yet" />
        ) : (
          <>
            <ol className="plain card flush rows">
              {items.map((line) => (
                <li key={line.id} className="row apart top">
                  <div className="grow">
                    <p className="strong">
                      {activity(line.type)}
                      {line.milestone !== null && <span className="dim"> · milestone {line.milestone}</span>}
                    </p>
                    {line.note && <p className="small pre">{line.note}</p>}
                    <p className="small dim">
                      {who(line.by)}, {dateTime(line.at)}
                    </p>
                  </div>
                  {line.amount !== null && line.amount > 0 && (
                    <Money amount={line.amount} currency={contract.currency} />
                  )}
                </li>
              ))}
            </ol>
            <More query={log} />
          </>
        )
      }
    </Loaded>
  );
}
