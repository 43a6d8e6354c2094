import { userRoutes } from "@freelancerm/contracts/users";
import { TextInput } from "@mantine/core";
import { Link, useNavigate, useSearchParams } from "react-router";
import { api } from "../../lib/api.ts";
import { paths } from "../../lib/paths.ts";
import { Form, SubmitButton, useApiForm } from "../../ui/form.tsx";
import { PasswordInput, Radio } from "../../ui/kit/forms.ts";
import { PageTitle } from "../../ui/page.tsx";

export default function SignUpPage() {
  const navigate = useNavigate();
  const [search] = useSearchParams();
  const next = search.get("next") ?? undefined;
  const of = useApiForm({
    initial: {
      displayName: "",
      email: "",
      password: "",
      role: search.get("role") === "freelancer" ? "freelancer" : ("client" as "client" | "freelancer"),
    },
    schema: userRoutes.signUp.body,
    check: ({ password }) => ({
      password:
        password.length >= 10 && /[a-z]/i.test(password) && /\d/.test(password)
          ? null
          : "Use at least 10 characters with a letter and a digit.",
    }),
    send: async (values) => {
      const { email } = await api.signUp({ body: values });
      void navigate(paths.confirm({ email, next }));
    },
  });
  return (
    <div className="form-narrow">
      <PageTitle title="Join FreelancerM">
        Already here? <Link to={paths.signIn({ next })}>Sign in</Link>
      </PageTitle>
      <Form of={of} label="Join">
        <Radio.Group {...of.field("role", "I want to")} required>
          <div className="stack tight" style={{ paddingTop: 6 }}>
            <Radio value="client" label="Hire" description="Post jobs and pay for approved work" />
            <Radio value="freelancer" label="Work" description="Send proposals and get paid by milestone" />
          </div>
        </Radio.Group>
        <p className="tiny dim">You can add the other role later.</p>
        <TextInput {...of.field("displayName", "Name")} description="As others see it" autoComplete="name" required />
        <TextInput {...of.field("email", "E-mail address")} type="email" autoComplete="email" required />
        <PasswordInput
          {...of.field("password", "Password")}
          description="At least 10 characters, a letter and a digit"
          autoComplete="new-password"
          required
        />
        <SubmitButton of={of} fullWidth>
          Create account
        </SubmitButton>
      </Form>
    </div>
  );
}
