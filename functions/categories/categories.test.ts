import { CATEGORY, createWorld, type Someone, type World } from "../../tests/world/world.ts";
import { handler as trust } from "../trust/handler.ts";
import { handler as categories } from "./handler.ts";

let world: World;
let olga: Someone;
beforeEach(async () => {
  world = await createWorld({ categories, trust });
  olga = await world.employ("Olga", "administrator");
});

const refused = (code: string) => expect.objectContaining({ code });
const list = async () => (await world.anyone.listCategories()).items;
const create = (id: string, more: object = {}) =>
  olga.api.createCategory({ body: { id, name: id, description: "", ...more } });
const written = () => world.memory.all();

test("the tree is listed in its order, with skills and counts", async () => {
  await create("design", { order: 0 });
  await world.table.write({
    update: { pk: "COUNTS", sk: `CATEGORY#${CATEGORY}` },
    add: { openJobs: 3, freelancers: 2 },
  });
  expect(await list()).toMatchObject([
    { id: "design", order: 0, openJobs: 0, skills: [] },
    { id: CATEGORY, openJobs: 3, freelancers: 2, skills: [{ id: "react" }, { id: "typescript" }] },
  ]);
});

test("a category counts what is in its sub-categories, as its list shows it", async () => {
  await create("frontend", { parentId: CATEGORY });
  await world.table.write({ update: { pk: "COUNTS", sk: "CATEGORY#frontend" }, add: { openJobs: 2 } });
  await world.table.write({ update: { pk: "COUNTS", sk: `CATEGORY#${CATEGORY}` }, add: { openJobs: 3 } });
  expect((await list()).map(({ id, openJobs }) => [id, openJobs])).toEqual(
    expect.arrayContaining([
      [CATEGORY, 5],
      ["frontend", 2],
    ]),
  );
});

test("only an administrator changes the tree", async () => {
  const ana = await world.join("Ana", "client");
  const moderator = await world.employ("Mo", "moderator");
  const body = { id: "design", name: "Design", description: "" };
  const before = written();
  await expect(ana.api.createCategory({ body })).rejects.toEqual(refused("auth.role_required"));
  await expect(moderator.api.createCategory({ body })).rejects.toEqual(refused("auth.role_required"));
  await expect(world.anyone.deleteSkill({ params: { skillId: "react" } })).rejects.toEqual(refused("auth.required"));
  expect(written()).toEqual(before);
});

test("the tree has two levels", async () => {
  await create("frontend", { parentId: CATEGORY });
  const parents: [string, string][] = [
    ["react-sites", "frontend"],
    ["react-sites", "nonsense"],
  ];
  for (const [id, parentId] of parents) {
    await expect(create(id, { parentId })).rejects.toMatchObject({
      code: "category.unknown",
      problem: { errors: [{ field: "parentId" }] },
    });
  }
  await create("design");
  const body = { name: "Web development", description: "", parentId: "design" };
  const sink = olga.api.updateCategory({ params: { categoryId: CATEGORY }, body });
  await expect(sink).rejects.toMatchObject({ problem: { errors: [{ field: "parentId" }] } });
});

test("a slug belongs to one category and one skill", async () => {
  await expect(create(CATEGORY)).rejects.toMatchObject({
    code: "category.exists",
    problem: { errors: [{ field: "id" }] },
  });
  const skill = { id: "react", name: "React" };
  const again = olga.api.createSkill({ params: { categoryId: CATEGORY }, body: skill });
  await expect(again).rejects.toMatchObject({ code: "skill.exists", problem: { errors: [{ field: "id" }] } });
  const nowhere = olga.api.createSkill({ params: { categoryId: "nonsense" }, body: { ...skill, id: "vue" } });
  await expect(nowhere).rejects.toEqual(refused("category.unknown"));
});

test("a category with skills, sub-categories or open jobs is not deleted; an empty one is", async () => {
  const remove = (categoryId: string) => olga.api.deleteCategory({ params: { categoryId } });
  await expect(remove(CATEGORY)).rejects.toEqual(refused("category.in_use"));
  await create("design");
  await create("logos", { parentId: "design" });
  await expect(remove("design")).rejects.toEqual(refused("category.in_use"));
  await world.table.write({ update: { pk: "COUNTS", sk: "CATEGORY#logos" }, add: { openJobs: 1 } });
  await expect(remove("logos")).rejects.toEqual(refused("category.in_use"));
  await world.table.write({ update: { pk: "COUNTS", sk: "CATEGORY#logos" }, add: { openJobs: -1 } });
  await remove("logos");
  await remove("design");
  await expect(remove("design")).rejects.toEqual(refused("resource.not_found"));
  expect((await list()).map(({ id }) => id)).toEqual([CATEGORY]);
});

test("a skill is renamed, moved and deleted", async () => {
  await create("design");
  const body = { name: "React.js", synonyms: ["ReactJS"], categoryId: "design" };
  await olga.api.updateSkill({ params: { skillId: "react" }, body });
  expect((await list()).find(({ id }) => id === "design")?.skills).toEqual([{ id: "react", ...body }]);
  await olga.api.deleteSkill({ params: { skillId: "react" } });
  await expect(olga.api.deleteSkill({ params: { skillId: "react" } })).rejects.toEqual(refused("resource.not_found"));
});

test("a skill that comes while its category is deleted never ends up in none", async () => {
  for (let round = 0; round < 20; round++) {
    const categoryId = `design-${round}`;
    await create(categoryId);
    const body = { id: `logo-${round}`, name: "Logos" };
    await Promise.allSettled([
      olga.api.deleteCategory({ params: { categoryId } }),
      olga.api.createSkill({ params: { categoryId }, body }),
    ]);
    const { categories, skills } = await world.deps.taxonomy.readNow();
    const orphans = skills.filter((skill) => !categories.some(({ id }) => id === skill.categoryId));
    expect(orphans).toEqual([]);
  }
});

test("of fifty categories of one slug, one is made", async () => {
  const attempts = await Promise.allSettled(Array.from({ length: 50 }, (_, order) => create("design", { order })));
  expect(attempts.filter(({ status }) => status === "fulfilled")).toHaveLength(1);
  const codes = attempts.flatMap((attempt) => (attempt.status === "rejected" ? [attempt.reason.code] : []));
  expect(new Set(codes)).toEqual(new Set(["category.exists"]));
});

test("each change is in the audit log with what it changed, and one that is refused is not", async () => {
  await create("design", { order: 7 });
  const params = { categoryId: "design" };
  const changed = { name: "Design", description: "", order: 7, retired: false };
  await olga.api.updateCategory({ params, body: changed });
  await olga.api.createSkill({ params, body: { id: "figma", name: "Figma" } });
  await expect(olga.api.deleteCategory({ params })).rejects.toEqual(refused("category.in_use"));
  await olga.api.deleteSkill({ params: { skillId: "figma" } });
  const { items } = await olga.api.listAudit();
  expect(items.map(({ actor, action, subject, before, after }) => [actor.id, action, subject, before, after])).toEqual([
    [olga.id, "skill.delete", "figma", expect.objectContaining({ name: "Figma" }), {}],
    [olga.id, "skill.create", "figma", {}, expect.objectContaining({ name: "Figma", categoryId: "design" })],
    [olga.id, "category.update", "design", { name: "design" }, { name: "Design" }],
    [olga.id, "category.create", "design", {}, expect.objectContaining({ id: "design", order: 7 })],
  ]);
  expect(items.every(({ sound }) => sound)).toBe(true);
});
