/** What a person is writing, kept in this browser until it is sent. */
const PREFIX = "draft:";

export const drafts = {
  load<T>(key: string): T | undefined {
    try {
      const kept = localStorage.getItem(PREFIX + key);
      return kept ? (JSON.parse(kept) as T) : undefined;
    } catch {
      return undefined;
    }
  },
  save(key: string, value: unknown): void {
    try {
      localStorage.setItem(PREFIX + key, JSON.stringify(value));
    } catch {
      // A full or forbidden storage only costs the draft.
    }
  },
  clear(key: string): void {
    try {
      localStorage.removeItem(PREFIX + key);
    } catch {}
  },
  /** Forgets everything a person wrote here, when they sign out. */
  clearAll(): void {
    try {
      for (const key of Object.keys(localStorage)) if (key.startsWith(PREFIX)) localStorage.removeItem(key);
    } catch {}
  },
};
