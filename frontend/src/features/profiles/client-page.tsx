import type { ClientProfile } from "@freelancerm/contracts/users";
import { Button } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import { Link, useParams } from "react-router";
import { read } from "../../lib/api.ts";
import { country, month, number } from "../../lib/format.ts";
import { paths } from "../../lib/paths.ts";
import { useSession } from "../../session/session.ts";
import { Avatar, RatingMark, Status } from "../../ui/marks.tsx";
import { PageTitle } from "../../ui/page.tsx";
import { Prose } from "../../ui/prose.tsx";
import { Loaded } from "../../ui/states.tsx";
import { Reviews } from "./reviews.tsx";

export default function ClientPage() {
  const { userId = "" } = useParams();
  const profile = useQuery(read("getClient", { params: { userId } }));
  return <Loaded query={profile}>{(loaded) => <ClientView profile={loaded} />}</Loaded>;
}

function ClientView({ profile }: { profile: ClientProfile }) {
  const { user } = useSession();
  return (
    <>
      <div className="row top" style={{ gap: 20 }}>
        <Avatar name={profile.displayName} url={profile.avatarUrl} size={92} />
        <div className="grow" style={{ minWidth: "min(100%, 280px)" }}>
          <PageTitle
            title={profile.displayName}
            eyebrow="Client"
            actions={
              user?.id === profile.id && (
                <Button component={Link} to={paths.editProfile()} variant="default">
                  Edit profile
                </Button>
              )
            }
          >
            {profile.company}
          </PageTitle>
        </div>
      </div>
      <div className="split">
        <div className="stack loose">
          {profile.about && (
            <section className="card" aria-label="About">
              <Prose text={profile.about} />
            </section>
          )}
          <Reviews userId={profile.id} as="client" />
        </div>
        <aside className="card stack sticky" aria-label="Facts">
          <div>
            <Status
              label={
                profile.paymentVerified
                  ? { words: "Payment verified", tone: "good" }
                  : { words: "Payment not verified yet", tone: "neutral" }
              }
            />
          </div>
          <RatingMark rating={profile.rating} />
          <dl className="facts">
            <dt>Jobs posted</dt>
            <dd>{number(profile.jobsPosted)}</dd>
            <dt>Hires</dt>
            <dd>{number(profile.hires)}</dd>
            {profile.country && (
              <>
                <dt>Country</dt>
                <dd>{country(profile.country)}</dd>
              </>
            )}
            <dt>Member since</dt>
            <dd>{month(profile.memberSince)}</dd>
          </dl>
        </aside>
      </div>
    </>
  );
}
