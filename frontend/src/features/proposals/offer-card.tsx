import type { Proposal } from "@freelancerm/contracts/proposals";
import { Button } from "@mantine/core";
import { useState } from "react";
import { useNavigate } from "react-router";
import { api, refresh } from "../../lib/api.ts";
import { dateTime, money } from "../../lib/format.ts";
import { paths } from "../../lib/paths.ts";
import { Ask } from "../../ui/dialogs.tsx";
import { When } from "../../ui/marks.tsx";
import { toast } from "../../ui/toast.tsx";
import { FeeQuote } from "./fee-quote.tsx";
import { changedProposal, OfferDialog } from "./proposal-actions.tsx";
import { TermsView } from "./terms-view.tsx";

/** The offer on the table: what it changes, whose turn it is and until when. */
export function OfferCard({ proposal, side }: { proposal: Proposal; side: "client" | "freelancer" }) {
  const navigate = useNavigate();
  const [dialog, setDialog] = useState<"accept" | "counter" | "decline" | "withdraw">();
  const { offer } = proposal;
  if (!offer) return null;
  const mine = offer.by === side;
  const other = side === "client" ? proposal.freelancer.displayName : "the client";
  const params = { proposalId: proposal.id };
  const close = () => setDialog(undefined);
  return (
    <section className="card stack" aria-labelledby="offer" style={{ borderColor: "var(--clay-ink)" }}>
      <div>
        <p className="eyebrow">{offer.round > 1 ? `Offer, round ${offer.round}` : "Offer"}</p>
        <h2 id="offer">{mine ? `Your offer waits for ${other}` : "It is your turn to answer this offer"}</h2>
        <p className="small dim">
          It expires <When at={offer.expiresAt} /> ({dateTime(offer.expiresAt)}); then the proposal stands as before.
        </p>
      </div>
      {offer.message && <p className="pre">{offer.message}</p>}
      <TermsView terms={offer.terms} currency={proposal.currency} before={proposal.terms} />
      <div className="row">
        {mine ? (
          <Button variant="default" onClick={() => setDialog("withdraw")}>
            Take it back
          </Button>
        ) : (
          <>
            <Button onClick={() => setDialog("accept")}>Accept</Button>
            <Button variant="light" onClick={() => setDialog("counter")}>
              Offer other terms
            </Button>
            <Button variant="subtle" color="red" onClick={() => setDialog("decline")}>
              Decline
            </Button>
          </>
        )}
      </div>
      {dialog === "accept" && (
        <Ask
          title="Accept this offer?"
          confirm="Accept and start the contract"
          run={async () => {
            const { contractId } = await api.acceptOffer({ params, version: proposal.version });
            void refresh("listMyContracts", "getJob", "listMyJobs");
            void changedProposal();
            toast.done("The contract has started.");
            void navigate(paths.contract(contractId));
          }}
          onClose={close}
        >
          <p>
            You agree on {money(offer.terms.total, proposal.currency)} with the milestones above. Accepting makes a
            contract with these terms and today's fees.
          </p>
          <FeeQuote amount={offer.terms.total} currency={proposal.currency} side={side} />
        </Ask>
      )}
      {dialog === "decline" && (
        <Ask
          title="Decline this offer?"
          confirm="Decline"
          danger
          reason={{ label: "Reason, shown to the other side", minimum: 0, maximum: 300 }}
          run={async (reason) => {
            await api.declineOffer({ params, body: { reason } });
            await changedProposal();
          }}
          onClose={close}
        >
          <p>The proposal then stands as before.</p>
        </Ask>
      )}
      {dialog === "withdraw" && (
        <Ask
          title="Take your offer back?"
          confirm="Take it back"
          run={async () => {
            await api.withdrawOffer({ params });
            await changedProposal();
          }}
          onClose={close}
        >
          <p>The proposal then stands as before.</p>
        </Ask>
      )}
      {dialog === "counter" && <OfferDialog proposal={proposal} side={side} onClose={close} />}
    </section>
  );
}
