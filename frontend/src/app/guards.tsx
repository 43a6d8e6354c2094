import type { Role, StaffRole } from "@freelancerm/contracts/route";
import { type ReactNode, useEffect } from "react";
import { Navigate, useLocation } from "react-router";
import { role as roleWords, staffRole } from "../lib/labels.ts";
import { paths } from "../lib/paths.ts";
import { actAs, holdsPost, useSession } from "../session/session.ts";
import { Forbidden, SkeletonPage } from "../ui/states.tsx";

/** Pages for people who are signed in. */
export function SignedIn({ children }: { children: ReactNode }) {
  const { status } = useSession();
  const { pathname, search } = useLocation();
  if (status === "loading") return <SkeletonPage />;
  if (status === "anonymous") return <Navigate replace to={paths.signIn({ next: pathname + search })} />;
  return children;
}

/** Pages of one role; who has both acts in it from here on. */
export function As({ actor, children }: { actor: Role; children: ReactNode }) {
  return (
    <SignedIn>
      <InRole actor={actor}>{children}</InRole>
    </SignedIn>
  );
}

function InRole({ actor: role, children }: { actor: Role; children: ReactNode }) {
  const session = useSession();
  const holds = session.user?.roles.includes(role);
  useEffect(() => {
    if (holds && session.role !== role) actAs(role);
  }, [holds, role, session.role]);
  return holds ? children : <Forbidden needs={`a ${roleWords[role].toLowerCase()}`} />;
}

export function Staff({ post, children }: { post: StaffRole; children: ReactNode }) {
  const { user } = useSession();
  return (
    <SignedIn>
      {user && holdsPost(user, post) ? children : <Forbidden needs={staffRole[post].toLowerCase()} />}
    </SignedIn>
  );
}
