import "./browse.css";
import type { Operation } from "@freelancerm/contracts";
import { ApiError } from "@freelancerm/contracts/client";
import { Button } from "@mantine/core";
import type { InfiniteData, UseInfiniteQueryResult } from "@tanstack/react-query";
import { lazy, type ReactNode, Suspense, useState, useSyncExternalStore } from "react";
import type { Answer } from "../../lib/api.ts";
import { capitalised } from "../../lib/format.ts";
import { IconAlert, IconClose, IconFilter, IconSearch } from "../../ui/icons.ts";
import { PageTitle } from "../../ui/page.tsx";
import { Bone, Empty, Loaded, More, SkeletonList } from "../../ui/states.tsx";
import { countWords } from "./count-words.ts";
import type { UrlFilters } from "./use-url-filters.ts";

const FilterDrawer = lazy(() => import("./filter-drawer.tsx"));

/**
 * A public list with what narrows it: the rail of filters (a sheet on a phone), the search, what is chosen as chips, the
 * count, the list with its two kinds of empty, and "more".
 */
export function BrowseFrame<K extends string, O extends Operation, T>({
  title,
  intro,
  noun,
  placeholder,
  filters,
  words,
  alongside,
  rail,
  query,
  items,
  total,
  ranked,
  order,
  save,
  news,
  nothing,
  skeleton,
  children,
}: {
  title: string;
  intro: string;
  noun: string;
  placeholder: string;
  filters: UrlFilters<K | "q">;
  /** How the value of each filter is said. */
  words: Record<K, (value: string) => string>;
  /** What means nothing without a filter and goes with it. */
  alongside?: Partial<Record<K, readonly K[]>>;
  rail: ReactNode;
  query: UseInfiniteQueryResult<InfiniteData<Answer<O>>>;
  items: T[];
  /** How many there are in all, where that is known. */
  total?: number;
  /** What was compared, where the best match comes first. */
  ranked?: { count: number; all: boolean };
  /** Chooses the order. */
  order?: ReactNode;
  /** Saves the search; its key is s. */
  save?: ReactNode;
  /** What came in meanwhile. */
  news?: ReactNode;
  /** When there is nothing to list at all. */
  nothing: ReactNode;
  skeleton?: { height: number };
  children: ReactNode;
}) {
  const hasRoom = useWide();
  const { values, active, set, clear } = filters;
  const chosen = active.filter((name): name is K => name !== "q");
  const narrowed = chosen.length > 0 || Boolean(values.q);
  const more = query.hasNextPage;
  const count = query.data
    ? countWords({ noun, shown: items.length, more, narrowed, total, ranked })
    : query.isError
      ? ""
      : "Searching";
  const faults = query.error instanceof ApiError ? Object.entries(query.error.fieldErrors()) : [];
  return (
    <>
      <PageTitle title={title}>{intro}</PageTitle>
      <div className="railed">
        <aside className="sticky wide-only rail" aria-label="Filters">
          <div className="stack grow">{hasRoom && <Suspense fallback={<RailBones />}>{rail}</Suspense>}</div>
        </aside>
        <div className="stack">
          <div className="row nowrap">
            <SearchField placeholder={placeholder} words={values.q ?? ""} onWords={(q) => set({ q } as never)} />
            <FilterSheet count={chosen.length}>{rail}</FilterSheet>
          </div>
          <div className="row apart" style={{ minHeight: 32 }}>
            <p className="small dim grow" style={{ minWidth: 120 }} role="status">
              {count}
            </p>
            {save}
            {order ?? (
              <p className="tiny dim wide-only keys">
                <kbd>/</kbd> search <kbd>j</kbd> <kbd>k</kbd> move{" "}
                {save && (
                  <>
                    <kbd>s</kbd> save
                  </>
                )}
              </p>
            )}
          </div>
          {narrowed && (
            <ul className="plain row" aria-label="Filters in use" style={{ gap: 6 }}>
              {values.q && <Chip words={`“${values.q}”`} remove={() => set({ q: null } as never)} />}
              {chosen.map((name) => (
                <Chip
                  key={name}
                  words={words[name](values[name] ?? "")}
                  remove={() =>
                    set(Object.fromEntries([name, ...(alongside?.[name] ?? [])].map((gone) => [gone, null])) as never)
                  }
                />
              ))}
              <li>
                <button type="button" className="text-button small" style={{ minHeight: 32 }} onClick={clear}>
                  Clear all
                </button>
              </li>
            </ul>
          )}
          {news}
          {faults.length > 0 ? (
            <Faults faults={faults} clear={clear} />
          ) : (
            <Loaded query={query} skeleton={<SkeletonList rows={6} height={skeleton?.height ?? 172} />}>
              {() =>
                items.length > 0 ? (
                  <div className="stack" style={{ opacity: query.isPlaceholderData ? 0.6 : 1 }}>
                    {children}
                    <More query={query} />
                  </div>
                ) : narrowed ? (
                  <Empty title="Nothing matches" icon={IconSearch} action={<Clear onClick={clear} />}>
                    {query.hasNextPage
                      ? "Nothing so far; there is more to look through."
                      : ranked && !ranked.all
                        ? "Only the newest are compared for the best match. Newest first looks through all."
                        : "Fewer filters or other words may find something."}
                    {query.hasNextPage && <More query={query} />}
                  </Empty>
                ) : (
                  nothing
                )
              }
            </Loaded>
          )}
        </div>
      </div>
    </>
  );
}

