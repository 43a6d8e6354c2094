import type { Role } from "@freelancerm/contracts/route";
import { Button } from "@mantine/core";
import { useState } from "react";
import { Link } from "react-router";
import { api } from "../../lib/api.ts";
import { role as roleWords, staffRole } from "../../lib/labels.ts";
import { paths } from "../../lib/paths.ts";
import { actAs, renew, setUser, useMe } from "../../session/session.ts";
import { Ask } from "../../ui/dialogs.tsx";
import { Status } from "../../ui/marks.tsx";
import { toast } from "../../ui/toast.tsx";
import { useAction } from "../../ui/use-action.ts";

const ABOUT: Record<Role, string> = {
  client: "Post jobs, compare proposals, fund milestones and approve work.",
  freelancer: "Have a public profile, send proposals and get paid for approved work.",
};

export function RolesSection() {
  const me = useMe();
  const [leaving, setLeaving] = useState<Role>();
  const add = useAction((role: Role) => api.addRole({ body: { role } }), {
    onSuccess: async (user, role) => {
      setUser(user);
      // The access token names the roles; the new one holds from the next token.
      await renew();
      actAs(role);
      toast.done(`You now also act as a ${roleWords[role].toLowerCase()}.`);
    },
  });
  return (
    <ul className="plain stack">
      {(["client", "freelancer"] as const).map((role) => {
        const held = me.roles.includes(role);
        return (
          <li key={role} className="card row apart">
            <div className="stack tight grow" style={{ minWidth: 220 }}>
              <h2>{roleWords[role]}</h2>
              <p className="dim">{ABOUT[role]}</p>
              {held && (
                <div>
                  <Status label={{ words: "You have this role", tone: "good" }} />
                </div>
              )}
            </div>
            {held ? (
              <div className="row">
                <Button component={Link} to={paths.editProfile()} variant="default">
                  Edit profile
                </Button>
                {me.roles.length + me.staffRoles.length > 1 && (
                  <Button variant="subtle" color="red" onClick={() => setLeaving(role)}>
                    Give up
                  </Button>
                )}
              </div>
            ) : (
              <Button loading={add.isPending} onClick={() => add.mutate(role)}>
                Add this role
              </Button>
            )}
          </li>
        );
      })}
      {me.staffRoles.map((post) => (
        <li key={post} className="card stack tight">
          <h2>{staffRole[post]}</h2>
          <p className="dim">Given and taken by whoever runs the marketplace.</p>
        </li>
      ))}
      {leaving && (
        <Ask
          title={`Give up acting as a ${roleWords[leaving].toLowerCase()}?`}
          confirm="Give it up"
          danger
          run={async () => {
            setUser(await api.removeRole({ params: { role: leaving } }));
            await renew();
          }}
          onClose={() => setLeaving(undefined)}
        >
          <p>It is possible when nothing is open in this role. You can add it again later.</p>
        </Ask>
      )}
    </ul>
  );
}
