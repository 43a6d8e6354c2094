import { type Category, categoryRoutes, type Skill } from "@freelancerm/contracts/categories";
import { ActionIcon, Button, TextInput } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import { useState } from "react";
import { api, read, refresh } from "../../lib/api.ts";
import { counted } from "../../lib/format.ts";
import { Ask } from "../../ui/dialogs.tsx";
import { Form, SubmitButton, useApiForm } from "../../ui/form.tsx";
import { IconAdd, IconClose, IconDelete } from "../../ui/icons.ts";
import { Switch, Textarea } from "../../ui/kit/forms.ts";
import { Modal } from "../../ui/kit/overlays.ts";
import { Select, TagsInput } from "../../ui/kit/selects.ts";
import { Status } from "../../ui/marks.tsx";
import { PageTitle } from "../../ui/page.tsx";
import { Empty, Loaded } from "../../ui/states.tsx";
import { toast } from "../../ui/toast.tsx";
import "./categories.css";

type Dialog =
  | { kind: "category"; category?: Category }
  | { kind: "skill"; category: Category; skill?: Skill }
  | { kind: "deleteCategory"; category: Category }
  | { kind: "deleteSkill"; skill: Skill };

const changed = () => refresh("listCategories", "getHome");
const slugOf = (name: string) =>
  name
    .toLowerCase()
    .normalize("NFKD")
    .replaceAll(/[\u0300-\u036f]/g, "")
    .replaceAll(/[^a-z0-9]+/g, "-")
    .replaceAll(/^-+|-+$/g, "")
    .slice(0, 40);

export default function CategoriesPage() {
  const catalog = useQuery(read("listCategories"));
  const [dialog, setDialog] = useState<Dialog>();
  const close = () => setDialog(undefined);
  const add = (
    <Button leftSection={<IconAdd size={18} />} onClick={() => setDialog({ kind: "category" })}>
      Add a category
    </Button>
  );
  return (
    <>
      <PageTitle title="Categories and skills" actions={add}>
        {catalog.data && catalog.data.items.length > 0
          ? `${counted(catalog.data.items.length, "category", "categories")} with ${counted(
              catalog.data.items.reduce((sum, { skills }) => sum + skills.length, 0),
              "skill",
            )}. Jobs and freelancers are found by them.`
          : "Jobs and freelancers are found by them."}
      </PageTitle>
      <Loaded query={catalog}>
        {({ items }) =>
          items.length === 0 ? (
            <Empty title="No categories yet" action={add} />
          ) : (
            <div className="stack">
              {items.map((category) => (
                <CategoryCard key={category.id} category={category} all={items} open={setDialog} />
              ))}
              {dialog?.kind === "category" && <CategoryDialog all={items} category={dialog.category} close={close} />}
              {dialog?.kind === "skill" && (
                <SkillDialog all={items} category={dialog.category} skill={dialog.skill} close={close} />
              )}
            </div>
          )
        }
      </Loaded>
      {dialog?.kind === "category" && catalog.data?.items.length === 0 && <CategoryDialog all={[]} close={close} />}
      {dialog?.kind === "deleteCategory" && (
        <Ask
          title={`Delete “${dialog.category.name}”?`}
          confirm="Delete"
          danger
          run={async () => {
            await api.deleteCategory({ params: { categoryId: dialog.category.id } });
            await changed();
            toast.done("The category is deleted.");
          }}
          onClose={close}
        >
          <p>It is possible when no skill and no other category belongs to it. To only hide it, retire it.</p>
        </Ask>
      )}
      {dialog?.kind === "deleteSkill" && (
        <Ask
          title={`Delete the skill “${dialog.skill.name}”?`}
          confirm="Delete"
          danger
          run={async () => {
            await api.deleteSkill({ params: { skillId: dialog.skill.id } });
            await changed();
            toast.done("The skill is deleted.");
          }}
          onClose={close}
        >
          <p>Jobs and profiles that name it keep the word, but it cannot be chosen any more.</p>
        </Ask>
      )}
    </>
  );
}

function CategoryCard({
  category,
  all,
  open,
}: {
  category: Category;
  all: Category[];
  open: (dialog: Dialog) => void;
}) {
  const parent = all.find(({ id }) => id === category.parentId);
  return (
    <section
      className="card stack"
      aria-label={category.name}
      style={parent ? { marginLeft: "min(32px, 4vw)" } : undefined}
    >
      <div className="row apart top">
        <div className="grow" style={{ minWidth: 220 }}>
          <h2 className="row">
            {category.name}
            {category.retired && <Status label={{ words: "Retired", tone: "neutral" }} />}
          </h2>
          <p className="small">{category.description}</p>
          <p className="small dim num">
            {parent && `In ${parent.name} · `}
            {counted(category.openJobs, "open job")} · {counted(category.freelancers, "freelancer")}
          </p>
        </div>
        <div className="row nowrap" style={{ gap: 4 }}>
          <Button
            variant="default"
            aria-label={`Edit ${category.name}`}
            onClick={() => open({ kind: "category", category })}
          >
            Edit
          </Button>
          <ActionIcon
            variant="subtle"
            color="gray"
            size={44}
            aria-label={`Delete ${category.name}`}
            onClick={() => open({ kind: "deleteCategory", category })}
          >
            <IconDelete size={19} stroke={1.7} />
          </ActionIcon>
        </div>
      </div>
      <ul className="plain row" style={{ gap: 8 }} aria-label={`Skills of ${category.name}`}>
        {category.skills.map((skill) => (
          <li key={skill.id} className="skill">
            <button type="button" onClick={() => open({ kind: "skill", category, skill })}>
              <span className="sr">Edit </span>
              {skill.name}
            </button>
            <button
              type="button"
              aria-label={`Delete the skill ${skill.name}`}
              onClick={() => open({ kind: "deleteSkill", skill })}
            >
              <IconClose size={15} aria-hidden />
            </button>
          </li>
        ))}
        <li>
          <button
            type="button"
            className="add-skill"
            aria-label={`Add a skill to ${category.name}`}
            onClick={() => open({ kind: "skill", category })}
          >
            <IconAdd size={15} aria-hidden /> Add a skill
          </button>
        </li>
      </ul>
    </section>
  );
}

