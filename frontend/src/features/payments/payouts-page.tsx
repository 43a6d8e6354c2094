import { Button } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import { useState } from "react";
import { Link, useSearchParams } from "react-router";
import { api, newKey, read, refresh } from "../../lib/api.ts";
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

export default function PayoutsPage() {
  const [search] = useSearchParams();
  const back = search.get("onboarding") === "done";
  const [idempotencyKey, setKey] = useState(newKey);
  const account = useQuery({
    ...read("getPayoutAccount"),
    refetchInterval: (query) => (back && query.state.data?.status !== "active" ? 2000 : false),
  });
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
    <div className="narrow">
      <PageTitle title="Payouts" eyebrow={<Link to={paths.payments()}>Payments</Link>}>
        Where the money you earn goes.
      </PageTitle>
      <Loaded query={account}>
        {({ status }) => (
          <section className="card stack">
            <div className="row apart">
              <h2>Your payout account</h2>
              <Status label={STATES[status]} />
            </div>
            {status === "active" ? (
              <p>Money that is released to you goes to your account at our payment processor.</p>
            ) : (
              <>
                {back && (
                  <Notice tone="waiting">
                    We are waiting for the payment processor to confirm your details. This page updates by itself.
                  </Notice>
                )}
                <p>
                  Our payment processor asks for your name, address and bank account, and checks them. We never see your
                  bank details. Money that is released before you are done waits for you.
                </p>
                <div>
                  <Button size="md" loading={open.isPending} onClick={() => open.mutate()}>
                    {status === "none" ? "Set up payouts" : "Go on setting up"}
                  </Button>
                </div>
              </>
            )}
          </section>
        )}
      </Loaded>
    </div>
  );
}
