/** Transfers to connected accounts and their reversals. */
import type { Stripe } from "stripe";
import { insufficientFunds, invalid } from "./errors.ts";
import { formatMoney } from "./money.ts";
import { allowOnly, amount, metadata, optionalAmount, optionalText, text } from "./params.ts";
import { currencyOf } from "./payments.ts";
import { newCharge } from "./shapes.ts";
import { type Call, newId, PLATFORM, type Route } from "./world.ts";

function createTransfer({ world, params }: Call): Stripe.Transfer {
  allowOnly(params, "amount currency destination source_transaction transfer_group description metadata");
  const value = amount(params);
  const currency = currencyOf(params);
  const destination = text(params, "destination");
  const account = world.get(destination, "v2.core.account", undefined, "destination");
  if (!account.configuration.recipient?.applied || account.details_submitted !== true)
    throw invalid(
      "Your destination account needs to have at least one of the following capabilities enabled: transfers, " +
        "crypto_transfers, legacy_payments",
      "destination",
      "insufficient_capabilities_for_transfer",
    );
  const sourceId = optionalText(params, "source_transaction") ?? null;
  let availableOn = world.now();
  let transferGroup = optionalText(params, "transfer_group") ?? null;
  if (sourceId) {
    const charge = world.get<Stripe.Charge>(sourceId, "charge", undefined, "source_transaction");
    if (charge.currency !== currency)
      throw invalid("The currency of source_transaction's balance transaction must match the currency.", "currency");
    const used = world
      .listOf(PLATFORM, "transfer")
      .filter((other) => other.source_transaction === sourceId)
      .reduce((sum, other) => sum + other.amount - other.amount_reversed, 0);
    if (charge.status !== "succeeded" || used + value > charge.amount)
      throw invalid(
        `The transfer amount of ${formatMoney(value, currency)} exceeds the remaining amount of the source charge ` +
          `(${formatMoney(charge.amount - used, currency)}).`,
        "amount",
      );
    availableOn = world.find(charge.balance_transaction as string)!.available_on;
    transferGroup ??= charge.transfer_group ?? `group_${charge.payment_intent ?? charge.id}`;
    charge.transfer_group ??= transferGroup;
  } else if (world.available(PLATFORM, currency) < value) throw insufficientFunds();

  const id = newId("tr");
  const payment = newCharge({
    id: newId("py"),
    amount: value,
    currency,
    created: world.now(),
    source_transfer: id,
  });
  const movement = { currency, availableOn };
  const out = world.book({ ...movement, type: "transfer", amount: -value, source: id });
  const credit = { ...movement, type: "payment", category: "charge", amount: value, source: payment.id };
  payment.balance_transaction = world.book({ ...credit, account: destination }).id;
  const transfer: Stripe.Transfer = {
    id,
    object: "transfer",
    amount: value,
    amount_reversed: 0,
    balance_transaction: out.id,
    created: world.now(),
    currency,
    description: optionalText(params, "description") ?? null,
    destination,
    destination_payment: payment.id,
    livemode: false,
    metadata: metadata(params),
    reversals: { object: "list", data: [], has_more: false, url: `/v1/transfers/${id}/reversals` },
    reversed: false,
    source_transaction: sourceId,
    source_type: "card",
    transfer_group: transferGroup,
  };
  world.put(payment, destination);
  world.put(transfer);
  world.emit("transfer.created", transfer);
  return transfer;
}

function reverseTransfer({ world, params, ids }: Call): Stripe.TransferReversal {
  allowOnly(params, "amount metadata description refund_application_fee");
  const transfer = world.get<Stripe.Transfer>(ids[0]!, "transfer");
  const remaining = transfer.amount - transfer.amount_reversed;
  const value = optionalAmount(params) ?? remaining;
  if (transfer.reversed || value > remaining)
    throw invalid(
      `Transfer ${transfer.id} has ${formatMoney(remaining, transfer.currency)} left to reverse.`,
      "amount",
      transfer.reversed ? "transfer_reversed" : undefined,
    );
  const destination = transfer.destination as string;
  const { currency } = transfer;
  const payment = world.get<Stripe.Charge>(transfer.destination_payment as string, "charge", destination);
  const credit = world.find(payment.balance_transaction as string)!;
  // Money that is still pending goes back as pending; money that arrived must still be there.
  const pending = credit.available_on > world.now();
  if (!pending && world.available(destination, currency) < value) throw insufficientFunds();

  const id = newId("trr");
  const movement = { currency, availableOn: credit.available_on };
  const back = world.book({
    ...movement,
    type: "transfer_refund",
    amount: value,
    source: id,
    category: "transfer_reversal",
  });
  world.book({ ...movement, account: destination, type: "payment_refund", amount: -value, source: payment.id });
  const reversal: Stripe.TransferReversal = {
    id,
    object: "transfer_reversal",
    amount: value,
    balance_transaction: back.id,
    created: world.now(),
    currency,
    destination_payment_refund: newId("pyr"),
    metadata: metadata(params),
    source_refund: null,
    transfer: transfer.id,
  };
  transfer.amount_reversed += value;
  transfer.reversed = transfer.amount_reversed === transfer.amount;
  transfer.reversals.data.unshift(reversal);
  payment.amount_refunded += value;
  payment.refunded = transfer.reversed;
  world.put(reversal);
  world.emit("transfer.reversed", transfer, undefined, { amount_reversed: transfer.amount_reversed - value });
  return reversal;
}

export const transferRoutes: Route[] = [
  ["POST", "/v1/transfers", createTransfer],
  ["GET", "/v1/transfers/:id", ({ world, ids }) => world.get(ids[0]!, "transfer")],
  ["POST", "/v1/transfers/:id/reversals", reverseTransfer],
  ["GET", "/v1/transfers/:id/reversals/:id", ({ world, ids }) => world.get(ids[1]!, "transfer_reversal")],
];
