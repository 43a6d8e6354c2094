import type { Currency } from "@freelancerm/contracts/fields";
import type { LedgerEntry, Payment } from "@freelancerm/contracts/payments";
import type { FeeQuote } from "@freelancerm/contracts/proposals";
import type { Role } from "@freelancerm/contracts/route";
import type { Actor } from "../actor.ts";
import { requireFound } from "../contracts/contract.ts";
import type { Needs } from "../deps.ts";
import type { Listed, PageRequest } from "../entity.ts";
import { quote } from "../money/fees.ts";
import { currentPolicy } from "../policy/policy.ts";
import { roleIn } from "../proposals/proposal.ts";
import { presentPayment } from "./payment.ts";
import { presentEntry } from "./statement.ts";

/** What an amount costs and brings under today's policy. */
export const quoteFees = async ({ amount, currency }: { amount: number; currency: Currency }): Promise<FeeQuote> =>
  quote(currentPolicy, amount, currency);

/** The payment a client was last sent to for a milestone. */
export const getPayment =
  (deps: Needs<"contracts" | "payments">) =>
  async (_: Actor, { contractId, number }: { contractId: string; number: number }): Promise<Payment> => {
    const { milestone } = requireFound(await deps.contracts.findMilestone(contractId, number));
    const paymentId = requireFound(milestone.paymentId ?? undefined);
    return presentPayment(requireFound(await deps.payments.find(contractId, paymentId)));
  };

/** The journal of a contract as the acting party sees it, oldest first. */
export const listContractLedger =
  (deps: Needs<"contracts" | "ledger">) =>
  async (actor: Actor, { contractId, ...page }: PageRequest & { contractId: string }): Promise<Listed<LedgerEntry>> => {
    const [{ items, next }, contract] = await Promise.all([
      deps.ledger.listOfContract(contractId, page),
      deps.contracts.find(contractId).then(requireFound),
    ]);
    return { items: items.map((entry) => presentEntry(entry, roleIn(contractId, actor.id), contract)), next };
  };

/** The acting user's statement in one role, newest first. */
export const listMyLedger =
  (deps: Needs<"contracts" | "ledger">) =>
  async (actor: Actor, { role, ...page }: PageRequest & { role: Role }): Promise<Listed<LedgerEntry>> => {
    const { items, next } = await deps.ledger.listOf(role, actor.id, page);
    const contracts = await deps.contracts.findMany(items.map(({ contractId }) => contractId));
    return { items: items.map((entry, index) => presentEntry(entry, role, contracts[index])), next };
  };
