import type { FreelancerProfile } from "@freelancerm/contracts/users";
import { Button } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import { Link, useNavigate, useParams } from "react-router";
import { api, read } from "../../lib/api.ts";
import { useCatalog } from "../../lib/catalog.ts";
import { country, language, list, month, number, shortMoney } from "../../lib/format.ts";
import { availability } from "../../lib/labels.ts";
import { paths } from "../../lib/paths.ts";
import { useSession } from "../../session/session.ts";
import { IconMessages } from "../../ui/icons.ts";
import { Avatar, RatingMark, Status } from "../../ui/marks.tsx";
import { PageTitle } from "../../ui/page.tsx";
import { Prose } from "../../ui/prose.tsx";
import { Loaded } from "../../ui/states.tsx";
import { useAction } from "../../ui/use-action.ts";
import { Reviews } from "./reviews.tsx";

export default function FreelancerPage() {
  const { userId = "" } = useParams();
  const profile = useQuery(read("getFreelancer", { params: { userId } }));
  return <Loaded query={profile}>{(loaded) => <FreelancerView profile={loaded} />}</Loaded>;
}

function FreelancerView({ profile }: { profile: FreelancerProfile }) {
  const { user } = useSession();
  const { skillName, categoryName } = useCatalog();
  const mine = user?.id === profile.id;
  return (
    <>
      <div className="row top" style={{ gap: 20 }}>
        <Avatar name={profile.displayName} url={profile.avatarUrl} size={92} />
        <div className="grow" style={{ minWidth: "min(100%, 280px)" }}>
          <PageTitle
            title={profile.displayName}
            eyebrow={profile.categoryId ? categoryName(profile.categoryId) : undefined}
            actions={
              mine ? (
                <Button component={Link} to={paths.editProfile()} variant="default">
                  Edit profile
                </Button>
              ) : (
                user?.roles.includes("client") && <WriteTo userId={profile.id} />
              )
            }
          >
            <span style={{ fontSize: "1.08rem" }}>{profile.headline}</span>
          </PageTitle>
        </div>
      </div>
      <div className="split">
        <div className="stack loose">
          {profile.bio && (
            <section className="card" aria-label="About">
              <Prose text={profile.bio} />
            </section>
          )}
          {profile.skills.length > 0 && (
            <section className="stack tight" aria-labelledby="skills">
              <h2 id="skills">Skills</h2>
              <p className="row" style={{ gap: 8 }}>
                {profile.skills.map((skill) => (
                  <Link className="chip" key={skill} to={paths.talent({ skill })} style={{ minHeight: 32 }}>
                    {skillName(skill)}
                  </Link>
                ))}
              </p>
            </section>
          )}
          {profile.portfolio.length > 0 && <Portfolio profile={profile} />}
          <Reviews userId={profile.id} as="freelancer" />
        </div>
        <aside className="card stack sticky" aria-label="Facts">
          {profile.hourlyRate !== null && (
            <p>
              <span className="figure">{shortMoney(profile.hourlyRate, profile.currency)}</span> an hour
            </p>
          )}
          <div>
            <Status
              label={{
                words: availability[profile.availability] ?? "",
                tone:
                  profile.availability === "now" ? "good" : profile.availability === "part_time" ? "active" : "neutral",
              }}
            />
          </div>
          <RatingMark rating={profile.rating} />
          <dl className="facts">
            <dt>Completed contracts</dt>
            <dd>{number(profile.completedContracts)}</dd>
            {profile.country && (
              <>
                <dt>Country</dt>
                <dd>{country(profile.country)}</dd>
              </>
            )}
            <dt>Time zone</dt>
            <dd>{profile.timeZone.replaceAll("_", " ")}</dd>
            {profile.languages.length > 0 && (
              <>
                <dt>Languages</dt>
                <dd>{list(profile.languages.map(language))}</dd>
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
                <a className="small" href={item.link} target="_blank" rel="nofollow noopener noreferrer">
                  See it
                </a>
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
