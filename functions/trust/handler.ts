import { trustRoutes } from "@freelancerm/contracts/trust";
import { listAudit } from "@freelancerm/core/trust/audit";
import { decideCase } from "@freelancerm/core/trust/decide-case";
import { getCase, listCases } from "@freelancerm/core/trust/read-cases";
import { createReport } from "@freelancerm/core/trust/report";
import { reinstateUser } from "@freelancerm/core/trust/suspend";
import { implement } from "@freelancerm/platform/http";

export const handler = implement(trustRoutes, (deps) => ({
  createReport: ({ actor, body }) => createReport(deps)(actor, body),
  listCases: ({ query }) => listCases(deps)(query),
  getCase: ({ actor, params }) => getCase(deps)(actor, params),
  decideCase: ({ actor, params, body }) => decideCase(deps)(actor, { ...params, ...body }),
  reinstateUser: ({ actor, params, body }) => reinstateUser(deps)(actor, { ...params, ...body }),
  listAudit: ({ query }) => listAudit(deps)(query),
}));
