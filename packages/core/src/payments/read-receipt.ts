import type { Receipt } from "@freelancerm/contracts/payments";
import type { Role } from "@freelancerm/contracts/route";
import type { Actor } from "../actor.ts";
import { requireFound } from "../contracts/contract.ts";
import type { Needs } from "../deps.ts";
import { roleIn } from "../proposals/proposal.ts";
import { personOf } from "../users/account.ts";
import type { JournalEntry } from "./ledger.ts";
import { statementOf } from "./statement.ts";

/** What documents an entry, and for whom. */
const DOCUMENT: Record<JournalEntry["type"], { kind: Receipt["kind"]; for: readonly Role[] }> = {
  funded: { kind: "charge", for: ["client"] },
  released: { kind: "invoice", for: ["client", "freelancer"] },
  refunded: { kind: "refund", for: ["client"] },
};

/** Its year and the beginning of its fingerprint: 2026-3F9A12C04B. */
const numberOf = ({ at, hash }: JournalEntry) => `${at.slice(0, 4)}-${hash.slice(0, 10).toUpperCase()}`;

/**
 * The document of an entry for the acting party; refuses with resource.not_found where it is not theirs.
 * @rule A charge and a refund are receipted to the client, fee included; a release is invoiced by the freelancer at its price,
 * and what the marketplace keeps of it stands in the freelancer's copy alone.
 */
export const getReceipt =
  (deps: Needs<"accounts" | "contracts" | "ledger">) =>
  async (actor: Actor, { contractId, seq }: { contractId: string; seq: number }): Promise<Receipt> => {
    const [contract, entry] = await Promise.all([
      deps.contracts.find(contractId).then(requireFound),
      deps.ledger.find(contractId, seq).then(requireFound),
    ]);
    const role = roleIn(contractId, actor.id);
    const { kind, for: readers } = DOCUMENT[entry.type];
    const agreed = requireFound(readers.includes(role) ? contract.agreed[entry.milestone - 1] : undefined);
    const lines = statementOf(role, entry.type, agreed)
      .filter(({ item }) => item === "price" || kind !== "invoice" || role === "freelancer")
      .map(({ item, amount, held }) => ({ item, amount: role === "freelancer" ? amount : Math.abs(held) }));
    const { clientId, freelancerId, currency } = contract;
    const [client, freelancer] = await deps.accounts.findMany([clientId, freelancerId]);
    return {
      kind,
      number: numberOf(entry),
      contractId,
      contractTitle: contract.title,
      seq,
      milestone: entry.milestone,
      milestoneTitle: agreed.title,
      client: personOf(clientId, client),
      freelancer: personOf(freelancerId, freelancer),
      currency,
      lines,
      total: lines.reduce((sum, { amount }) => sum + amount, 0),
      reference: entry.reference,
      issuedAt: entry.at,
    };
  };
