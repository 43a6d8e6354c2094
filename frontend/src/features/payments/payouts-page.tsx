import type { PayoutAccount } from "@freelancerm/contracts/payments";
import { Button } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import { useState } from "react";
import { Link, useSearchParams } from "react-router";
import { api, newKey, read, refresh } from "../../lib/api.ts";
import { country, dateTime, list, money } from "../../lib/format.ts";
import { paths } from "../../lib/paths.ts";
import { Status } from "../../ui/marks.tsx";
import { PageTitle } from "../../ui/page.tsx";
import { Loaded, Notice } from "../../ui/states.tsx";
import { useAction } from "../../ui/use-action.ts";

const STATES = {
  none: { words: "Not set up", tone: "neutral" },
  pending: { words: "Not finished", tone: "waiting" },
  active: { words: "Ready", tone: "good" },
} as const;
const LOCKED = { words: "Changed lately", tone: "waiting" } as const;

export default function PayoutsPage() {
  const [search] = useSearchParams();
  const back = search.get("onboarding") === "done";
  const account = useQuery({
    ...read("getPayoutAccount"),
    // What was changed there is told to us a moment later.
    refetchInterval: ({ state }) =>
      back && (state.data?.status !== "active" || state.dataUpdateCount < 6) ? 2000 : false,
  });
  return (
    <div className="narrow">
      <PageTitle title="Payouts" eyebrow={<Link to={paths.payments()}>Payments</Link>}>
        Where the money you earn goes.
      </PageTitle>
      <Loaded query={account}>
        {(known) => (
          <section className="card stack">
            <div className="row apart">
              <h2>Your payout account</h2>
              <Status label={known.lockedUntil ? LOCKED : STATES[known.status]} />
            </div>
            <Waiting account={known} />
            {known.status === "active" ? <Ready account={known} /> : <SetUp account={known} back={back} />}
          </section>
        )}
      </Loaded>
    </div>
  );
}

/** What is approved and waits for the account, and until when. */
function Waiting({ account: { waiting, lockedUntil } }: { account: PayoutAccount }) {
  const sums = list(waiting.map(({ amount, currency }) => money(amount, currency)));
  if (lockedUntil) {
    return (
      <Notice tone="waiting" title="Your bank account was changed">
        For your safety nothing is sent to it before {dateTime(lockedUntil)}.{sums && ` ${sums} waits until then.`} If
        it was not you, change your password and the bank account.
      </Notice>
    );
  }
  return sums ? (
    <Notice tone="waiting" title={`${sums} waits for you`}>
      Your work is approved. The money is sent as soon as the account is ready.
    </Notice>
  ) : null;
}

/** What the processor says of an account that works, and the way to change it. */
function Ready({ account: { bank, payoutsEnabled } }: { account: PayoutAccount }) {
  const change = useAction(() => api.changePayoutAccount(), {
    onSuccess: async ({ onboardingUrl }) => location.assign(onboardingUrl ?? ""),
  });
  return (
    <>
      <dl className="facts">
        {bank && (
          <>
            <dt>Bank account</dt>
            <dd>
              {bank.name} <span className="num">•••• {bank.last4}</span>
            </dd>
            <dt>Country and currency</dt>
            <dd>
              {country(bank.country)}, {bank.currency}
            </dd>
          </>
        )}
        <dt>Takes what is released to you</dt>
        <dd>Yes</dd>
        <dt>Is paid out to your bank</dt>
        <dd>{payoutsEnabled ? "Yes" : "Not yet"}</dd>
      </dl>
      <p className="small dim">
        What is released to you is sent to your account at our payment processor at once; it pays it out to your bank.
        After a change of the bank account nothing is sent for 24 hours.
      </p>
      <div>
        <Button variant="default" loading={change.isPending} onClick={() => change.mutate()}>
          Change the bank account
        </Button>
      </div>
    </>
  );
}

function SetUp({ account: { status }, back }: { account: PayoutAccount; back: boolean }) {
  const [idempotencyKey, setKey] = useState(newKey);
  const open = useAction(() => api.openPayoutAccount({ idempotencyKey }), {
    onSuccess: async ({ onboardingUrl }) => {
      if (onboardingUrl) location.assign(onboardingUrl);
      else {
        setKey(newKey());
        await refresh("getPayoutAccount");
      }
    },
  });
  return (
    <>
      {back && (
        <Notice tone="waiting">
          We are waiting for the payment processor to confirm your details. This page updates by itself.
        </Notice>
      )}
      <p>
        Our payment processor asks for your name, address and bank account, and checks them. We see no more of your bank
        account than its last four digits. Money that is released before you are done waits for you.
      </p>
      <div>
        <Button size="md" loading={open.isPending} onClick={() => open.mutate()}>
          {status === "none" ? "Set up payouts" : "Go on setting up"}
        </Button>
      </div>
    </>
  );
}
