import "../../ui/parts.css";
import type { Me } from "@freelancerm/contracts/users";
import { Button } from "@mantine/core";
import { type MouseEvent, useEffect } from "react";
import { Link, useLocation } from "react-router";
import { api } from "../../lib/api.ts";
import { role as roleWords } from "../../lib/labels.ts";
import { paths } from "../../lib/paths.ts";
import { actAs, isStaffAlone, setUser, useMe, useSession } from "../../session/session.ts";
import { missingParts } from "../../ui/completeness.ts";
import { IconCheck, IconDot } from "../../ui/icons.ts";
import { Avatar } from "../../ui/marks.tsx";
import { PageTitle } from "../../ui/page.tsx";
import { toast } from "../../ui/toast.tsx";
import { ClientForm } from "./client-form.tsx";
import { FreelancerForm } from "./freelancer-form.tsx";
import { ImagePicker } from "./image-picker.tsx";

export default function EditProfilePage() {
  const me = useMe();
  const { role } = useSession();
  const { hash } = useLocation();
  useEffect(() => {
    if (hash) goTo(hash.slice(1));
  }, [hash]);
  const setAvatar = async (avatarFileId: string | null) => {
    setUser(await api.updateMe({ body: { avatarFileId }, version: me.version }));
    toast.done(avatarFileId ? "Your picture is changed." : "Your picture is removed.");
  };
  const profiled = !isStaffAlone(me);
  return (
    <>
      <PageTitle
        title="Your profile"
        actions={
          profiled && (
            <Button
              component={Link}
              to={role === "client" ? paths.client(me.id) : paths.freelancer(me.id)}
              variant="default"
            >
              See it as others do
            </Button>
          )
        }
      >
        {profiled
          ? `What others see of you before they ${role === "client" ? "send a proposal" : "hire you"}.`
          : "You neither hire nor work here, so there is only your picture."}
      </PageTitle>
      <div className="split facts-lead">
        <div className="stack loose">
          {me.roles.length > 1 && (
            <fieldset className="tabs" aria-label="Which profile">
              {me.roles.map((held) => (
                <button type="button" key={held} aria-pressed={role === held} onClick={() => actAs(held)}>
                  {roleWords[held]}
                </button>
              ))}
            </fieldset>
          )}
          {role === "freelancer" && me.freelancer && (
            <FreelancerForm key="freelancer" me={me} profile={me.freelancer} />
          )}
          {role === "client" && me.client && <ClientForm key="client" me={me} profile={me.client} />}
        </div>
        <aside className="stack sticky" aria-label="Picture and completeness">
          <section className="card stack" aria-label="Picture" id="picture" tabIndex={-1}>
            <div className="row nowrap" style={{ gap: 16 }}>
              <Avatar name={me.displayName} url={me.avatarUrl} size={72} />
              <div className="grow">
                <p className="strong">{me.displayName}</p>
                <p className="small dim">
                  Name, country and languages are in <Link to={paths.settings()}>your account</Link>.
                </p>
              </div>
            </div>
            <ImagePicker
              purpose="avatar"
              label={me.avatarUrl ? "Change the picture" : "Add a picture"}
              onPicked={setAvatar}
              onRemove={me.avatarUrl ? () => setAvatar(null).catch(toast.failed) : undefined}
            />
            <p className="tiny dim">PNG, JPEG or WebP up to 5 MB</p>
          </section>
          {profiled && <Completeness of={me.completeness} />}
        </aside>
      </div>
    </>
  );
}

/** How complete it is, and a way to each thing that is missing. */
function Completeness({ of: { percent, missing } }: { of: Me["completeness"] }) {
  const jump = (to: string) => (event: MouseEvent) => {
    const [path, anchor] = to.split("#");
    if (path !== paths.editProfile() || !anchor) return;
    event.preventDefault();
    goTo(anchor);
  };
  return (
    <section className="card stack tight" aria-labelledby="complete">
      <h2 id="complete" style={{ fontSize: "1.06rem" }}>
        {percent}% complete
      </h2>
      <progress value={percent} max={100} aria-label="Profile completeness" style={{ width: "100%" }} />
      <ul className="ticks" style={{ marginTop: 8 }}>
        {missing.length === 0 ? (
          <li data-yes>
            <IconCheck size={16} aria-hidden />
            Nothing is missing.
          </li>
        ) : (
          missingParts(missing).map(({ words, to }) => (
            <li key={words}>
              <IconDot size={16} aria-hidden />
              <span>
                Add{" "}
                <Link to={to} onClick={jump(to)} className="link">
                  {words}
                </Link>
              </span>
            </li>
          ))
        )}
      </ul>
      {missing.length > 0 && (
        <p className="tiny dim">Complete profiles are easier to trust, and more searches find them.</p>
      )}
    </section>
  );
}

/** Scrolls to a field of this page and puts the focus into it. */
function goTo(id: string) {
  const target = document.getElementById(id);
  const field = target?.querySelector<HTMLElement>("input, textarea, button") ?? target;
  target?.scrollIntoView({ block: "center" });
  field?.focus({ preventScroll: true });
}
