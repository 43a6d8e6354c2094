import { FreelancerCard } from "@freelancerm/contracts/users";
import { standingOf } from "@freelancerm/core/stats/rating";
import { type FreelancerRecord, type FreelancerStore, isListed } from "@freelancerm/core/users/freelancer-profile";
import { type Mapping, save, toEntityIf } from "../entity.ts";
import { keys, lists } from "../keys.ts";
import type { Table } from "../table.ts";

export const freelancerMapping: Mapping<FreelancerRecord, keyof FreelancerCard> = {
  key: ({ id }) => keys.freelancer(id),
  card: Object.keys(FreelancerCard.shape) as (keyof FreelancerCard)[],
  // Sparse: only listed freelancers are in the lists, the newest members first.
  index: (freelancer) => {
    if (!isListed(freelancer)) return {};
    const { id, categoryId, joinedAt } = freelancer;
    const position = `${joinedAt}#${id}`;
    return {
      gsi1pk: lists.freelancers,
      gsi1sk: position,
      ...(categoryId && { gsi2pk: lists.freelancersOf(categoryId), gsi2sk: position }),
      // Sparser: only those whose score shows, so nobody else's change pays for this index.
      ...(freelancer.rating.score !== null && {
        gsi3pk: lists.topFreelancers,
        gsi3sk: `${standingOf(freelancer)}#${id}`,
      }),
    };
  },
};

export const createFreelancerStore = (table: Table): FreelancerStore => ({
  find: async (userId, options) => toEntityIf(await table.get(keys.freelancer(userId), options)),
  save: (freelancer, options) => save(freelancerMapping, freelancer, options),
});
