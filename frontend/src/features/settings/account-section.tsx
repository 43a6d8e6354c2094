import { type Me, userRoutes } from "@freelancerm/contracts/users";
import { TextInput } from "@mantine/core";
import { api } from "../../lib/api.ts";
import { COUNTRIES, LANGUAGES, TIME_ZONES } from "../../lib/codes.ts";
import { setUser, useMe } from "../../session/session.ts";
import { Form, SubmitButton, useApiForm } from "../../ui/form.tsx";
import { MultiSelect, Select } from "../../ui/kit/selects.ts";
import { toast } from "../../ui/toast.tsx";
import { useConflict } from "../../ui/use-conflict.tsx";

const formOf = ({ displayName, country, timeZone, languages }: Me) => ({ displayName, country, timeZone, languages });
type AccountForm = ReturnType<typeof formOf>;

export function AccountSection() {
  const me = useMe();
  const [save, conflict] = useConflict<AccountForm>({
    save: async (body, version) => {
      setUser(await api.updateMe({ body, version }));
      toast.done("Your account is saved.");
    },
    reload: async () => {
      const latest = await api.getMe();
      setUser(latest);
      return { values: formOf(latest), version: latest.version };
    },
    apply: (values) => of.form.setValues(values),
    labels: { displayName: "Name", country: "Country", timeZone: "Time zone", languages: "Languages" },
  });
  const of = useApiForm<AccountForm>({
    initial: formOf(me),
    schema: userRoutes.updateMe.body,
    send: (values) => save(values, me.version),
  });
  return (
    <>
      <Form of={of} label="Account">
        <div className="card stack">
          <TextInput label="E-mail address" value={me.email} readOnly description="You sign in with it" />
          <TextInput {...of.field("displayName", "Name")} autoComplete="name" required />
          <div className="pair">
            <Select {...of.field("country", "Country")} data={COUNTRIES()} searchable clearable limit={60} />
            <Select
              {...of.field("timeZone", "Time zone")}
              data={[...new Set([me.timeZone, ...TIME_ZONES()])]}
              searchable
              allowDeselect={false}
              limit={60}
            />
          </div>
          <MultiSelect
            {...of.field("languages", "Languages")}
            data={LANGUAGES()}
            searchable
            maxValues={10}
            hidePickedOptions
          />
        </div>
        <div>
          <SubmitButton of={of}>Save</SubmitButton>
        </div>
      </Form>
      {conflict}
    </>
  );
}
