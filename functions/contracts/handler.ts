import { contractRoutes } from "@freelancerm/contracts/contracts";
import { addMilestone } from "@freelancerm/core/contracts/add-milestone";
import { approveMilestone, requestChanges, submitMilestone } from "@freelancerm/core/contracts/change-milestone";
import { endContract } from "@freelancerm/core/contracts/end-contract";
import { getContract, listActivity, listMyContracts } from "@freelancerm/core/contracts/read-contracts";
import { implement } from "@freelancerm/platform/http";

export const handler = implement(contractRoutes, (deps) => ({
  listMyContracts: ({ actor, query }) => listMyContracts(deps)(actor, query),
  getContract: ({ actor, params }) => getContract(deps)(actor, params),
  listActivity: ({ actor, params, query }) => listActivity(deps)(actor, { ...query, ...params }),
  addMilestone: ({ actor, params, body }) => addMilestone(deps)(actor, { ...body, ...params }),
  submitMilestone: ({ actor, params, body }) => submitMilestone(deps)(actor, { ...body, ...params }),
  requestChanges: ({ actor, params, body }) => requestChanges(deps)(actor, { ...body, ...params }),
  approveMilestone: ({ actor, params }) => approveMilestone(deps)(actor, params),
  endContract: ({ actor, params, body }) => endContract(deps)(actor, { ...body, ...params }),
}));
