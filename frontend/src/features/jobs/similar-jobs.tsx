import type { Job } from "@freelancerm/contracts/jobs";
import { useQuery } from "@tanstack/react-query";
import { read } from "../../lib/api.ts";
import { JobRow } from "../../ui/job-row.tsx";

/** Other open jobs of the same category. */
export function SimilarJobs({ job }: { job: Job }) {
  const { data } = useQuery(read("listJobs", { query: { category: job.categoryId, limit: 4 } }));
  const others = (data?.items ?? []).filter(({ id }) => id !== job.id).slice(0, 3);
  if (others.length === 0) return null;
  return (
    <section className="stack" aria-labelledby="similar">
      <h2 id="similar">Similar jobs</h2>
      {others.map((other) => (
        <JobRow key={other.id} job={other} />
      ))}
    </section>
  );
}
