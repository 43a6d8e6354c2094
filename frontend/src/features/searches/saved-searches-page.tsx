import { bounds } from "@freelancerm/contracts/limits";
import type { SavedSearch } from "@freelancerm/contracts/saved-searches";
import { Button } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import { type FormEvent, useState } from "react";
import { Link } from "react-router";
import { api, queryClient, read, refresh } from "../../lib/api.ts";
import { useCatalog } from "../../lib/catalog.ts";
import { alerts } from "../../lib/labels.ts";
import { paths } from "../../lib/paths.ts";
import { Choices } from "../../ui/choices.tsx";
import { IconDelete, IconEdit, IconSearch } from "../../ui/icons.ts";
import { TextInput } from "../../ui/kit/forms.ts";
import { When } from "../../ui/marks.tsx";
import { PageTitle } from "../../ui/page.tsx";
import { Empty, Loaded, SkeletonList } from "../../ui/states.tsx";
import { toast } from "../../ui/toast.tsx";
import { useAction } from "../../ui/use-action.ts";
import { SavedTabs } from "./saved-tabs.tsx";
import { soughtBy, wordsOf } from "./search-words.ts";

const query = read("listSavedSearches");
const forget = (searchId: string) => api.deleteSavedSearch({ params: { searchId } });

/** Shows at once what becomes of a search; what is refused is read again. */
const show = (searchId: string, change: Partial<SavedSearch>) =>
  queryClient.setQueryData(
    query.queryKey,
    (before) =>
      before && { items: before.items.map((search) => (search.id === searchId ? { ...search, ...change } : search)) },
  );

export default function SavedSearchesPage() {
  const searches = useQuery(query);
  const remove = useAction(({ id }: SavedSearch) => forget(id), {
    onSuccess: async (_, { name, query: sought, alerts }) => {
      toast.done(`“${name}” is no longer saved.`, async () => {
        await api.createSavedSearch({ body: { name, query: sought, alerts } });
        await refresh("listSavedSearches");
      });
      await refresh("listSavedSearches");
    },
  });
  return (
    <>
      <PageTitle title="Saved searches">
        New jobs they find are under the bell and in your mail, each once. You can save up to {bounds.savedSearches}.
      </PageTitle>
      <SavedTabs />
      <Loaded query={searches} skeleton={<SkeletonList rows={3} height={150} />}>
        {({ items }) =>
          items.length === 0 ? (
            <Empty
              title="No search saved yet"
              icon={IconSearch}
              action={
                <Button component={Link} to={paths.jobs()}>
                  Browse jobs
                </Button>
              }
            >
              Narrow the list of jobs to what you look for and save the search: then new jobs come to you.
            </Empty>
          ) : (
            <ul className="plain stack">
              {items.map((search) => (
                <SearchCard key={search.id} search={search} remove={() => remove.mutate(search)} />
              ))}
            </ul>
          )
        }
      </Loaded>
    </>
  );
}

function SearchCard({ search, remove }: { search: SavedSearch; remove: () => void }) {
  const { id, name, alerts: how, digestAt } = search;
  const names = useCatalog();
  const [renaming, setRenaming] = useState(false);
  const sought = soughtBy(search.query);
  const words = wordsOf(sought, names).join(" · ") || "All jobs";
  const change = useAction(
    (body: { name?: string; alerts?: SavedSearch["alerts"] }) => {
      show(id, { ...body, ...(body.alerts && { digestAt: null }) });
      return api.updateSavedSearch({ params: { searchId: id }, body });
    },
    {
      // What else was changed meanwhile stays as it was chosen.
      onSuccess: ({ digestAt }, body) => show(id, body.alerts ? { digestAt } : body),
      onError: (error) => {
        toast.failed(error);
        void refresh("listSavedSearches");
      },
    },
  );
  return (
    <li className="card stack">
      <div className="row apart top">
        <div className="stack tight grow" style={{ gap: 2, minWidth: "min(100%, 220px)" }}>
          {renaming ? (
            <Rename
              name={name}
              onDone={(given) => {
                setRenaming(false);
                if (given && given !== name) change.mutate({ name: given });
              }}
            />
          ) : (
            <h2 style={{ fontSize: "1.06rem" }}>
              <Link to={paths.search(sought)}>{name}</Link>
            </h2>
          )}
          {words !== name && <p className="small dim">{words}</p>}
        </div>
        <div className="row nowrap" style={{ gap: 4 }}>
          <Button
            variant="subtle"
            color="gray"
            leftSection={<IconEdit size={18} />}
            onClick={() => setRenaming(true)}
            aria-label={`Rename ${name}`}
          >
            Rename
          </Button>
          <Button
            variant="subtle"
            color="gray"
            leftSection={<IconDelete size={18} />}
            onClick={remove}
            aria-label={`Delete ${name}`}
          >
            Delete
          </Button>
        </div>
      </div>
      <div className="row apart" style={{ alignItems: "flex-end" }}>
        <Choices
          label="Tell me of new jobs"
          options={alerts}
          value={how}
          onChange={(chosen) => change.mutate({ alerts: chosen as SavedSearch["alerts"] })}
        />
        {digestAt && (
          <p className="small dim">
            Next <When at={digestAt} />
          </p>
        )}
      </div>
      <Feed search={search} />
    </li>
  );
}

/** Where others' programs read what a search finds, for whoever has the address. */
function Feed({ search: { id, name, feedUrl } }: { search: SavedSearch }) {
  const params = { searchId: id };
  const open = useAction(() => api.openSearchFeed({ params }), { onSuccess: ({ feedUrl }) => show(id, { feedUrl }) });
  const close = useAction(() => api.closeSearchFeed({ params }), { onSuccess: () => show(id, { feedUrl: undefined }) });
  if (!feedUrl) {
    return (
      <div>
        <button
          type="button"
          className="text-button small"
          aria-label={`Get a feed of ${name}`}
          onClick={() => open.mutate()}
          disabled={open.isPending}
        >
          Get a feed
        </button>
      </div>
    );
  }
  return (
    <div className="row" style={{ alignItems: "flex-end" }}>
      <TextInput
        className="grow"
        style={{ minWidth: "min(100%, 260px)" }}
        label="Feed"
        description="Whoever has this address can read it; it does not say whose it is."
        aria-label={`Address of the feed of ${name}`}
        readOnly
        value={feedUrl}
        onFocus={(event) => event.currentTarget.select()}
      />
      <Button
        variant="default"
        onClick={() => void navigator.clipboard.writeText(feedUrl).then(() => toast.done("Copied."), toast.failed)}
      >
        Copy
      </Button>
      <Button
        variant="subtle"
        color="gray"
        aria-label={`Close the feed of ${name}`}
        loading={close.isPending}
        onClick={() => close.mutate()}
      >
        Close
      </Button>
    </div>
  );
}

/** Asks for another name; answers none when it stays. */
function Rename({ name, onDone }: { name: string; onDone: (name?: string) => void }) {
  const [typed, setTyped] = useState(name);
  const submit = (event: FormEvent) => {
    event.preventDefault();
    onDone(typed.trim());
  };
  return (
    <form className="row" onSubmit={submit} onKeyDown={({ key }) => key === "Escape" && onDone()}>
      <TextInput
        className="grow"
        aria-label="Name of the search"
        data-autofocus
        autoFocus
        maxLength={80}
        value={typed}
        onChange={(event) => setTyped(event.currentTarget.value)}
      />
      <Button type="submit">Save</Button>
      <Button variant="default" onClick={() => onDone()}>
        Cancel
      </Button>
    </form>
  );
}
