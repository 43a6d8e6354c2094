/** Disputes: opened by a test card or the sandbox, answered with evidence, closed won or lost. */
import type { Stripe } from "stripe";
import { invalid } from "./errors.ts";
import { allowOnly, group, metadata } from "./params.ts";
import { type Call, DAY_SECONDS, newId, type Route, type World } from "./world.ts";

const DISPUTE_FEE = 1500;

const EVIDENCE = `access_activity_log billing_address cancellation_policy cancellation_policy_disclosure
cancellation_rebuttal customer_communication customer_email_address customer_name customer_purchase_ip
customer_signature duplicate_charge_documentation duplicate_charge_explanation duplicate_charge_id product_description
receipt refund_policy refund_policy_disclosure refund_refusal_explanation service_date service_documentation
shipping_address shipping_carrier shipping_date shipping_documentation shipping_tracking_number uncategorized_file
uncategorized_text`.split(/\s+/);

/** Opens a dispute over the whole charge: its amount and a fee leave the balance at once. */
export function openDispute(world: World, chargeId: string, reason = "fraudulent"): Stripe.Dispute {
  const charge = world.get<Stripe.Charge>(chargeId, "charge");
  if (charge.disputed || !charge.paid) throw invalid(`Charge ${chargeId} cannot be disputed.`, "charge");
  const id = newId("du");
  const withdrawal = world.book({
    type: "adjustment",
    amount: -charge.amount,
    fee: DISPUTE_FEE,
    currency: charge.currency,
    source: id,
    description: `Chargeback withdrawal for ${chargeId}`,
    category: "dispute",
  });
  const evidence = Object.fromEntries(EVIDENCE.map((name) => [name, null]));
  const dispute: Stripe.Dispute = {
    id,
    object: "dispute",
    amount: charge.amount,
    balance_transactions: [withdrawal],
    charge: chargeId,
    created: world.now(),
    currency: charge.currency,
    enhanced_eligibility_types: [],
    evidence: { ...evidence, enhanced_evidence: {} } as unknown as Stripe.Dispute["evidence"],
    evidence_details: {
      due_by: world.now() + 9 * DAY_SECONDS,
      enhanced_eligibility: {},
      has_evidence: false,
      past_due: false,
      submission_count: 0,
      submission_method: null as unknown as Stripe.Dispute["evidence_details"]["submission_method"],
    },
    intended_submission_method: null,
    is_charge_refundable: false,
    livemode: false,
    metadata: {},
    payment_intent: charge.payment_intent,
    reason,
    status: "needs_response",
  };
  charge.disputed = true;
  world.put(dispute);
  world.emit("charge.dispute.created", dispute);
  world.emit("charge.dispute.funds_withdrawn", dispute);
  return dispute;
}

/** Ends a dispute; a won one brings the amount back, the fee stays. */
export function closeDispute(world: World, id: string, status: "won" | "lost"): Stripe.Dispute {
  const dispute = world.get<Stripe.Dispute>(id, "dispute");
  if (dispute.status === "won" || dispute.status === "lost")
    throw invalid("This dispute is already closed", undefined, "dispute_already_closed");
  dispute.status = status;
  if (status === "won") {
    const movement = { type: "adjustment", amount: dispute.amount, currency: dispute.currency, source: id };
    dispute.balance_transactions.push(
      world.book({
        ...movement,
        description: `Chargeback reversal for ${dispute.charge}`,
        category: "dispute_reversal",
      }),
    );
    world.emit("charge.dispute.funds_reinstated", dispute);
  }
  world.emit("charge.dispute.closed", dispute);
  return dispute;
}

/** Evidence text `winning_evidence` or `losing_evidence` decides the case at once, as in Stripe's test mode. */
function updateDispute({ world, params, ids }: Call) {
  allowOnly(params, "evidence submit metadata");
  const dispute = world.get<Stripe.Dispute>(ids[0]!, "dispute");
  const given = group(params, "evidence");
  allowOnly(given, EVIDENCE.join(" "));
  Object.assign(dispute.evidence, given);
  dispute.metadata = metadata(params, dispute.metadata);
  dispute.evidence_details.has_evidence ||= Object.keys(given).length > 0;
  if (params.submit === "false" || Object.keys(given).length === 0) return dispute;
  dispute.status = "under_review";
  dispute.evidence_details.submission_count += 1;
  world.emit("charge.dispute.updated", dispute);
  const verdict = given.uncategorized_text;
  if (verdict === "winning_evidence") closeDispute(world, dispute.id, "won");
  if (verdict === "losing_evidence") closeDispute(world, dispute.id, "lost");
  return dispute;
}

export const disputeRoutes: Route[] = [
  ["GET", "/v1/disputes/:id", ({ world, ids }) => world.get(ids[0]!, "dispute")],
  ["POST", "/v1/disputes/:id", updateDispute],
  ["POST", "/v1/disputes/:id/close", ({ world, ids }) => closeDispute(world, ids[0]!, "lost")],
];
