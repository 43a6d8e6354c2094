import type { FreelancerProfile } from "@freelancerm/contracts/users";
import { Button } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import { Link, useNavigate, useParams } from "react-router";
import { api, read } from "../../lib/api.ts";
import { useCatalog } from "../../lib/catalog.ts";
import { useNow } from "../../lib/clock.ts";
import { country, language, list, month, number, shortMoney } from "../../lib/format.ts";
import { availability } from "../../lib/labels.ts";
import { paths } from "../../lib/paths.ts";
import { useSession } from "../../session/session.ts";
import { Facts } from "../../ui/facts.tsx";
import { IconMessages } from "../../ui/icons.ts";
import { RatingMark, Status } from "../../ui/marks.tsx";
import { Reviews } from "../../ui/reviews.tsx";
import { SkeletonSplit } from "../../ui/skeleton-split.tsx";
import { SkillChips } from "../../ui/skill-chips.tsx";
import { Loaded } from "../../ui/states.tsx";
import { useAction } from "../../ui/use-action.ts";
import { ReportReview } from "../trust/report-button.tsx";
import { ProfileFrame } from "./profile-frame.tsx";

export default function FreelancerPage() {
  const { userId = "" } = useParams();
  const profile = useQuery(read("getFreelancer", { params: { userId } }));
  return (
    <Loaded query={profile} skeleton={<SkeletonSplit face />}>
      {(loaded) => <FreelancerView profile={loaded} />}
    </Loaded>
  );
}

function FreelancerView({ profile }: { profile: FreelancerProfile }) {
  const { user } = useSession();
  const { categoryName } = useCatalog();
  return (
    <ProfileFrame
      person={profile}
      eyebrow={
        profile.categoryId && (
          <Link to={paths.talent({ category: profile.categoryId })}>{categoryName(profile.categoryId)}</Link>
        )
      }
      line={profile.headline}
      text={profile.bio}
      textIsMissing="Nothing is written here yet."
      actions={user?.roles.includes("client") && <WriteTo userId={profile.id} />}
      marks={
        <>
          <RatingMark rating={profile.rating} />
          {profile.country && <span>{country(profile.country)}</span>}
          <LocalTime timeZone={profile.timeZone} />
          <Status
            label={{
              words: availability[profile.availability] ?? "",
              tone:
                profile.availability === "now" ? "good" : profile.availability === "part_time" ? "active" : "neutral",
            }}
          />
        </>
      }
      facts={
        <>
          {profile.hourlyRate !== null && (
            <p>
              <span className="figure">{shortMoney(profile.hourlyRate, profile.currency)}</span> an hour
            </p>
          )}
          <Facts
            rows={[
              ["Completed contracts", number(profile.completedContracts)],
              profile.languages.length > 0 && ["Languages", list(profile.languages.map(language))],
              ["Time zone", profile.timeZone.replaceAll("_", " ")],
              ["Member since", month(profile.memberSince)],
            ]}
          />
        </>
      }
    >
      {profile.skills.length > 0 && (
        <section className="stack tight" aria-labelledby="skills">
          <h2 id="skills">Skills</h2>
          <SkillChips skills={profile.skills} to={(skill) => paths.talent({ skill })} />
        </section>
      )}
      {profile.portfolio.length > 0 && <Portfolio profile={profile} />}
      <Reviews
        userId={profile.id}
        as="freelancer"
        title="Work history and reviews"
        rating={profile.rating}
        action={(review) => <ReportReview review={review} />}
      />
    </ProfileFrame>
  );
}

/** What time it is for them: when an answer may be expected. Nothing where this browser does not know the zone. */
function LocalTime({ timeZone }: { timeZone: string }) {
  const now = useNow();
  try {
    const time = new Intl.DateTimeFormat(undefined, { timeStyle: "short", timeZone }).format(now);
    return <span className="dim num">{time} there</span>;
  } catch {
    return null;
  }
}

function Portfolio({ profile }: { profile: FreelancerProfile }) {
  return (
    <section className="stack" aria-labelledby="portfolio">
      <h2 id="portfolio">Portfolio</h2>
      <ul className="plain tiles">
        {profile.portfolio.map((item) => (
          <li key={item.id} className="card flush">
            {item.imageUrl && (
              <img
                src={item.imageUrl}
                alt=""
                loading="lazy"
                style={{ width: "100%", aspectRatio: "16 / 10", objectFit: "cover", display: "block" }}
              />
            )}
            <div className="stack tight" style={{ padding: 16 }}>
              <h3>{item.title}</h3>
              {item.description && <p className="small">{item.description}</p>}
              {item.link && (
                <p>
                  <a
                    className="text-button small"
                    href={item.link}
                    target="_blank"
                    rel="nofollow noopener noreferrer"
                    aria-label={`See it: ${item.title}`}
                  >
                    See it
                  </a>
                </p>
              )}
            </div>
          </li>
        ))}
      </ul>
    </section>
  );
}

function WriteTo({ userId }: { userId: string }) {
  const navigate = useNavigate();
  const open = useAction(() => api.openRoom({ body: { freelancerId: userId } }), {
    onSuccess: (room) => navigate(paths.room(room.id)),
  });
  return (
    <Button leftSection={<IconMessages size={18} />} loading={open.isPending} onClick={() => open.mutate()}>
      Message
    </Button>
  );
}
