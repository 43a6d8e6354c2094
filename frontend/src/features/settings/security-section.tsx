import { userRoutes } from "@freelancerm/contracts/users";
import { Button, TextInput } from "@mantine/core";
import { useState } from "react";
import { useNavigate } from "react-router";
import { api } from "../../lib/api.ts";
import { paths } from "../../lib/paths.ts";
import { setUser, signOut, useMe } from "../../session/session.ts";
import { Ask } from "../../ui/dialogs.tsx";
import { Form, SubmitButton, useApiForm } from "../../ui/form.tsx";
import { PasswordInput } from "../../ui/kit/forms.ts";
import { Status } from "../../ui/marks.tsx";
import { toast } from "../../ui/toast.tsx";
import { useAction } from "../../ui/use-action.ts";
import { Proof } from "./proof.tsx";

export function SecuritySection() {
  return (
    <div className="stack loose">
      <PasswordCard />
      <TotpCard />
      <SessionsCard />
    </div>
  );
}

function PasswordCard() {
  const of = useApiForm({
    initial: { current: "", next: "" },
    schema: userRoutes.changePassword.body,
    send: async (body) => {
      await api.changePassword({ body });
      of.form.reset();
      toast.done("Your password is changed.");
    },
  });
  return (
    <section className="card stack" aria-labelledby="password">
      <h2 id="password">Password</h2>
      <Form of={of} label="Password">
        <PasswordInput {...of.field("current", "Current password")} autoComplete="current-password" required />
        <PasswordInput
          {...of.field("next", "New password")}
          description="At least 10 characters, a letter and a digit"
          autoComplete="new-password"
          required
        />
        <div>
          <SubmitButton of={of}>Change the password</SubmitButton>
        </div>
      </Form>
    </section>
  );
}

function TotpCard() {
  const me = useMe();
  const [secret, setSecret] = useState<{ secret: string; uri: string }>();
  const [stopping, setStopping] = useState(false);
  const start = useAction(() => api.startTotp(), { onSuccess: setSecret });
  const reload = async () => setUser(await api.getMe());
  return (
    <section className="card stack" aria-labelledby="totp">
      <div className="row apart">
        <h2 id="totp">Authenticator app</h2>
        <Status label={me.totpEnabled ? { words: "On", tone: "good" } : { words: "Off", tone: "neutral" }} />
      </div>
      <p className="dim">A code from an app on your phone, beside the password. It protects your money.</p>
      {me.totpEnabled ? (
        <div>
          <Button variant="default" onClick={() => setStopping(true)}>
            Stop using it
          </Button>
        </div>
      ) : secret ? (
        <TotpSetup
          {...secret}
          done={() => {
            setSecret(undefined);
            void reload();
          }}
        />
      ) : (
        <div>
          <Button loading={start.isPending} onClick={() => start.mutate()}>
            Set it up
          </Button>
        </div>
      )}
      {stopping && (
        <Proof
          title="Stop using the authenticator app?"
          confirm="Stop using it"
          run={async (body) => {
            await api.stopTotp({ body });
            await reload();
            toast.done("The authenticator app is not in use any more.");
          }}
          onClose={() => setStopping(false)}
        >
          <p>From then on the password alone opens your account.</p>
        </Proof>
      )}
    </section>
  );
}

function TotpSetup({ secret, uri, done }: { secret: string; uri: string; done: () => void }) {
  const of = useApiForm({
    initial: { code: "" },
    schema: userRoutes.confirmTotp.body,
    send: async (body) => {
      await api.confirmTotp({ body });
      toast.done("The authenticator app is in use.");
      done();
    },
  });
  return (
    <Form of={of} label="Authenticator app">
      <ol className="stack tight" style={{ paddingLeft: 20 }}>
        <li>
          Add an account in your app: <a href={uri}>open it on this device</a>, or type this key:{" "}
          <code style={{ overflowWrap: "anywhere" }}>{secret.match(/.{1,4}/g)?.join(" ")}</code>
        </li>
        <li>Enter the six digits it shows.</li>
      </ol>
      <TextInput
        {...of.field("code", "Code")}
        inputMode="numeric"
        autoComplete="one-time-code"
        maxLength={6}
        required
      />
      <div>
        <SubmitButton of={of}>Finish</SubmitButton>
      </div>
    </Form>
  );
}

function SessionsCard() {
  const navigate = useNavigate();
  const [asking, setAsking] = useState(false);
  return (
    <section className="card stack" aria-labelledby="sessions">
      <h2 id="sessions">Sessions</h2>
      <p className="dim">Lost a device, or signed in somewhere you should not have?</p>
      <div>
        <Button variant="default" onClick={() => setAsking(true)}>
          Sign out everywhere
        </Button>
      </div>
      {asking && (
        <Ask
          title="Sign out everywhere?"
          confirm="Sign out everywhere"
          run={async () => {
            await signOut(true);
            void navigate(paths.signIn());
          }}
          onClose={() => setAsking(false)}
        >
          <p>Every device, also this one, has to sign in again.</p>
        </Ask>
      )}
    </section>
  );
}
