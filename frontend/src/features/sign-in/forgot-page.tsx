import { userRoutes } from "@freelancerm/contracts/users";
import { TextInput } from "@mantine/core";
import { Link, useNavigate } from "react-router";
import { api } from "../../lib/api.ts";
import { paths } from "../../lib/paths.ts";
import { Form, SubmitButton, useApiForm } from "../../ui/form.tsx";
import { PageTitle } from "../../ui/page.tsx";
import { Entry } from "./entry.tsx";

export default function ForgotPage() {
  const navigate = useNavigate();
  const of = useApiForm({
    initial: { email: "" },
    schema: userRoutes.forgotPassword.body,
    send: async (body) => {
      await api.forgotPassword({ body });
      void navigate(paths.reset({ email: body.email }));
    },
  });
  return (
    <Entry>
      <PageTitle title="Reset your password">
        We send a code to your address. With it you choose a new password.
      </PageTitle>
      <Form of={of} label="Reset password">
        <TextInput {...of.field("email", "E-mail address")} type="email" autoComplete="username" required />
        <SubmitButton of={of} fullWidth>
          Send the code
        </SubmitButton>
        <p className="small">
          <Link className="text-button" to={paths.signIn()}>
            Back to signing in
          </Link>
        </p>
      </Form>
    </Entry>
  );
}
