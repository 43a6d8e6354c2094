import { userRoutes } from "@freelancerm/contracts/users";
import { TextInput } from "@mantine/core";
import { Link, useNavigate, useSearchParams } from "react-router";
import { api } from "../../lib/api.ts";
import { paths } from "../../lib/paths.ts";
import { Form, SubmitButton, useApiForm } from "../../ui/form.tsx";
import { IconBriefcase, IconPeople } from "../../ui/icons.ts";
import { PasswordInput } from "../../ui/kit/forms.ts";
import { PageTitle } from "../../ui/page.tsx";
import { Entry } from "./entry.tsx";
import { keepPassword } from "./newcomer.ts";
import { PasswordChecks, passwordFault } from "./password-checks.tsx";

const ROLES = [
  { role: "client", words: "Hire", about: "Post jobs and pay for approved work", icon: IconPeople },
  { role: "freelancer", words: "Work", about: "Send proposals and get paid by milestone", icon: IconBriefcase },
] as const;

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
    check: ({ password }) => ({ password: passwordFault(password) }),
    send: async (values) => {
      const { email } = await api.signUp({ body: values });
      keepPassword(email, values.password);
      void navigate(paths.confirm({ email, next }));
    },
  });
  return (
    <Entry wide>
      <PageTitle title="Join FreelancerM">
        Already here? <Link to={paths.signIn({ next })}>Sign in</Link>
      </PageTitle>
      <Form of={of} label="Join">
        <fieldset>
          <legend className="small strong" style={{ padding: 0, marginBottom: 8 }}>
            I want to
          </legend>
          <div className="role-cards">
            {ROLES.map(({ role, words, about, icon: Icon }) => (
              <label className="role-card" key={role}>
                <input
                  type="radio"
                  name="role"
                  value={role}
                  checked={of.form.values.role === role}
                  onChange={() => of.form.setFieldValue("role", role)}
                />
                <Icon size={24} stroke={1.6} aria-hidden />
                <span className="strong">{words}</span>
                <span className="tiny dim">{about}</span>
              </label>
            ))}
          </div>
          <p className="tiny dim" style={{ marginTop: 8 }}>
            You can add the other role later.
          </p>
        </fieldset>
        <TextInput {...of.field("displayName", "Name")} description="As others see it" autoComplete="name" required />
        <TextInput {...of.field("email", "E-mail address")} type="email" autoComplete="email" required />
        <PasswordInput {...of.field("password", "Password")} autoComplete="new-password" required />
        <PasswordChecks password={of.form.values.password} />
        <SubmitButton of={of} fullWidth>
          Create account
        </SubmitButton>
      </Form>
    </Entry>
  );
}
