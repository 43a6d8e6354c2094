import type { JobCard } from "@freelancerm/contracts/jobs";
import { ActionIcon } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import { api, read, refresh } from "../../lib/api.ts";
import { IconSave, IconSaved } from "../../ui/icons.ts";
import { toast } from "../../ui/toast.tsx";

/** The jobs a signed-in person saved, and how to save or forget one, with a way to undo. */
export function useSavedJobs(enabled: boolean) {
  const { data } = useQuery({ ...read("listSavedJobs", { query: { limit: 100 } }), enabled });
  const ids = new Set((data?.items ?? []).map(({ id }) => id));
  async function put(jobId: string, save: boolean) {
    await (save ? api.saveJob : api.unsaveJob)({ params: { jobId } });
    await refresh("listSavedJobs");
  }
  return {
    has: (jobId: string) => ids.has(jobId),
    toggle(job: JobCard) {
      if (!enabled) return;
      const save = !ids.has(job.id);
      put(job.id, save).then(
        () => toast.done(save ? "Saved." : "No longer saved.", () => put(job.id, !save)),
        toast.failed,
      );
    },
  };
}

export function SaveIcon({ job, saved }: { job: JobCard; saved: ReturnType<typeof useSavedJobs> }) {
  const has = saved.has(job.id);
  return (
    <ActionIcon
      size={44}
      variant="subtle"
      color={has ? "pine" : "gray"}
      aria-pressed={has}
      aria-label={`Save ${job.title}`}
      title={has ? "Saved" : "Save (s)"}
      onClick={() => saved.toggle(job)}
    >
      {has ? <IconSaved size={20} /> : <IconSave size={20} />}
    </ActionIcon>
  );
}
