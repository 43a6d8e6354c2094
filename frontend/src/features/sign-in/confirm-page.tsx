import { type Session, userRoutes } from "@freelancerm/contracts/users";
import { TextInput } from "@mantine/core";
import { useEffect } from "react";
import { Link, useNavigate, useSearchParams } from "react-router";
import { api } from "../../lib/api.ts";
import { codeOf } from "../../lib/failure.ts";
import { paths, safeNext } from "../../lib/paths.ts";
import { adopt } from "../../session/session.ts";
import { CodeInput } from "../../ui/code-input.tsx";
import { Form, SubmitButton, useApiForm } from "../../ui/form.tsx";
import { PageTitle } from "../../ui/page.tsx";
import { toast } from "../../ui/toast.tsx";
import { useAction } from "../../ui/use-action.ts";
import { Entry } from "./entry.tsx";
import { forgetPassword, keptPassword } from "./newcomer.ts";

/** The session of who has just chosen a password here; else what to say before it is asked. */
async function signInAs(email: string): Promise<Session | string> {
  const password = keptPassword(email);
  if (!password) return "Your address is confirmed. Sign in to go on.";
  try {
    const answer = await api.signIn({ body: { email, password } });
    if ("accessToken" in answer) return answer;
  } catch (error) {
    if (codeOf(error) === "auth.invalid_credentials")
      return "Your address is confirmed. You signed up before with another password: use that one, or choose a new one.";
  }
  return "Your address is confirmed. Sign in to go on.";
}

export default function ConfirmPage() {
  const navigate = useNavigate();
  const [search] = useSearchParams();
  const given = search.get("email") ?? "";
  const next = search.get("next") ?? undefined;
  const of = useApiForm({
    initial: { email: given, code: "" },
    schema: userRoutes.confirmSignUp.body,
    send: async (body) => {
      await api.confirmSignUp({ body });
      const opened = await signInAs(body.email);
      if (typeof opened === "string") {
        toast.done(opened);
        void navigate(paths.signIn({ email: body.email, next }));
      } else {
        adopt(opened);
        toast.done(`Your address is confirmed. Welcome, ${opened.user.displayName}.`);
        void navigate(safeNext(next ?? null), { replace: true });
      }
    },
  });
  useEffect(() => forgetPassword, []);
  const { email } = of.form.values;
  const resend = useAction(() => api.resendCode({ body: { email } }), {
    onSuccess: () => toast.done("If this address waits for a code, a new one is on its way."),
  });
  return (
    <Entry>
      <PageTitle title="Confirm your address">
        {given ? (
          <>
            We sent a six-digit code to <strong>{given}</strong>.
          </>
        ) : (
          "Enter the six-digit code we sent you."
        )}
      </PageTitle>
      <Form of={of} label="Confirm">
        {!given && <TextInput {...of.field("email", "E-mail address")} type="email" autoComplete="email" required />}
        <CodeInput {...of.field("code", "Code")} />
        <SubmitButton of={of} fullWidth>
          Confirm
        </SubmitButton>
        <p className="small dim">
          Do you have an account with this address already? Then our mail says so and has no code:{" "}
          <Link to={paths.signIn({ email: email || undefined, next })}>sign in</Link> instead.
        </p>
        <p className="small dim">
          Nothing came?{" "}
          <button
            type="button"
            className="text-button"
            disabled={resend.isPending || email === ""}
            onClick={() => resend.mutate()}
          >
            Send a new code
          </button>{" "}
          or <Link to={paths.signUp({ next })}>use another address</Link>.
        </p>
      </Form>
    </Entry>
  );
}
