import { bounds } from "@freelancerm/contracts/limits";
import { Button } from "@mantine/core";
import { useState } from "react";
import { Link } from "react-router";
import { api } from "../../lib/api.ts";
import { paths } from "../../lib/paths.ts";
import { Ask } from "../../ui/dialogs.tsx";
import { IconMessages } from "../../ui/icons.ts";
import { Money, PersonMark } from "../../ui/marks.tsx";
import { toast } from "../../ui/toast.tsx";
import { MoneyBar } from "./money-bar.tsx";
import { changedContract, counterpart, firstName, type Room } from "./side.ts";

/** Beside every tab: the other side, where the money stands, and the way out. */
export function Overview(room: Room) {
  const { contract, side } = room;
  const other = counterpart(room);
  return (
    <aside className="stack sticky" aria-label="Overview">
      <section className="card lift stack" aria-label="The other side">
        <Link className="cover" to={side === "client" ? paths.freelancer(other.id) : paths.client(other.id)}>
          <PersonMark person={other} detail={side === "client" ? "Freelancer" : "Client"} size={44} />
        </Link>
        <Button
          className="above"
          component={Link}
          to={paths.room(contract.roomId)}
          variant="default"
          fullWidth
          leftSection={<IconMessages size={18} />}
        >
          Message {firstName(other)}
        </Button>
      </section>
      <Sums {...room} />
      {contract.status === "active" && <EndContract {...room} />}
    </aside>
  );
}

function Sums({ contract }: Room) {
  const { currency, total, held, released, refunded } = contract;
  const open = contract.milestones
    .filter(({ status }) => status === "pending")
    .reduce((sum, { amount }) => sum + amount, 0);
  const rows = [
    { words: "Released", amount: released, part: "released" },
    { words: "Held as project funds", amount: held, part: "held" },
    { words: "Not funded yet", amount: open, part: "open" },
    { words: "Given back", amount: refunded, part: "refunded" },
  ].filter(({ amount, part }) => amount > 0 || part === "released" || part === "held");
  return (
    <section className="card stack" aria-labelledby="sums">
      <div className="row apart">
        <h2 id="sums" style={{ fontSize: "1rem" }}>
          Agreed in all
        </h2>
        <span className="figure" style={{ fontSize: "1.25rem" }}>
          <Money amount={total} currency={currency} />
        </span>
      </div>
      <p className="tiny dim">Prices of the work, before fees</p>
      <MoneyBar {...contract} />
      <dl className="money-key">
        {rows.map(({ words, amount, part }) => (
          <div key={part} style={{ display: "contents" }}>
            <i data-part={part} aria-hidden />
            <dt>{words}</dt>
            <dd>
              <Money amount={amount} currency={currency} />
            </dd>
          </div>
        ))}
      </dl>
    </section>
  );
}

function EndContract({ contract }: Room) {
  const [asking, setAsking] = useState(false);
  if (contract.held > 0) {
    return (
      <p className="small dim" style={{ padding: "0 4px" }}>
        The contract can be ended by either side once it holds no money.
      </p>
    );
  }
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
            Milestones that were not funded are cancelled, and both sides can review each other for{" "}
            {bounds.reviewWindowDays} days. It cannot be undone.
          </p>
        </Ask>
      )}
    </>
  );
}
