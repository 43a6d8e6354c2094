import { proposalRoutes } from "@freelancerm/contracts/proposals";
import {
  declineProposal,
  markProposalViewed,
  sortProposal,
  withdrawProposal,
} from "@freelancerm/core/proposals/answer-proposal";
import { editProposal } from "@freelancerm/core/proposals/edit-proposal";
import { acceptOffer, acceptProposal } from "@freelancerm/core/proposals/hire";
import { counterOffer, declineOffer, makeOffer, withdrawOffer } from "@freelancerm/core/proposals/offers";
import { getMyProposalQuota } from "@freelancerm/core/proposals/quota";
import { getProposal, listJobProposals, listMyProposals } from "@freelancerm/core/proposals/read-proposals";
import { submitProposal } from "@freelancerm/core/proposals/submit-proposal";
import { implement } from "@freelancerm/platform/http";

export const handler = implement(proposalRoutes, (deps) => ({
  submitProposal: ({ actor, params, body }) => submitProposal(deps)(actor, { ...body, ...params }),
  listJobProposals: ({ actor, params, query }) => listJobProposals(deps)(actor, { ...query, ...params }),
  listMyProposals: ({ actor, query }) => listMyProposals(deps)(actor, query),
  getMyProposalQuota: ({ actor }) => getMyProposalQuota(deps)(actor),
  getProposal: ({ actor, params }) => getProposal(deps)(actor, params),
  editProposal: ({ actor, params, body, version }) => editProposal(deps)(actor, { ...body, ...params, version }),
  withdrawProposal: ({ actor, params }) => withdrawProposal(deps)(actor, params),
  markProposalViewed: ({ actor, params }) => markProposalViewed(deps)(actor, params),
  sortProposal: ({ actor, params, body }) => sortProposal(deps)(actor, { ...body, ...params }),
  declineProposal: ({ actor, params, body }) => declineProposal(deps)(actor, { ...body, ...params }),
  acceptProposal: ({ actor, params, version }) => acceptProposal(deps)(actor, { ...params, version }),
  makeOffer: ({ actor, params, body }) => makeOffer(deps)(actor, { ...body, ...params }),
  counterOffer: ({ actor, params, body }) => counterOffer(deps)(actor, { ...body, ...params }),
  acceptOffer: ({ actor, params, version }) => acceptOffer(deps)(actor, { ...params, version }),
  declineOffer: ({ actor, params, body }) => declineOffer(deps)(actor, { ...body, ...params }),
  withdrawOffer: ({ actor, params }) => withdrawOffer(deps)(actor, params),
}));
