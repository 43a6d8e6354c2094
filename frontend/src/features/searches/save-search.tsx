import { Button } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import { Link, useLocation, useNavigate } from "react-router";
import { api, read, refresh } from "../../lib/api.ts";
import { useCatalog } from "../../lib/catalog.ts";
import { alerts } from "../../lib/labels.ts";
import { paths } from "../../lib/paths.ts";
import { useSession } from "../../session/session.ts";
import { IconSave, IconSaved } from "../../ui/icons.ts";
import { toast } from "../../ui/toast.tsx";
import { useAction } from "../../ui/use-action.ts";
import { useKeyOfList } from "../../ui/use-list-keys.ts";
import { isSame, nameFor, type Sought, soughtBy } from "./search-words.ts";

/** Saves the search that is looked at; leads to the saved ones where it is among them. */
export function SaveSearch({ sought }: { sought: Sought }) {
  const { status } = useSession();
  const { pathname, search } = useLocation();
  const navigate = useNavigate();
  const names = useCatalog();
  const { data } = useQuery({ ...read("listSavedSearches"), enabled: status === "signed_in" });
  const saved = data?.items.find(({ query }) => isSame(soughtBy(query), sought));
  const save = useAction(
    () => api.createSavedSearch({ body: { name: nameFor(sought, names), query: sought as object } }),
    {
      onSuccess: async ({ id }) => {
        toast.done("Search saved. You are told of new jobs once a day.", async () => {
          await api.deleteSavedSearch({ params: { searchId: id } });
          await refresh("listSavedSearches");
        });
        await refresh("listSavedSearches");
      },
    },
  );
  const go = () => {
    if (status === "anonymous") navigate(paths.signIn({ next: pathname + search }));
    else if (data && !saved && !save.isPending) save.mutate();
  };
  useKeyOfList("s", go);
  const look = { variant: "subtle", size: "compact-md", h: 36 } as const;
  if (saved) {
    return (
      <Button {...look} component={Link} to={paths.savedSearches()} leftSection={<IconSaved size={18} />}>
        Saved, told {alerts[saved.alerts].toLowerCase()}
      </Button>
    );
  }
  return (
    <Button {...look} leftSection={<IconSave size={18} />} title="Save this search (s)" onClick={go}>
      Save search
    </Button>
  );
}
