import { Button } from "@mantine/core";
import { type ReactNode, useState } from "react";
import { IconClose, IconFilter, IconSearch } from "../../ui/icons.ts";
import { Drawer } from "../../ui/kit/overlays.ts";

export interface FilterChip {
  words: string;
  remove: () => void;
}

/** The rail of filters beside a list; a sheet on a phone. Above the list: the search, the chips and the count. */
export function FilterFrame({
  filters,
  chips,
  clear,
  words,
  onWords,
  placeholder,
  count,
  children,
}: {
  filters: ReactNode;
  chips: FilterChip[];
  clear: () => void;
  words: string;
  onWords: (words: string) => void;
  placeholder: string;
  count: string;
  children: ReactNode;
}) {
  const [open, setOpen] = useState(false);
  const [typed, setTyped] = useState(words);
  const [known, setKnown] = useState(words);
  if (known !== words) {
    setKnown(words);
    setTyped(words);
  }
  return (
    <div className="railed">
      <aside
        className="sticky wide-only"
        aria-label="Filters"
        style={{ maxHeight: "calc(100dvh - 100px)", overflowY: "auto" }}
      >
        <div className="stack grow" style={{ paddingBottom: 12, paddingInline: 2 }}>
          {filters}
        </div>
      </aside>
      <div className="stack">
        <div className="row nowrap">
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
                aria-label={placeholder}
                placeholder={placeholder}
                maxLength={100}
                value={typed}
                onChange={(event) => {
                  setTyped(event.currentTarget.value);
                  if (event.currentTarget.value === "") onWords("");
                }}
              />
              <Button type="submit" variant="subtle" radius="xl" size="compact-md" h={36}>
                Search
              </Button>
            </form>
          </search>
          <Button
            className="phone-only"
            variant="default"
            h={44}
            leftSection={<IconFilter size={18} />}
            onClick={() => setOpen(true)}
          >
            Filters{chips.length > 0 ? ` (${chips.length})` : ""}
          </Button>
        </div>
        {chips.length > 0 && (
          <ul className="plain row" aria-label="Filters in use" style={{ gap: 6 }}>
            {chips.map((chip) => (
              <li key={chip.words}>
                <button type="button" className="chip" onClick={chip.remove} aria-label={`Remove filter ${chip.words}`}>
                  {chip.words}
                  <IconClose size={14} aria-hidden />
                </button>
              </li>
            ))}
            <li>
              <button type="button" className="text-button small" onClick={clear}>
                Clear all
              </button>
            </li>
          </ul>
        )}
        <p className="small dim" role="status">
          {count}
        </p>
        {children}
      </div>
      <Drawer
        opened={open}
        onClose={() => setOpen(false)}
        position="bottom"
        size="85%"
        title="Filters"
        closeButtonProps={{ "aria-label": "Close" }}
      >
        <div className="stack">
          {filters}
          <Button size="md" onClick={() => setOpen(false)}>
            Show results
          </Button>
        </div>
      </Drawer>
    </div>
  );
}
