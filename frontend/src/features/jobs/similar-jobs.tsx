import type { Job } from "@freelancerm/contracts/jobs";
import { useQuery } from "@tanstack/react-query";
import { read } from "../../lib/api.ts";
import { JobLine } from "../../ui/job-row.tsx";

/** Other open jobs of the same category, those that ask for the same skills first. */
export function SimilarJobs({ job }: { job: Job }) {
  const { data } = useQuery(read("listJobs", { query: { category: job.categoryId, limit: 20 } }));
  const shared = (skills: string[]) => skills.filter((skill) => job.skills.includes(skill)).length;
  const others = (data?.items ?? [])
    .filter(({ id }) => id !== job.id)
    .sort((a, b) => shared(b.skills) - shared(a.skills))
    .slice(0, 4);
  if (others.length === 0) return null;
  return (
    <section className="stack" aria-labelledby="similar">
      <h2 id="similar">Similar jobs</h2>
      <ul className="plain card flush rows">
        {others.map((other) => (
          <JobLine key={other.id} job={other} />
        ))}
      </ul>
    </section>
  );
}
