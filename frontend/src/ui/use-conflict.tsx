import { ApiError } from "@freelancerm/contracts/client";
import { type ReactNode, useState } from "react";
import { Conflict } from "./dialogs.tsx";

interface Choice<V> {
  latest: { values: V; version: number };
  mine: V;
}

/**
 * Guards saving by version. `save` sends with the version it is given; when somebody else saved first, `reload` fetches
 * what they saved and the person chooses. Answers the guarded saving and the dialog to render.
 */
export function useConflict<V extends object>(options: {
  save: (values: V, version: number) => Promise<unknown>;
  reload: () => Promise<{ values: V; version: number }>;
  apply: (values: V) => void;
  labels: Partial<Record<keyof V & string, string>>;
}): [(values: V, version: number) => Promise<void>, ReactNode] {
  const [choice, setChoice] = useState<Choice<V>>();

  async function guarded(values: V, version: number): Promise<void> {
    try {
      await options.save(values, version);
    } catch (error) {
      if (!(error instanceof ApiError) || error.code !== "resource.changed") throw error;
      setChoice({ latest: await options.reload(), mine: values });
    }
  }

  const dialog = choice && (
    <Conflict
      differences={Object.entries(options.labels)
        .map(([key, label]) => ({
          label: label as string,
          mine: inWords(choice.mine[key as keyof V]),
          theirs: inWords(choice.latest.values[key as keyof V]),
        }))
        .filter(({ mine, theirs }) => mine !== theirs)}
      onClose={() => setChoice(undefined)}
      takeTheirs={() => {
        options.apply(choice.latest.values);
        setChoice(undefined);
      }}
      keepMine={() => {
        setChoice(undefined);
        void guarded(choice.mine, choice.latest.version);
      }}
    />
  );
  return [guarded, dialog];
}

const inWords = (value: unknown): string =>
  Array.isArray(value) ? value.map(inWords).join(", ") : String(value ?? "");
