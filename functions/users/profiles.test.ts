import { createApiClient } from "@freelancerm/contracts/client";
import type { Identity } from "@freelancerm/core/users/identity";
import { addedEntries } from "@freelancerm/data/outbox";
import { hire, postJob, propose } from "../../tests/world/hiring.ts";
import { CATEGORY, createWorld, type Someone, type World } from "../../tests/world/world.ts";
import { handler as contracts } from "../contracts/handler.ts";
import { handler as jobs } from "../jobs/handler.ts";
import { handler as marketplace } from "../marketplace/handler.ts";
import { handler as proposals } from "../proposals/handler.ts";
import { createUsersHandler } from "./bind.ts";

let world: World;
let groups: string[];

beforeEach(async () => {
  groups = [];
  const identity = {
    usernameOf: () => "sub",
    addToGroup: async (_: string, group: string) => void groups.push(`+${group}`),
    removeFromGroup: async (_: string, group: string) => void groups.push(`-${group}`),
  } as unknown as Identity;
  const sockets = { post: async () => "gone" as const, close: async () => undefined };
  const users = createUsersHandler({
    identity,
    sockets,
    mailer: { send: async () => {} },
    siteUrl: () => "https://here",
  });
  world = await createWorld({ users, jobs, proposals, contracts, marketplace });
});

const refused = (code: string) => expect.objectContaining({ code });
const profile = { headline: "Booking engines", skills: ["react"], categoryId: CATEGORY };
const edit = async ({ api }: Someone, body: object) =>
  api.updateFreelancerProfile({ body, version: (await api.getMe()).version });
const listed = async (query: object = {}) => (await world.anyone.listFreelancers({ query })).items.map(({ id }) => id);
const eventsOf = (id: string) =>
  world.memory
    .all()
    .filter(({ pk }) => pk === id)
    .flatMap((item) => addedEntries(undefined, item) as { type: string; data: object }[])
    .filter(({ type }) => type === "freelancer.listed.v1")
    .map(({ data }) => data);

test("says how complete a profile is, and what is missing by name", async () => {
  const ben = await world.join("Ben", "freelancer");
  const missing = ["avatar", "headline", "bio", "category", "skills", "hourlyRate", "portfolio"];
  expect(await ben.api.getMe()).toMatchObject({ completeness: { percent: 22, missing } });
  expect((await edit(ben, profile)).completeness).toEqual({
    percent: 56,
    missing: ["avatar", "bio", "hourlyRate", "portfolio"],
  });
});

test("a freelancer is listed once the profile has a headline and a skill, and leaves when it hides", async () => {
  const ben = await world.join("Ben", "freelancer");
  await edit(ben, { headline: "Booking engines" });
  expect(await listed()).toEqual([]);
  await edit(ben, profile);
  expect(await listed()).toEqual([ben.id]);
  expect(await listed({ category: CATEGORY })).toEqual([ben.id]);
  await edit(ben, { visibility: "hidden" });
  expect(await listed()).toEqual([]);
  expect(eventsOf(ben.id)).toEqual([
    { userId: ben.id, listed: true, previouslyListed: false, categoryId: CATEGORY, previousCategoryId: null },
    { userId: ben.id, listed: false, previouslyListed: true, categoryId: null, previousCategoryId: CATEGORY },
  ]);
});

test.each([
  ["public", true, true],
  ["signed_in", false, true],
  ["hidden", false, false],
])(
  "a %s profile shows to strangers: %s, to those signed in: %s, and always to its owner",
  async (visibility, ...shows) => {
    const ben = await world.join("Ben", "freelancer");
    const ana = await world.join("Ana", "client");
    await edit(ben, { ...profile, visibility });
    const request = { params: { userId: ben.id } };
    const seen = await Promise.all(
      [world.anyone, ana.api].map((api) => api.getFreelancer(request).then(Boolean, () => false)),
    );
    expect(seen).toEqual(shows);
    expect(await ben.api.getFreelancer(request)).toMatchObject({ headline: "Booking engines" });
  },
);

test("a new name, country and time zone show in the profiles and the lists at once", async () => {
  const ben = await world.join("Ben", "freelancer", "client");
  const { version } = await edit(ben, profile);
  const body = { displayName: "Benedikt", country: "DE", languages: ["de"], timeZone: "Europe/Berlin" };
  const me = await ben.api.updateMe({ body, version });
  expect(me).toMatchObject({ ...body, freelancer: body, client: { displayName: "Benedikt", country: "DE" } });
  expect((await world.anyone.listFreelancers()).items).toMatchObject([{ displayName: "Benedikt", country: "DE" }]);
  expect(await ben.api.getMe()).toEqual(me);
});

test("account and both profiles are edited under one version; of racing edits one wins", async () => {
  const ben = await world.join("Ben", "freelancer", "client");
  const { version } = await ben.api.getMe();
  const attempts = await Promise.allSettled(
    Array.from({ length: 50 }, (_, index) =>
      index % 2 === 0
        ? ben.api.updateMe({ body: { displayName: `Ben ${index}` }, version })
        : ben.api.updateClientProfile({ body: { company: `Ben & Co ${index}` }, version }),
    ),
  );
  const lost = attempts.filter(({ status }) => status === "rejected") as PromiseRejectedResult[];
  expect(lost.map(({ reason }) => reason.code)).toEqual(Array(49).fill("resource.changed"));
});

