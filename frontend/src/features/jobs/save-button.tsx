import type { Job } from "@freelancerm/contracts/jobs";
import { Button } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import { api, read, refresh } from "../../lib/api.ts";
import { IconSave, IconSaved } from "../../ui/icons.ts";
import { toast } from "../../ui/toast.tsx";
import { useAction } from "../../ui/use-action.ts";

export function SaveButton({ job }: { job: Job }) {
  const { data } = useQuery(read("listSavedJobs", { query: { limit: 100 } }));
  const saved = data?.items.some(({ id }) => id === job.id) ?? false;
  const put = useAction((save: boolean) => (save ? api.saveJob : api.unsaveJob)({ params: { jobId: job.id } }), {
    onSuccess: async (_, save) => {
      await refresh("listSavedJobs");
      if (save) toast.done("Saved.", () => put.mutate(false));
    },
  });
  return (
    <Button
      variant="default"
      aria-pressed={saved}
      leftSection={saved ? <IconSaved size={18} /> : <IconSave size={18} />}
      loading={put.isPending}
      onClick={() => put.mutate(!saved)}
    >
      {saved ? "Saved" : "Save"}
    </Button>
  );
}
