import type { Job } from "@freelancerm/contracts/jobs";
import { useQuery } from "@tanstack/react-query";
import { read } from "../../lib/api.ts";
import { Select } from "../../ui/kit/selects.ts";

/** The order of freelancers for a client: those who joined last, or the best match for one of the client's jobs. */
export default function TalentOrder({
  job,
  choose,
}: {
  /** The job that is chosen; it may be one that takes no proposals now. */
  job?: Job;
  choose: (jobId: string | null) => void;
}) {
  const { data } = useQuery(read("listMyJobs"));
  const jobs = (data?.items ?? []).filter(({ status }) => ["open", "paused", "draft"].includes(status));
  const chosen = job && !jobs.some(({ id }) => id === job.id) ? [job] : [];
  if (jobs.length + chosen.length === 0) return null;
  return (
    <Select
      aria-label="Order"
      w="min(100%, 320px)"
      data={[
        { value: "", label: "Joined last" },
        ...[...chosen, ...jobs].map(({ id, title }) => ({ value: id, label: `Best for: ${title}` })),
      ]}
      value={job?.id ?? ""}
      allowDeselect={false}
      onChange={(jobId) => choose(jobId || null)}
    />
  );
}
