import { useEffect, useRef, useState } from "react";
import { useLocation, useNavigate } from "react-router";
import { paths } from "../lib/paths.ts";
import { useSession } from "../session/session.ts";
import { IconSearch } from "../ui/icons.ts";

/** Searches jobs or people from anywhere; "/" goes to it. */
export function SearchBox() {
  const navigate = useNavigate();
  const { pathname } = useLocation();
  const { status, role } = useSession();
  const input = useRef<HTMLInputElement>(null);
  const [words, setWords] = useState("");
  const [chosen, setChosen] = useState<string>();
  const here = pathname === paths.talent() ? "talent" : pathname === paths.jobs() ? "jobs" : undefined;
  const what = chosen ?? (status === "signed_in" && role === "client" ? "talent" : "jobs");

  useEffect(() => {
    const onKey = (event: KeyboardEvent) => {
      const typing =
        event.target instanceof HTMLElement && event.target.matches("input, textarea, select, [contenteditable]");
      if (event.key !== "/" || typing || event.ctrlKey || event.metaKey || event.altKey) return;
      const field = document.querySelector<HTMLInputElement>("[data-page-search]") ?? input.current;
      event.preventDefault();
      field?.focus();
    };
    addEventListener("keydown", onKey);
    return () => removeEventListener("keydown", onKey);
  }, []);

  // A page that has a search of its own needs no second one.
  if (here) return null;
  return (
    <search style={{ flex: 1 }}>
      <form
        className="search"
        onSubmit={(event) => {
          event.preventDefault();
          const q = words.trim();
          void navigate(what === "talent" ? paths.talent({ q }) : paths.jobs({ q }));
        }}
      >
        <IconSearch size={17} aria-hidden style={{ flex: "none", opacity: 0.7 }} />
        <input
          ref={input}
          type="search"
          aria-label="Search"
          placeholder="Search"
          value={words}
          maxLength={100}
          onChange={(event) => setWords(event.currentTarget.value)}
        />
        <select aria-label="What to search" value={what} onChange={(event) => setChosen(event.currentTarget.value)}>
          <option value="jobs">Jobs</option>
          <option value="talent">Talent</option>
        </select>
      </form>
    </search>
  );
}
