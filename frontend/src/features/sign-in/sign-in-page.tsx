import { type Session, userRoutes } from "@freelancerm/contracts/users";
import { TextInput } from "@mantine/core";
import { useState } from "react";
import { Link, Navigate, useNavigate, useSearchParams } from "react-router";
import { api } from "../../lib/api.ts";
import { codeOf } from "../../lib/failure.ts";
import { paths, safeNext } from "../../lib/paths.ts";
import { adopt, useSession } from "../../session/session.ts";
import { CodeInput } from "../../ui/code-input.tsx";
import { Form, SubmitButton, useApiForm } from "../../ui/form.tsx";
import { PasswordInput } from "../../ui/kit/forms.ts";
import { PageTitle } from "../../ui/page.tsx";
import { toast } from "../../ui/toast.tsx";
import { Entry } from "./entry.tsx";
import { keepPassword } from "./newcomer.ts";

export default function SignInPage() {
  const [search] = useSearchParams();
  const { status } = useSession();
  const [challenge, setChallenge] = useState<{ email: string; challengeToken: string }>();
  const next = safeNext(search.get("next"));
  if (status === "signed_in") return <Navigate replace to={next} />;
  return (
    <Entry>
      {challenge ? (
        <TotpStep {...challenge} startOver={() => setChallenge(undefined)} />
      ) : (
        <PasswordStep email={search.get("email") ?? ""} next={next} onChallenge={setChallenge} />
      )}
    </Entry>
  );
}

function PasswordStep({
  email,
  next,
  onChallenge,
}: {
  email: string;
  next: string;
  onChallenge: (challenge: { email: string; challengeToken: string }) => void;
}) {
  const navigate = useNavigate();
  const of = useApiForm({
    initial: { email, password: "" },
    schema: userRoutes.signIn.body,
    send: async (body) => {
      const answer = await api.signIn({ body });
      if ("challenge" in answer) onChallenge({ email: body.email, challengeToken: answer.challengeToken });
      else adopt(answer as Session);
    },
    onFailure: (error) => {
      if (codeOf(error) !== "account.unconfirmed") return false;
      const given = of.form.getValues();
      toast.failed(error);
      // The address has to be confirmed only where the password is right.
      keepPassword(given.email, given.password);
      void navigate(paths.confirm({ email: given.email, next }));
      return true;
    },
  });
  return (
    <>
      <PageTitle title="Sign in">
        New here? <Link to={paths.signUp({ next: next === paths.home() ? undefined : next })}>Join FreelancerM</Link>
      </PageTitle>
      <Form of={of} label="Sign in">
        <TextInput {...of.field("email", "E-mail address")} type="email" autoComplete="username" required />
        <PasswordInput {...of.field("password", "Password")} autoComplete="current-password" required />
        <SubmitButton of={of} fullWidth>
          Sign in
        </SubmitButton>
        <p className="small">
          <Link className="text-button" to={paths.forgot()}>
            Forgot your password?
          </Link>
        </p>
      </Form>
    </>
  );
}

function TotpStep({
  email,
  challengeToken,
  startOver,
}: {
  email: string;
  challengeToken: string;
  startOver: () => void;
}) {
  const of = useApiForm({
    initial: { code: "" },
    schema: userRoutes.answerTotp.body,
    toBody: ({ code }) => ({ email, challengeToken, code }),
    send: async ({ code }) => adopt(await api.answerTotp({ body: { email, challengeToken, code } })),
  });
  return (
    <>
      <PageTitle title="Enter the code of your app">Your account is protected by an authenticator app.</PageTitle>
      <Form of={of} label="Authenticator">
        <CodeInput {...of.field("code", "Code")} autoFocus />
        <SubmitButton of={of} fullWidth>
          Sign in
        </SubmitButton>
        <p className="small">
          <button type="button" className="text-button" onClick={startOver}>
            Start over
          </button>
        </p>
      </Form>
    </>
  );
}
