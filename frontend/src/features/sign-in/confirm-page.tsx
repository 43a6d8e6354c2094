import { userRoutes } from "@freelancerm/contracts/users";
import { TextInput } from "@mantine/core";
import { Link, useNavigate, useSearchParams } from "react-router";
import { api } from "../../lib/api.ts";
import { paths } from "../../lib/paths.ts";
import { Form, SubmitButton, useApiForm } from "../../ui/form.tsx";
import { PageTitle } from "../../ui/page.tsx";
import { toast } from "../../ui/toast.tsx";
import { useAction } from "../../ui/use-action.ts";
import { CodeInput } from "./code-input.tsx";
import { Entry } from "./entry.tsx";

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
      toast.done("Your address is confirmed. Sign in to go on.");
      void navigate(paths.signIn({ email: body.email, next }));
    },
  });
  const { email } = of.form.values;
  const resend = useAction(() => api.resendCode({ body: { email } }), {
    onSuccess: () => toast.done("A new code is on its way."),
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
