import type { Role } from "@freelancerm/contracts/route";
import type { Me } from "@freelancerm/contracts/users";
import { Button } from "@mantine/core";
import { Link } from "react-router";
import { capitalised, list } from "../../lib/format.ts";
import { staffRole } from "../../lib/labels.ts";
import { paths } from "../../lib/paths.ts";
import { isStaffAlone } from "../../session/session.ts";
import { missingParts } from "../../ui/completeness.ts";
import { PageTitle } from "../../ui/page.tsx";

/** The first thing a signed-in person sees: who they are here, and where to go on. */
export function Welcome({ user, role }: { user: Me; role: Role }) {
  if (isStaffAlone(user)) {
    const posts = user.staffRoles.map((post) => staffRole[post].toLowerCase());
    return (
      <div className="welcome">
        <div className="inner">
          <PageTitle title={`Welcome back, ${user.displayName}`}>
            {posts.length > 0 ? `You work here as ${list(posts)}.` : "Your account has no role yet."}
          </PageTitle>
        </div>
      </div>
    );
  }
  const hiring = role === "client";
  const { percent, missing } = user.completeness;
  const words = list(missingParts(missing.slice(0, 3)).map((part) => part.words));
  return (
    <div className="welcome">
      <div className="inner">
        <PageTitle
          title={percent === 0 ? `Welcome, ${user.displayName}` : `Welcome back, ${user.displayName}`}
          actions={
            <>
              <Button component={Link} to={hiring ? paths.newJob() : paths.jobs()} size="md">
                {hiring ? "Post a job" : "Find work"}
              </Button>
              <Button component={Link} to={paths.contracts()} size="md" variant="default">
                My contracts
              </Button>
            </>
          }
        >
          {hiring
            ? "Post what you need, or look for the right person."
            : "New jobs are below; your proposals and contracts are a tap away."}
        </PageTitle>
        {percent < 100 && missing.length > 0 && (
          <p className="row" style={{ gap: 12 }}>
            <progress value={percent} max={100} aria-label="Profile completeness" />
            <span>
              Your profile is {percent}% complete. {capitalised(words)} would help.{" "}
              <Link to={paths.editProfile()} className="link">
                Complete it
              </Link>
            </span>
          </p>
        )}
      </div>
    </div>
  );
}