const Clear = ({ onClick }: { onClick: () => void }) => (
  <Button variant="light" onClick={onClick}>
    Clear the filters
  </Button>
);

/** An address that asks for what cannot be, for example a budget that ends below where it begins. */
const Faults = ({ faults, clear }: { faults: [field: string, message: string][]; clear: () => void }) => (
  <Empty title="These filters cannot be used" icon={IconAlert} action={<Clear onClick={clear} />}>
    {faults.map(([field, message]) => `${NAMES[field] ?? capitalised(field)} ${message}.`).join(" ")}
  </Empty>
);
const NAMES: Record<string, string> = {
  budgetMin: "The lowest budget",
  budgetMax: "The highest budget",
  rateMax: "The highest rate",
  currency: "The currency",
  for: "The job to match",
  sort: "The order",
};

const Chip = ({ words, remove }: { words: string; remove: () => void }) => (
  <li>
    <button type="button" className="chip" onClick={remove} aria-label={`Remove filter ${words}`}>
      {words}
      <IconClose size={14} aria-hidden />
    </button>
  </li>
);

function SearchField({
  placeholder,
  words,
  onWords,
}: {
  placeholder: string;
  words: string;
  onWords: (words: string) => void;
}) {
  const [typed, setTyped] = useState(words);
  const [known, setKnown] = useState(words);
  if (known !== words) {
    setKnown(words);
    setTyped(words);
  }
  return (
    <search className="grow">
      <form
        className="search"
        style={{ maxWidth: "none" }}
        onSubmit={(event) => {
          event.preventDefault();
          onWords(typed.trim());
        }}
      >
        <IconSearch size={18} aria-hidden style={{ flex: "none", opacity: 0.7 }} />
        <input
          data-page-search
          type="search"
          enterKeyHint="search"
          aria-label={placeholder}
          placeholder={placeholder}
          maxLength={100}
          value={typed}
          onChange={(event) => {
            setTyped(event.currentTarget.value);
            if (event.currentTarget.value === "") onWords("");
          }}
        />
        <Button className="wide-only" type="submit" variant="subtle" radius="xl" size="compact-md" h={36}>
          Search
        </Button>
      </form>
    </search>
  );
}

function FilterSheet({ count, children }: { count: number; children: ReactNode }) {
  const [open, setOpen] = useState<boolean>();
  return (
    <>
      <Button
        className="narrow-only"
        variant="default"
        h={44}
        leftSection={<IconFilter size={18} />}
        onClick={() => setOpen(true)}
      >
        Filters{count > 0 ? ` (${count})` : ""}
      </Button>
      {open !== undefined && (
        <Suspense>
          <FilterDrawer opened={open} onClose={() => setOpen(false)}>
            {children}
          </FilterDrawer>
        </Suspense>
      )}
    </>
  );
}

/** The shape of the rail until it is there. */
const RailBones = () => (
  <div className="stack" style={{ gap: 20 }}>
    {["category", "skill", "choices", "more"].map((part) => (
      <Bone key={part} height={66} />
    ))}
  </div>
);

const wide = matchMedia("(min-width: 901px)");
/** Whether there is room for the rail: where there is none, its parts are not loaded before somebody asks for them. */
const useWide = (): boolean =>
  useSyncExternalStore(
    (listener) => {
      wide.addEventListener("change", listener);
      return () => wide.removeEventListener("change", listener);
    },
    () => wide.matches,
  );
