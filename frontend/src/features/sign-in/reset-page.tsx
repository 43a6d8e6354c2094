import { userRoutes } from "@freelancerm/contracts/users";
import { TextInput } from "@mantine/core";
import { Link, useNavigate, useSearchParams } from "react-router";
import { api } from "../../lib/api.ts";
import { paths } from "../../lib/paths.ts";
import { CodeInput } from "../../ui/code-input.tsx";
import { Form, SubmitButton, useApiForm } from "../../ui/form.tsx";
import { PasswordInput } from "../../ui/kit/forms.ts";
import { PageTitle } from "../../ui/page.tsx";
import { toast } from "../../ui/toast.tsx";
import { Entry } from "./entry.tsx";
import { PasswordChecks, passwordFault } from "./password-checks.tsx";

export default function ResetPage() {
  const navigate = useNavigate();
  const [search] = useSearchParams();
  const of = useApiForm({
    initial: { email: search.get("email") ?? "", code: "", password: "" },
    schema: userRoutes.resetPassword.body,
    check: ({ password }) => ({ password: passwordFault(password) }),
    send: async (body) => {
      await api.resetPassword({ body });
      toast.done("Your password is changed. Sign in with the new one.");
      void navigate(paths.signIn({ email: body.email }));
    },
  });
  return (
    <Entry>
      <PageTitle title="Choose a new password">
        If there is an account with this address, a code is in its mail.
      </PageTitle>
      <Form of={of} label="New password">
        <TextInput {...of.field("email", "E-mail address")} type="email" autoComplete="username" required />
        <CodeInput {...of.field("code", "Code from the e-mail")} />
        <PasswordInput {...of.field("password", "New password")} autoComplete="new-password" required />
        <PasswordChecks password={of.form.values.password} />
        <SubmitButton of={of} fullWidth>
          Change the password
        </SubmitButton>
        <p className="small">
          <Link className="text-button" to={paths.forgot()}>
            Send another code
          </Link>
        </p>
      </Form>
    </Entry>
  );
}
