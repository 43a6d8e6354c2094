import { savedSearchRoutes } from "@freelancerm/contracts/saved-searches";
import {
  createSavedSearch,
  deleteSavedSearch,
  listSavedSearches,
  updateSavedSearch,
} from "@freelancerm/core/saved-searches/save-search";
import { implement } from "@freelancerm/platform/http";

export const handler = implement(savedSearchRoutes, (deps) => ({
  createSavedSearch: ({ actor, body }) => createSavedSearch(deps)(actor, body),
  listSavedSearches: ({ actor }) => listSavedSearches(deps)(actor),
  updateSavedSearch: ({ actor, params, body }) => updateSavedSearch(deps)(actor, { ...params, ...body }),
  deleteSavedSearch: ({ actor, params }) => deleteSavedSearch(deps)(actor, params),
}));
