/**
 * Everything that is kept about somebody, section by section. A page is one read of one section, so that no request grows
 * with what somebody has done here.
 * @rule Everybody can take along what they made here and what is said of them: account and profiles, whom they blocked, jobs, proposals,
 * contracts, reviews, statements, the messages they sent and their notifications.
 */
import { membersOf } from "@freelancerm/contracts/ids";
import type { OwnItem } from "@freelancerm/contracts/own-data";
import { ROLES, type Role } from "@freelancerm/contracts/route";
import type { Actor } from "../actor.ts";
import { getContract } from "../contracts/read-contracts.ts";
import type { Needs } from "../deps.ts";
import type { Listed, PageRequest, Position } from "../entity.ts";
import { presentJob } from "../jobs/job.ts";
import { listMyLedger } from "../payments/read-money.ts";
import { listMyProposals } from "../proposals/read-proposals.ts";
import { getContractReviews, listUserReviews } from "../reviews/read-reviews.ts";
import { personOf } from "./account.ts";
import { presentMe, requireMe } from "./me.ts";

type Deps = Needs<
  | "accounts"
  | "blocks"
  | "clock"
  | "contracts"
  | "jobs"
  | "ledger"
  | "messages"
  | "notifications"
  | "payoutAccounts"
  | "proposals"
  | "reviews"
  | "rooms"
  | "savedSearches"
>;
type Read = (deps: Deps, actor: Actor, page: PageRequest) => Promise<Listed<OwnItem>>;

/** Contracts are read whole, and each with its reviews. */
const CONTRACTS_AT_ONCE = 20;

const all = <S extends OwnItem["section"]>(section: S, items: Extract<OwnItem, { section: S }>["data"][]): OwnItem[] =>
  items.map((data) => ({ section, data }) as OwnItem);

const account: Read = async (deps, actor) => {
  const [me, blocked, payouts] = await Promise.all([
    requireMe(deps, actor),
    deps.blocks.listOf(actor.id),
    deps.payoutAccounts.find(actor.id),
  ]);
  const { unmailed, joinedAt } = me.account;
  const items: OwnItem[] = [
    ...all("account", [presentMe(me, actor.staffRoles)]),
    ...all("settings", [{ notMailed: unmailed, joinedAt }]),
    ...all("blocked", blocked),
    ...(payouts ? all("payout_account", [{ status: payouts.status, bank: payouts.bank ?? null }]) : []),
  ];
  return { items, next: null };
};

const jobs: Read = async (deps, actor, page) => {
  const { items, next } = await deps.jobs.listOfClient(actor.id, page);
  const [whole, owner] = await Promise.all([
    deps.jobs.findMany(items.map(({ id }) => id)),
    deps.accounts.find(actor.id),
  ]);
  const me = personOf(actor.id, owner);
  return {
    items: all(
      "job",
      whole.map((job) => presentJob(job, me)),
    ),
    next,
  };
};

/** Both are few, by the rules. */
const saved: Read = async (deps, actor) => {
  const [jobs, searches] = await Promise.all([deps.jobs.savedOf(actor.id), deps.savedSearches.listOf(actor.id)]);
  return { items: [...all("saved_job", jobs), ...all("saved_search", searches)], next: null };
};

const proposals: Read = async (deps, actor, page) => {
  const { items, next } = await listMyProposals(deps)(actor, page);
  return { items: all("proposal", items), next };
};

/** With what one said of the other side; what was said of oneself is a section of its own. */
const contracts =
  (role: Role): Read =>
  async (deps, actor, { limit, after }) => {
    const { items, next } = await deps.contracts.listOf(role, actor.id, {
      limit: Math.min(limit, CONTRACTS_AT_ONCE),
      after,
    });
    const read = await Promise.all(
      items.map(async ({ id: contractId, status }) => {
        const [contract, reviews] = await Promise.all([
          getContract(deps)(actor, { contractId }),
          status === "ended" ? getContractReviews(deps)(actor, { contractId }) : undefined,
        ]);
        return [...all("contract", [contract]), ...(reviews?.mine ? all("review_written", [reviews.mine]) : [])];
      }),
    );
    return { items: read.flat(), next };
  };

const reviews =
  (as: Role): Read =>
  async (deps, actor, page) => {
    const { items, next } = await listUserReviews(deps)({ userId: actor.id, as, ...page });
    return { items: all("review_received", items), next };
  };

const statement =
  (role: Role): Read =>
  async (deps, actor, page) => {
    const { items, next } = await listMyLedger(deps)(actor, { role, ...page });
    return {
      items: all(
        "statement",
        items.map((entry) => ({ role, entry })),
      ),
      next,
    };
  };

/** Room by room; a stretch of a log in which the other side alone speaks is an empty page. */
const messages: Read = async (deps, actor, { limit, after }) => {
  const place = after as { room: string; seq: number } | undefined;
  const rooms = (await deps.rooms.listOf(actor.id)).map(({ roomId }) => roomId).sort();
  const room = place?.room ?? rooms[0];
  if (room === undefined || !Object.values(membersOf(room)).includes(actor.id)) return { items: [], next: null };
  const said = await deps.messages.after(room, place?.seq ?? 0, limit);
  const following = rooms.find((other) => other > room);
  const next =
    said.length === limit
      ? { room, seq: said.at(-1)!.seq }
      : following === undefined
        ? null
        : { room: following, seq: 0 };
  return {
    items: all(
      "message",
      said.filter(({ senderId }) => senderId === actor.id),
    ),
    next,
  };
};

const notifications: Read = async (deps, actor, page) => {
  const { items, next } = await deps.notifications.listOf(actor.id, page);
  return { items: all("notification", items), next };
};

const sections: Read[] = [
  account,
  jobs,
  saved,
  proposals,
  ...ROLES.flatMap((role) => [contracts(role), reviews(role), statement(role)]),
  messages,
  notifications,
];

/** The page at a position, `{ section, after }`; the end of one section leads to the next. */
export const exportMyData =
  (deps: Deps) =>
  async (actor: Actor, { limit, after: position }: PageRequest): Promise<Listed<OwnItem>> => {
    const { section, after } = (position ?? { section: 0 }) as { section: number; after?: Position };
    const { items, next } = await sections[section]!(deps, actor, { limit, after });
    if (next) return { items, next: { section, after: next } };
    return { items, next: section + 1 < sections.length ? { section: section + 1 } : null };
  };
