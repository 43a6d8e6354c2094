import { savedSearchRoutes } from "@freelancerm/contracts/saved-searches";
import { closeFeed, openFeed, readFeed } from "@freelancerm/core/saved-searches/feed";
import {
  createSavedSearch,
  deleteSavedSearch,
  listSavedSearches,
  updateSavedSearch,
} from "@freelancerm/core/saved-searches/save-search";
import { config } from "@freelancerm/platform/config";
import { implement } from "@freelancerm/platform/http";

export const handler = implement(savedSearchRoutes, (stores) => {
  const deps = { ...stores, siteUrl: () => config.siteUrl };
  return {
    createSavedSearch: ({ actor, body }) => createSavedSearch(deps)(actor, body),
    listSavedSearches: ({ actor }) => listSavedSearches(deps)(actor),
    updateSavedSearch: ({ actor, params, body }) => updateSavedSearch(deps)(actor, { ...params, ...body }),
    deleteSavedSearch: ({ actor, params }) => deleteSavedSearch(deps)(actor, params),
    openSearchFeed: ({ actor, params }) => openFeed(deps)(actor, params),
    closeSearchFeed: ({ actor, params }) => closeFeed(deps)(actor, params),
    readSearchFeed: ({ params }) => readFeed(deps)(params),
  };
});
