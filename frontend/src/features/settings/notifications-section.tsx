import type { NotificationKind } from "@freelancerm/contracts/notifications";
import { useQuery } from "@tanstack/react-query";
import { api, queryClient, read } from "../../lib/api.ts";
import { notificationKind } from "../../lib/labels.ts";
import { Switch } from "../../ui/kit/forms.ts";
import { Loaded } from "../../ui/states.tsx";
import { useAction } from "../../ui/use-action.ts";
import { bySubject, subjects } from "../notifications/subjects.ts";

const query = read("getPreferences");

export function NotificationsSection() {
  const preferences = useQuery(query);
  const save = useAction((email: Record<string, boolean>) => api.updatePreferences({ body: { email } }), {
    onSuccess: (saved) => queryClient.setQueryData(query.queryKey, saved),
  });
  return (
    <Loaded query={preferences}>
      {({ email }) => (
        <section className="stack" aria-labelledby="mailed">
          <h2 id="mailed">What is also mailed to you</h2>
          <p className="dim">
            Everything appears under the bell. Choose what comes by e-mail too; mails about your account's security, and
            about what staff decided on something of yours, are always sent.
          </p>
          {bySubject(Object.keys(email) as NotificationKind[]).map(({ subject, kinds }) => (
            <section key={subject} className="stack tight" aria-labelledby={`mailed-${subject}`}>
              <h3 id={`mailed-${subject}`}>{subjects[subject]}</h3>
              <ul className="plain card flush rows">
                {kinds.map((kind) => (
                  <li key={kind} style={{ paddingBlock: 8 }}>
                    <Switch
                      label={notificationKind[kind]}
                      labelPosition="left"
                      checked={email[kind] ?? false}
                      disabled={save.isPending}
                      onChange={(event) => save.mutate({ [kind]: event.currentTarget.checked })}
                      styles={{ body: { justifyContent: "space-between", alignItems: "center", minHeight: 44 } }}
                    />
                  </li>
                ))}
              </ul>
            </section>
          ))}
        </section>
      )}
    </Loaded>
  );
}
