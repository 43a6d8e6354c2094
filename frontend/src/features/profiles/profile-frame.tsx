import "../../ui/parts.css";
import { Button } from "@mantine/core";
import type { ReactNode } from "react";
import { Link } from "react-router";
import { paths } from "../../lib/paths.ts";
import { useSession } from "../../session/session.ts";
import { Avatar } from "../../ui/marks.tsx";
import { PageTitle } from "../../ui/page.tsx";
import { Prose } from "../../ui/prose.tsx";
import { Notice } from "../../ui/states.tsx";
import { ReportButton } from "../trust/report-button.tsx";

/** What the public pages of a freelancer and of a client have in common: who it is, what they say, and the facts beside. */
export function ProfileFrame({
  person,
  eyebrow,
  line,
  marks,
  text,
  textIsMissing,
  actions,
  facts,
  children,
}: {
  person: { id: string; displayName: string; avatarUrl: string | null };
  eyebrow?: ReactNode;
  /** The headline or the company. */
  line: string;
  /** The few facts one looks for first. */
  marks: ReactNode;
  text: string;
  textIsMissing: string;
  actions?: ReactNode;
  facts: ReactNode;
  children: ReactNode;
}) {
  const { user } = useSession();
  const mine = user?.id === person.id;
  return (
    <>
      {mine && (
        <div style={{ marginBottom: 20 }}>
          <Notice>
            This is your profile as others see it. <Link to={paths.editProfile()}>Edit it</Link>
          </Notice>
        </div>
      )}
      <div className="profile-head">
        <Avatar name={person.displayName} url={person.avatarUrl} size={92} />
        <PageTitle
          title={person.displayName}
          eyebrow={eyebrow}
          actions={
            mine ? (
              <Button component={Link} to={paths.editProfile()} variant="default">
                Edit profile
              </Button>
            ) : (
              actions
            )
          }
        >
          {line && <span style={{ fontSize: "1.08rem" }}>{line}</span>}
          <div className="profile-marks">
            {marks}
            {!mine && <ReportButton subject={{ kind: "user", id: person.id }} what="this profile" />}
          </div>
        </PageTitle>
      </div>
      <div className="split facts-first">
        <div className="stack loose">
          <section className="card" aria-label="About">
            {text ? <Prose text={text} /> : <p className="dim">{textIsMissing}</p>}
          </section>
          {children}
        </div>
        <aside className="card stack sticky" aria-label="Facts">
          {facts}
        </aside>
      </div>
    </>
  );
}
