import type { ContractCard } from "@freelancerm/contracts/contracts";
import type { NextAction } from "@freelancerm/contracts/fields";
import type { Role } from "@freelancerm/contracts/route";
import { Button } from "@mantine/core";
import { useInfiniteQuery } from "@tanstack/react-query";
import { Link } from "react-router";
import { itemsOf, readPages } from "../../lib/api.ts";
import { useNow } from "../../lib/clock.ts";
import { counted, date } from "../../lib/format.ts";
import { nextAction, role as roleWords } from "../../lib/labels.ts";
import { paths } from "../../lib/paths.ts";
import { actAs, useMe, useSession } from "../../session/session.ts";
import { IconCheck, IconClock, IconContract } from "../../ui/icons.ts";
import { Avatar, Due, Money } from "../../ui/marks.tsx";
import { PageTitle } from "../../ui/page.tsx";
import { Bone, Empty, Loaded, More } from "../../ui/states.tsx";
import "./contracts.css";
import { MoneyBar } from "./money-bar.tsx";
import { firstName, turnOf } from "./side.ts";

/** Contracts by what they ask of the reader; what waits for them first. */
const GROUPS: { words: string; has: (contract: ContractCard, role: Role) => boolean }[] = [
  { words: "Your turn", has: ({ nextAction: next }, role) => next?.by === role },
  { words: "Under way", has: ({ nextAction: next, status }, role) => status === "active" && next?.by !== role },
  { words: "Ended", has: ({ nextAction: next, status }, role) => status === "ended" && next?.by !== role },
];

export default function ContractsPage() {
  const me = useMe();
  const { role } = useSession();
  const contracts = useInfiniteQuery(readPages("listMyContracts", { query: { role } }));
  const items = itemsOf<"listMyContracts">(contracts.data);
  return (
    <>
      <PageTitle title="Contracts">{items.length > 0 && <Summary items={items} role={role} />}</PageTitle>
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
        <Loaded query={contracts} skeleton={<SkeletonRows />}>
          {() =>
            items.length === 0 ? (
              <NoContracts role={role} />
            ) : (
              <div className="stack loose">
                {GROUPS.map(({ words, has }) => {
                  const group = items.filter((contract) => has(contract, role));
                  if (group.length === 0) return null;
                  return (
                    <section key={words} className="stack tight" aria-label={words}>
                      <h2 style={{ fontSize: "1.06rem" }}>
                        {words} <span className="dim num">{group.length}</span>
                      </h2>
                      <ul className="plain card flush rows">
                        {group.map((contract) => (
                          <Row key={contract.id} contract={contract} role={role} />
                        ))}
                      </ul>
                    </section>
                  );
                })}
              </div>
            )
          }
        </Loaded>
        <More query={contracts} />
      </div>
    </>
  );
}

function Summary({ items, role }: { items: ContractCard[]; role: Role }) {
  const mine = items.filter(({ nextAction: next }) => next?.by === role).length;
  return mine > 0
    ? `${counted(mine, "contract waits", "contracts wait")} for you.`
    : "Nothing waits for you right now.";
}

function Row({ contract, role }: { contract: ContractCard; role: Role }) {
  const { counterpart, currency, total, released, held, status } = contract;
  return (
    <li className="contract-row">
      <Avatar name={counterpart.displayName} url={counterpart.avatarUrl} size={44} />
      <div>
        <h3>
          <Link className="cover" to={paths.contract(contract.id)}>
            {contract.title}
          </Link>
        </h3>
        <p className="small dim">
          {counterpart.displayName}
          {" · "}
          {contract.endedAt ? <>ended {date(contract.endedAt)}</> : <>since {date(contract.startedAt)}</>}
        </p>
        <Turn contract={contract} role={role} />
      </div>
      <div className="contract-money">
        <span className="strong">
          <Money amount={total} currency={currency} />
        </span>
        <MoneyBar total={total} released={released} held={held} currency={currency} />
        <span className="tiny dim num" style={{ gridColumn: "1 / -1" }}>
          <Money amount={released} currency={currency} /> paid
          {status === "active" && held > 0 && (
            <>
              , <Money amount={held} currency={currency} /> held
            </>
          )}
        </span>
      </div>
    </li>
  );
}

/** Says which milestone an action is about. */
const numbered = (words: string, { milestone }: NextAction): string => {
  if (milestone === null) return words;
  return words.includes("the milestone")
    ? words.replace("the milestone", `milestone ${milestone}`)
    : `${words}, milestone ${milestone}`;
};

/** What happens next in a contract, in one line. */
function Turn({ contract, role }: { contract: ContractCard; role: Role }) {
  const { status, counterpart } = contract;
  const now = useNow();
  const next = turnOf(contract, now);
  if (!next) {
    if (status === "ended") return null;
    return (
      <p className="turn">
        <IconCheck size={16} aria-hidden />{" "}
        {contract.held > 0 ? "Held money is still to be paid out or given back" : "All work is settled"}
      </p>
    );
  }
  const mine = next.by === role;
  const words = nextAction[next.action];
  return (
    <p className="turn" data-mine={mine || undefined}>
      <IconClock size={16} aria-hidden />
      <span>
        {mine ? numbered(words.mine, next) : `Waiting for ${firstName(counterpart)} to ${numbered(words.theirs, next)}`}
        {next.dueAt && (
          <span className="due">
            {Date.parse(next.dueAt) < now ? " · was due " : " · due "}
            <Due at={next.dueAt} />
          </span>
        )}
      </span>
    </p>
  );
}

function NoContracts({ role }: { role: Role }) {
  const client = role === "client";
  return (
    <Empty
      title="No contracts yet"
      icon={IconContract}
      action={
        <Button component={Link} to={client ? paths.myJobs() : paths.jobs()}>
          {client ? "See my jobs" : "Find work"}
        </Button>
      }
    >
      {client
        ? "When you accept a proposal, its contract is here: what was agreed, what is paid, and whose turn it is."
        : "When a client hires you, the contract is here: what was agreed, what is paid, and whose turn it is."}
    </Empty>
  );
}

const SkeletonRows = () => (
  <div className="card flush rows" aria-busy="true" role="status" aria-label="Loading">
    {[1, 2, 3, 4].map((row) => (
      <div className="contract-row" key={row} style={{ minHeight: 104 }}>
        <Bone width={44} height={44} />
        <div className="stack tight">
          <Bone width="55%" height={18} />
          <Bone width="30%" />
          <Bone width="40%" />
        </div>
        <div className="contract-money">
          <Bone width={90} />
          <Bone height={8} />
        </div>
      </div>
    ))}
  </div>
);
