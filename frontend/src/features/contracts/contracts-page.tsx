import { Button } from "@mantine/core";
import { useInfiniteQuery } from "@tanstack/react-query";
import { Link } from "react-router";
import { itemsOf, readPages } from "../../lib/api.ts";
import { contractStatus, role as roleWords } from "../../lib/labels.ts";
import { paths } from "../../lib/paths.ts";
import { actAs, useMe, useSession } from "../../session/session.ts";
import { Avatar, Money, Status, When } from "../../ui/marks.tsx";
import { PageTitle } from "../../ui/page.tsx";
import { Empty, Loaded, More, SkeletonList } from "../../ui/states.tsx";

export default function ContractsPage() {
  const me = useMe();
  const { role } = useSession();
  const contracts = useInfiniteQuery(readPages("listMyContracts", { query: { role } }));
  const items = itemsOf<"listMyContracts">(contracts.data);
  return (
    <>
      <PageTitle title="Contracts" />
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
        <Loaded query={contracts} skeleton={<SkeletonList />}>
          {() =>
            items.length === 0 ? (
              <Empty
                title="No contracts yet"
                action={
                  <Button component={Link} to={role === "client" ? paths.myJobs() : paths.jobs()}>
                    {role === "client" ? "See my jobs" : "Find work"}
                  </Button>
                }
              >
                {role === "client"
                  ? "When you accept a proposal, its contract is here."
                  : "When a client hires you, the contract is here."}
              </Empty>
            ) : (
              <ul className="plain stack">
                {items.map((contract) => (
                  <li key={contract.id} className="card lift row apart">
                    <div className="row nowrap grow" style={{ minWidth: 220 }}>
                      <Avatar name={contract.counterpart.displayName} url={contract.counterpart.avatarUrl} size={44} />
                      <div className="grow">
                        <h2 style={{ fontSize: "1.08rem" }}>
                          <Link className="cover" to={paths.contract(contract.id)}>
                            {contract.title}
                          </Link>
                        </h2>
                        <p className="small dim">
                          with {contract.counterpart.displayName}, started <When at={contract.startedAt} />
                        </p>
                      </div>
                    </div>
                    <Status label={contractStatus[contract.status]} />
                    <span className="figure" style={{ fontSize: "1.15rem" }}>
                      <Money amount={contract.total} currency={contract.currency} />
                    </span>
                  </li>
                ))}
              </ul>
            )
          }
        </Loaded>
        <More query={contracts} />
      </div>
    </>
  );
}