test("a rating that comes in between does not stand in the way of an edit, and is kept", async () => {
  const ben = await world.join("Ben", "freelancer");
  const { version } = await ben.api.getMe();
  const record = (await world.deps.freelancers.find(ben.id))!;
  const rating = { score: 4.8, reviews: 3 };
  await world.deps.commit(world.deps.freelancers.save({ ...record, rating, completedContracts: 3 }));
  expect(await ben.api.updateFreelancerProfile({ body: profile, version })).toMatchObject({ freelancer: { rating } });
  expect((await world.anyone.listFreelancers()).items).toMatchObject([{ rating, completedContracts: 3 }]);
});

test.each([
  ["an unknown category", { categoryId: "nonsense" }, "category.unknown", "categoryId"],
  ["an unknown skill", { skills: ["react", "nonsense"] }, "skill.unknown", "skills.1"],
  ["a figure that is derived", { completedContracts: 99 }, "request.invalid", "completedContracts"],
  [
    "a link that is not https",
    { portfolio: [{ title: "A", description: "", link: "javascript:x", imageFileId: null }] },
    "request.invalid",
    "portfolio.0.link",
  ],
  [
    "somebody else's picture",
    {
      portfolio: [
        { title: "A", description: "", link: null, imageFileId: null },
        { title: "B", description: "", link: null, imageFileId: `fil_${"0".repeat(42)}` },
      ],
    },
    "file.not_ready",
    "portfolio.1.imageFileId",
  ],
])("a profile refuses %s, naming the field, and nothing is written", async (_, wrong, code, field) => {
  const ben = await world.join("Ben", "freelancer");
  const before = world.memory.all();
  await expect(edit(ben, { ...profile, ...wrong })).rejects.toMatchObject({ code, problem: { errors: [{ field }] } });
  expect(world.memory.all()).toEqual(before);
});

test("a client takes up freelancing too: a profile and a group, once", async () => {
  const ana = await world.join("Ana", "client");
  expect(await ana.api.addRole({ body: { role: "freelancer" } })).toMatchObject({
    roles: ["client", "freelancer"],
    freelancer: { headline: "", visibility: "public" },
  });
  expect(groups).toEqual(["+freelancer"]);
  await expect(ana.api.addRole({ body: { role: "freelancer" } })).rejects.toEqual(refused("role.exists"));
});

test("a role with something open stays: jobs, proposals and contracts each hold it", async () => {
  const ana = await world.join("Ana", "client", "freelancer");
  const ben = await world.join("Ben", "freelancer", "client");
  const giveUp = ({ api }: Someone, role: "client" | "freelancer") => api.removeRole({ params: { role } });
  await postJob(ana);
  await expect(giveUp(ana, "client")).rejects.toEqual(refused("role.in_use"));
  const eve = await world.join("Eve", "client", "freelancer");
  await propose(eve, ben);
  await expect(giveUp(ben, "freelancer")).rejects.toEqual(refused("role.in_use"));
  const dan = await world.join("Dan", "client", "freelancer");
  const fay = await world.join("Fay", "freelancer", "client");
  await hire(dan, fay);
  await expect(giveUp(dan, "client")).rejects.toEqual(refused("role.in_use"));
  await expect(giveUp(fay, "freelancer")).rejects.toEqual(refused("role.in_use"));
  expect(groups).toEqual([]);
});

test("a role with nothing open is given up and its profile hides; taken up again, it is as it was", async () => {
  const ben = await world.join("Ben", "freelancer", "client");
  await edit(ben, profile);
  expect(await ben.api.removeRole({ params: { role: "freelancer" } })).toMatchObject({
    roles: ["client"],
    freelancer: null,
  });
  expect(await listed()).toEqual([]);
  expect(await ben.api.addRole({ body: { role: "freelancer" } })).toMatchObject({ freelancer: profile });
  expect(await listed()).toEqual([ben.id]);
  expect(groups).toEqual(["-freelancer", "+freelancer"]);
});

test("the last role stays", async () => {
  const ana = await world.join("Ana", "client");
  await expect(ana.api.removeRole({ params: { role: "client" } })).rejects.toEqual(refused("role.last"));
});

test("staff may give up the last role too, and are staff alone then", async () => {
  const { id, roles } = await world.join("Olga", "client");
  const token = JSON.stringify({ id, roles, staffRoles: ["administrator"] });
  const olga = createApiClient({ baseUrl: "http://world", token: () => token, fetch: world.fetch });
  expect(await olga.removeRole({ params: { role: "client" } })).toMatchObject({
    roles: [],
    staffRoles: ["administrator"],
    client: null,
  });
});

test("a client's public profile shows who hires, not their address", async () => {
  const ana = await world.join("Ana", "client");
  await ana.api.updateClientProfile({ body: { company: "Hotel Ana" }, version: (await ana.api.getMe()).version });
  const shown = await world.anyone.getClient({ params: { userId: ana.id } });
  expect(shown).toMatchObject({ company: "Hotel Ana", rating: { score: null, reviews: 0 }, hires: 0 });
  expect(JSON.stringify(shown)).not.toContain("@example.com");
  const nobody = world.anyone.getClient({ params: { userId: "usr_zzzzzzzzzzzzzzzz" } });
  await expect(nobody).rejects.toEqual(refused("resource.not_found"));
});
