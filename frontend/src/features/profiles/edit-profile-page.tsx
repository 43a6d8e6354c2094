import { Button } from "@mantine/core";
import { Link } from "react-router";
import { api } from "../../lib/api.ts";
import { role as roleWords } from "../../lib/labels.ts";
import { paths } from "../../lib/paths.ts";
import { actAs, setUser, useMe, useSession } from "../../session/session.ts";
import { Avatar } from "../../ui/marks.tsx";
import { PageTitle } from "../../ui/page.tsx";
import { toast } from "../../ui/toast.tsx";
import { ClientForm } from "./client-form.tsx";
import { FreelancerForm } from "./freelancer-form.tsx";
import { ImagePicker } from "./image-picker.tsx";

export default function EditProfilePage() {
  const me = useMe();
  const { role } = useSession();
  const setAvatar = async (avatarFileId: string | null) => {
    setUser(await api.updateMe({ body: { avatarFileId }, version: me.version }));
    toast.done(avatarFileId ? "Your picture is changed." : "Your picture is removed.");
  };
  return (
    <div className="narrow">
      <PageTitle
        title="Your profile"
        actions={
          <Button
            component={Link}
            to={role === "client" ? paths.client(me.id) : paths.freelancer(me.id)}
            variant="default"
          >
            See it as others do
          </Button>
        }
      >
        {me.completeness.percent < 100 && (
          <span className="row">
            <progress value={me.completeness.percent} max={100} aria-label="Profile completeness" />
            {me.completeness.percent}% complete
          </span>
        )}
      </PageTitle>
      <div className="stack loose">
        <section className="card row" aria-label="Picture" style={{ gap: 20 }}>
          <Avatar name={me.displayName} url={me.avatarUrl} size={84} />
          <div className="stack tight">
            <ImagePicker
              purpose="avatar"
              label={me.avatarUrl ? "Change the picture" : "Add a picture"}
              onPicked={setAvatar}
              onRemove={me.avatarUrl ? () => setAvatar(null).catch(toast.failed) : undefined}
            />
            <p className="tiny dim">
              PNG, JPEG or WebP up to 5 MB. Name, country and languages are in{" "}
              <Link to={paths.settings()}>your account</Link>.
            </p>
          </div>
        </section>
        {me.roles.length > 1 && (
          <fieldset className="tabs" aria-label="Which profile">
            {me.roles.map((held) => (
              <button type="button" key={held} aria-pressed={role === held} onClick={() => actAs(held)}>
                {roleWords[held]}
              </button>
            ))}
          </fieldset>
        )}
        {role === "freelancer" && me.freelancer && <FreelancerForm key="freelancer" me={me} profile={me.freelancer} />}
        {role === "client" && me.client && <ClientForm key="client" me={me} profile={me.client} />}
      </div>
    </div>
  );
}
