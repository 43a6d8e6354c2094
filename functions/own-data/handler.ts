import { ownDataRoutes } from "@freelancerm/contracts/own-data";
import { exportMyData } from "@freelancerm/core/users/export-my-data";
import { implement } from "@freelancerm/platform/http";

export const handler = implement(ownDataRoutes, (deps) => ({
  exportMyData: ({ actor, query }) => exportMyData(deps)(actor, query),
}));
