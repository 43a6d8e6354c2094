import { CURRENCY_DECIMALS, type Currency } from "@freelancerm/contracts/currencies";
import { type FreelancerProfile, type Me, userRoutes } from "@freelancerm/contracts/users";
import { Button, TextInput } from "@mantine/core";
import { api } from "../../lib/api.ts";
import { useCatalog } from "../../lib/catalog.ts";
import { left } from "../../lib/format.ts";
import { availability as availabilityWords } from "../../lib/labels.ts";
import { setUser } from "../../session/session.ts";
import { Form, SubmitButton, useApiForm } from "../../ui/form.tsx";
import { Radio, Textarea } from "../../ui/kit/forms.ts";
import { MultiSelect, Select } from "../../ui/kit/selects.ts";
import { MoneyInput } from "../../ui/money-input.tsx";
import { toast } from "../../ui/toast.tsx";
import { useConflict } from "../../ui/use-conflict.tsx";
import { ImagePicker } from "./image-picker.tsx";

interface PortfolioForm {
  title: string;
  description: string;
  link: string;
  imageFileId: string | null;
  /** Only to show it; not sent. */
  imageUrl: string | null;
}

const formOf = (profile: FreelancerProfile) => ({
  headline: profile.headline,
  bio: profile.bio,
  categoryId: profile.categoryId,
  skills: profile.skills,
  hourlyRate: profile.hourlyRate,
  currency: profile.currency as Currency,
  availability: profile.availability,
  visibility: profile.visibility ?? "public",
  portfolio: profile.portfolio.map(
    ({ title, description, link, imageFileId = null, imageUrl }): PortfolioForm => ({
      title,
      description,
      link: link ?? "",
      imageFileId,
      imageUrl,
    }),
  ),
});
type ProfileForm = ReturnType<typeof formOf>;

const bodyOf = ({ portfolio, ...form }: ProfileForm) => ({
  ...form,
  portfolio: portfolio.map(({ title, description, link, imageFileId }) => ({
    title,
    description,
    link: link.trim() || null,
    imageFileId,
  })),
});

export function FreelancerForm({ me, profile }: { me: Me; profile: FreelancerProfile }) {
  const { categoryOptions, skillOptions } = useCatalog();
  const [save, conflict] = useConflict<ProfileForm>({
    save: async (values, version) => {
      const user = await api.updateFreelancerProfile({ body: bodyOf(values), version });
      setUser(user);
      if (user.freelancer) {
        const kept = formOf(user.freelancer);
        of.form.setValues(kept);
        of.form.resetDirty(kept);
      }
      toast.done("Your profile is saved.");
    },
    reload: async () => {
      const latest = await api.getMe();
      setUser(latest);
      return { values: formOf(latest.freelancer ?? profile), version: latest.version };
    },
    apply: (values) => of.form.setValues(values),
    labels: { headline: "Headline", bio: "About you", skills: "Skills" },
  });
  const of = useApiForm<ProfileForm>({
    initial: formOf(profile),
    schema: userRoutes.updateFreelancerProfile.body,
    toBody: bodyOf,
    send: (values) => save(values, me.version),
  });
  const { bio, currency, portfolio } = of.form.values;
  return (
    <>
      <Form of={of} label="Freelancer profile">
        <div className="card stack">
          <TextInput
            {...of.field("headline", "Headline")}
            description="What you do, in one line"
            placeholder="Brand designer for food and craft"
            maxLength={100}
          />
          <Textarea
            {...of.field("bio", "About you")}
            description={`Markdown works. ${left(bio, 3000)}`}
            autosize
            minRows={6}
          />
          <div className="pair">
            <Select {...of.field("categoryId", "Category")} data={categoryOptions} searchable clearable />
            <MultiSelect
              {...of.field("skills", "Skills")}
              description="Up to 15"
              data={skillOptions}
              searchable
              hidePickedOptions
              maxValues={15}
              limit={60}
            />
          </div>
          <div className="pair">
            <MoneyInput {...of.field("hourlyRate", "Hourly rate")} currency={currency} />
            <Select {...of.field("currency", "Currency")} data={Object.keys(CURRENCY_DECIMALS)} allowDeselect={false} />
          </div>
          <div className="pair">
            <Radio.Group {...of.field("availability", "Availability")}>
              <div className="stack tight" style={{ paddingTop: 6 }}>
                {Object.entries(availabilityWords).map(([value, label]) => (
                  <Radio key={value} value={value} label={label} />
                ))}
              </div>
            </Radio.Group>
            <Radio.Group {...of.field("visibility", "Who may see your profile")}>
              <div className="stack tight" style={{ paddingTop: 6 }}>
                <Radio value="public" label="Everybody" />
                <Radio value="signed_in" label="Signed-in people" />
                <Radio value="hidden" label="Nobody" />
              </div>
            </Radio.Group>
          </div>
        </div>
        <fieldset className="stack" id="portfolio" tabIndex={-1}>
          <legend style={{ padding: 0, marginBottom: 4 }}>
            <h2>Portfolio</h2>
          </legend>
          {portfolio.length === 0 && (
            <p className="card quiet dim">Work you are proud of, with a picture and a link. Up to 12 items.</p>
          )}
          {portfolio.map((item, index) => (
            // biome-ignore lint/suspicious/noArrayIndexKey: an item is known by its position while it is edited.
            <div key={index} className="card stack">
              <div className="row apart">
                <h3>Item {index + 1}</h3>
                <Button
                  variant="subtle"
                  color="gray"
                  aria-label={`Remove portfolio item ${index + 1}`}
                  onClick={() => of.form.removeListItem("portfolio", index)}
                >
                  Remove
                </Button>
              </div>
              {item.imageUrl && (
                <img
                  src={item.imageUrl}
                  alt=""
                  style={{ width: 220, aspectRatio: "16 / 10", objectFit: "cover", borderRadius: 10 }}
                />
              )}
              <ImagePicker
                purpose="portfolio"
                label={item.imageUrl ? "Change the picture" : "Add a picture"}
                onPicked={(fileId, preview) => {
                  of.form.setFieldValue(`portfolio.${index}.imageFileId`, fileId as never);
                  of.form.setFieldValue(`portfolio.${index}.imageUrl`, preview as never);
                }}
              />
              <TextInput {...of.field(`portfolio.${index}.title`, "Title")} maxLength={100} required />
              <Textarea
                {...of.field(`portfolio.${index}.description`, "What it is")}
                maxLength={1000}
                autosize
                minRows={2}
              />
              <TextInput
                {...of.field(`portfolio.${index}.link`, "Link")}
                type="url"
                placeholder="https://"
                description="Optional"
              />
            </div>
          ))}
          {portfolio.length < 12 && (
            <div>
              <Button
                variant="default"
                onClick={() =>
                  of.form.insertListItem("portfolio", {
                    title: "",
                    description: "",
                    link: "",
                    imageFileId: null,
                    imageUrl: null,
                  })
                }
              >
                Add a portfolio item
              </Button>
            </div>
          )}
        </fieldset>
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
