import type { Proposal } from "@freelancerm/contracts/proposals";
import { Button } from "@mantine/core";
import { useState } from "react";
import { api } from "../../lib/api.ts";
import { dateTime } from "../../lib/format.ts";
import { Ask } from "../../ui/dialogs.tsx";
import { When } from "../../ui/marks.tsx";
import { AgreeDialog } from "./agree-dialog.tsx";
import { changedProposal } from "./changes.ts";
import { OfferDialog } from "./offer-dialog.tsx";
import { TermsView } from "./terms-view.tsx";

/** The offer on the table: what it changes, whose turn it is and until when. */
export function OfferCard({ proposal, side }: { proposal: Proposal; side: "client" | "freelancer" }) {
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
        <AgreeDialog
          title="Accept this offer?"
          confirm="Accept and start the contract"
          terms={offer.terms}
          currency={proposal.currency}
          side={side}
          accept={() => api.acceptOffer({ params, version: proposal.version })}
          onClose={close}
        />
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
