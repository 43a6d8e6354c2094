import type { Review } from "@freelancerm/contracts/reviews";
import type { Subject } from "@freelancerm/contracts/trust";
import { lazy, Suspense, useState } from "react";
import { useSession } from "../../session/session.ts";

const ReportDialog = lazy(() => import("./report-dialog.tsx"));

/** A way to tell staff of something that should not be here. For whoever is signed in; the page knows what is theirs. */
export function ReportButton({ subject, what }: { subject: Subject; what: string }) {
  const { user } = useSession();
  const [open, setOpen] = useState(false);
  if (!user) return null;
  return (
    <>
      <button type="button" className="text-button" aria-label={`Report ${what}`} onClick={() => setOpen(true)}>
        Report
      </button>
      {open && (
        <Suspense>
          <ReportDialog subject={subject} what={what} close={() => setOpen(false)} />
        </Suspense>
      )}
    </>
  );
}

/** The same for a published review, of either side. */
export function ReportReview({ review }: { review: Review }) {
  const { user } = useSession();
  if (user?.id === review.author.id) return null;
  return (
    <ReportButton
      subject={{ kind: "review", id: review.contractId, by: review.by }}
      what={`the review of ${review.author.displayName}`}
    />
  );
}
