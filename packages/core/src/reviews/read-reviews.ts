import { partiesOf } from "@freelancerm/contracts/ids";
import type { Review } from "@freelancerm/contracts/reviews";
import type { Role } from "@freelancerm/contracts/route";
import type { Actor } from "../actor.ts";
import { requireFound } from "../contracts/contract.ts";
import type { Needs } from "../deps.ts";
import type { Listed, PageRequest } from "../entity.ts";
import { roleIn } from "../proposals/proposal.ts";
import { ofExisting } from "../refusals.ts";
import { iso } from "../time.ts";
import { personOf } from "../users/account.ts";
import { otherSide, presentReview, reviewsEndAt } from "./review.ts";

/** @rule One's own review shows at once, the other side's only when both are in or the time to review is over. */
export const getContractReviews =
  (deps: Needs<"accounts" | "reviews">) =>
  async (actor: Actor, { contractId }: { contractId: string }) => {
    const by = roleIn(contractId, actor.id);
    const { clientId, freelancerId } = partiesOf(contractId);
    const found = await deps.reviews.findOfContract(contractId);
    const endsAt = reviewsEndAt(requireFound(found.contract));
    const [client, freelancer] = await deps.accounts.findMany([clientId, freelancerId]);
    const people = { client: personOf(clientId, client), freelancer: personOf(freelancerId, freelancer) };
    const mine = found[by];
    const theirs = found[otherSide(by)];
    return {
      mine: mine ? presentReview(mine, people[by]) : null,
      theirs: theirs?.publishedAt ? presentReview(theirs, people[otherSide(by)]) : null,
      endsAt: endsAt === undefined ? null : iso(endsAt),
    };
  };

/** Published reviews about somebody in one role, newest first. */
export const listUserReviews =
  (deps: Needs<"accounts" | "reviews">) =>
  async ({ userId, as, ...page }: PageRequest & { userId: string; as: Role }): Promise<Listed<Review>> => {
    const found = await deps.reviews.listOf(userId, as, page);
    const { items, next } = await ofExisting(found, () => deps.accounts.find(userId));
    const authors = await deps.accounts.findMany(items.map(({ authorId }) => authorId));
    const shown = items.map((item, index) => presentReview(item, personOf(item.authorId, authors[index])));
    return { items: shown, next };
  };
