import type { ClientProfile } from "@freelancerm/contracts/users";
import { useQuery } from "@tanstack/react-query";
import { useParams } from "react-router";
import { COUNT_STALE_MS, read } from "../../lib/api.ts";
import { country, month, number, percent } from "../../lib/format.ts";
import { Facts } from "../../ui/facts.tsx";
import { RatingMark, Status } from "../../ui/marks.tsx";
import { Reviews } from "../../ui/reviews.tsx";
import { SkeletonSplit } from "../../ui/skeleton-split.tsx";
import { Loaded } from "../../ui/states.tsx";
import { ReportReview } from "../trust/report-button.tsx";
import { ProfileFrame } from "./profile-frame.tsx";

export default function ClientPage() {
  const { userId = "" } = useParams();
  const profile = useQuery({ ...read("getClient", { params: { userId } }), staleTime: COUNT_STALE_MS });
  return (
    <Loaded query={profile} skeleton={<SkeletonSplit face />}>
      {(loaded) => <ClientView profile={loaded} />}
    </Loaded>
  );
}

function ClientView({ profile }: { profile: ClientProfile }) {
  const { jobsPosted, hires } = profile;
  return (
    <ProfileFrame
      person={profile}
      eyebrow="Client"
      line={profile.company}
      text={profile.about}
      textIsMissing="Nothing is written here yet."
      marks={
        <>
          <RatingMark rating={profile.rating} />
          {profile.country && <span>{country(profile.country)}</span>}
          <Status
            label={
              profile.paymentVerified
                ? { words: "Payment verified", tone: "good" }
                : { words: "Payment not verified yet", tone: "neutral" }
            }
          />
        </>
      }
      facts={
        <>
          <h2>As a client</h2>
          <Facts
            rows={[
              ["Jobs posted", number(jobsPosted)],
              ["Hires", number(hires)],
              jobsPosted > 0 && ["Hires per job", percent(hires / jobsPosted)],
              ["Member since", month(profile.memberSince)],
            ]}
          />
        </>
      }
    >
      <Reviews
        userId={profile.id}
        as="client"
        title="What freelancers say"
        rating={profile.rating}
        action={(review) => <ReportReview review={review} />}
      />
    </ProfileFrame>
  );
}
