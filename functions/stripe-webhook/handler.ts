import { webhookRoutes } from "@freelancerm/contracts/payments";
import { receiveEvent } from "@freelancerm/core/payments/receive-event";
import { implement } from "@freelancerm/platform/http";
import { ownProcessor } from "@freelancerm/platform/stripe";

/** The route over a processor that is made on first use. */
export const webhookWith = (processor: typeof ownProcessor) =>
  implement(
    webhookRoutes,
    (deps) => ({
      receiveStripeWebhook: async ({ rawBody, headers }) => {
        const event = await processor().parseWebhook(rawBody, headers["stripe-signature"], deps.clock.now());
        await receiveEvent({ ...deps, processor: processor() })(event);
        return { received: true };
      },
    }),
    { untaken: "WebhookFailed" },
  );

export const handler = webhookWith(ownProcessor);