function CategoryDialog({ all, category, close }: { all: Category[]; category?: Category; close: () => void }) {
  const of = useApiForm({
    initial: {
      id: category?.id ?? "",
      name: category?.name ?? "",
      description: category?.description ?? "",
      parentId: category?.parentId ?? null,
      order: String(category?.order ?? 100),
      retired: category?.retired ?? false,
    },
    schema: category ? categoryRoutes.updateCategory.body : categoryRoutes.createCategory.body,
    toBody: (values) => bodyOf(values),
    send: async (values) => {
      const { id, retired, ...rest } = {
        ...bodyOf(values),
        id: values.id || slugOf(values.name),
        retired: values.retired,
      };
      if (category) await api.updateCategory({ params: { categoryId: category.id }, body: { ...rest, retired } });
      else await api.createCategory({ body: { ...rest, id } });
      await changed();
      toast.done("The category is saved.");
      close();
    },
  });
  function bodyOf(values: {
    id: string;
    name: string;
    description: string;
    parentId: string | null;
    order: string;
    retired: boolean;
  }) {
    const { name, description, parentId } = values;
    const shared = { name, description, parentId, order: Number(values.order) };
    return category ? { ...shared, retired: values.retired } : { ...shared, id: values.id || slugOf(name) };
  }
  const parents = all.filter(({ id, parentId }) => parentId === null && id !== category?.id);
  return (
    <Modal
      opened
      onClose={close}
      title={category ? "Edit the category" : "Add a category"}
      closeButtonProps={{ "aria-label": "Close" }}
    >
      <Form of={of} label="Category">
        <TextInput {...of.field("name", "Name")} maxLength={60} required data-autofocus />
        {!category && (
          <TextInput
            {...of.field("id", "Address")}
            description="Lower-case letters and hyphens; it cannot change"
            placeholder={slugOf(of.form.values.name)}
          />
        )}
        <Textarea {...of.field("description", "Description")} maxLength={300} autosize minRows={2} />
        <Select
          {...of.field("parentId", "Belongs to")}
          data={parents.map(({ id, name }) => ({ value: id, label: name }))}
          placeholder="Nothing: top level"
          clearable
        />
        <TextInput {...of.field("order", "Position")} type="number" min={0} max={10_000} />
        {category && (
          <Switch
            {...of.field("retired", "Retired", "checkbox")}
            description="It is no longer offered, but stays where it is used"
          />
        )}
        <SubmitButton of={of}>Save</SubmitButton>
      </Form>
    </Modal>
  );
}

function SkillDialog({
  all,
  category,
  skill,
  close,
}: {
  all: Category[];
  category: Category;
  skill?: Skill;
  close: () => void;
}) {
  const of = useApiForm({
    initial: { name: skill?.name ?? "", synonyms: skill?.synonyms ?? [], categoryId: category.id },
    schema: skill ? categoryRoutes.updateSkill.body : categoryRoutes.createSkill.body,
    toBody: ({ name, synonyms, categoryId }) =>
      skill ? { name, synonyms, categoryId } : { id: slugOf(name), name, synonyms },
    send: async ({ name, synonyms, categoryId }) => {
      if (skill) await api.updateSkill({ params: { skillId: skill.id }, body: { name, synonyms, categoryId } });
      else await api.createSkill({ params: { categoryId: category.id }, body: { id: slugOf(name), name, synonyms } });
      await changed();
      toast.done("The skill is saved.");
      close();
    },
  });
  return (
    <Modal
      opened
      onClose={close}
      title={skill ? "Edit the skill" : `Add a skill to ${category.name}`}
      closeButtonProps={{ "aria-label": "Close" }}
    >
      <Form of={of} label="Skill">
        <TextInput {...of.field("name", "Name")} maxLength={40} required data-autofocus />
        <TagsInput {...of.field("synonyms", "Also called")} description="Press Enter after each" maxTags={10} />
        {skill && (
          <Select
            {...of.field("categoryId", "Category")}
            data={all.map(({ id, name }) => ({ value: id, label: name }))}
            allowDeselect={false}
          />
        )}
        <SubmitButton of={of}>Save</SubmitButton>
      </Form>
    </Modal>
  );
}
