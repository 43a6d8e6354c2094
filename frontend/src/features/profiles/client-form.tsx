import { type ClientProfile, type Me, userRoutes } from "@freelancerm/contracts/users";
import { TextInput } from "@mantine/core";
import { api } from "../../lib/api.ts";
import { left } from "../../lib/format.ts";
import { setUser } from "../../session/session.ts";
import { Form, SubmitButton, useApiForm } from "../../ui/form.tsx";
import { Textarea } from "../../ui/kit/forms.ts";
import { toast } from "../../ui/toast.tsx";
import { useConflict } from "../../ui/use-conflict.tsx";

export function ClientForm({ me, profile }: { me: Me; profile: ClientProfile }) {
  const formOf = ({ company, about }: ClientProfile) => ({ company, about });
  const [save, conflict] = useConflict<ReturnType<typeof formOf>>({
    save: async (body, version) => {
      setUser(await api.updateClientProfile({ body, version }));
      of.form.resetDirty(body);
      toast.done("Your profile is saved.");
    },
    reload: async () => {
      const latest = await api.getMe();
      setUser(latest);
      return { values: formOf(latest.client ?? profile), version: latest.version };
    },
    apply: (values) => of.form.setValues(values),
    labels: { company: "Company", about: "About" },
  });
  const of = useApiForm({
    initial: formOf(profile),
    schema: userRoutes.updateClientProfile.body,
    send: (values) => save(values, me.version),
  });
  return (
    <>
      <Form of={of} label="Client profile">
        <div className="card stack">
          <TextInput {...of.field("company", "Company")} description="Optional" maxLength={100} />
          <Textarea
            {...of.field("about", "About you")}
            description={`What you do and what kind of work you post. Markdown works. ${left(of.form.values.about, 2000)}`}
            autosize
            minRows={5}
          />
        </div>
        <div className="save-bar">
          <SubmitButton of={of}>Save</SubmitButton>
          <span className="small dim" role="status">
            {of.form.isDirty() ? "There are changes to save." : ""}
          </span>
        </div>
      </Form>
      {conflict}
    </>
  );
}
