import { createWorld, jobDraft, type Someone, type World } from "../../tests/world/world.ts";
import { handler as jobs } from "../jobs/handler.ts";
import { handler } from "./handler.ts";

process.env.SITE_URL ??= "https://site.example";
const SITE = process.env.SITE_URL;

let world: World;
let ana: Someone;
let ben: Someone;
let searchId: string;
beforeEach(async () => {
  world = await createWorld({ jobs, "saved-searches": handler });
  [ana, ben] = [await world.join("Ana", "client"), await world.join("Ben", "freelancer")];
  const body = { name: "My secret plans", query: { q: "hotel" }, alerts: "never" } as const;
  searchId = (await ben.api.createSavedSearch({ body })).id;
});

const refused = (code: string) => expect.objectContaining({ code });
async function post(title: string) {
  world.clock.advance(3000);
  return ana.api.createJob({ body: { ...jobDraft, title, publish: true } });
}
const open = async () => (await ben.api.openSearchFeed({ params: { searchId } })).feedUrl!;
const tokenOf = (feedUrl: string) => feedUrl.split("/").at(-1)!;
const fetched = (feedUrl: string) => world.fetch(feedUrl.replace(`${SITE}/api`, "http://world"));

test("a feed has what the search finds, newest first, as an Atom document that names neither who saved it nor its name", async () => {
  const first = await post("Booking <page> & more for a hotel");
  const second = await post("A hotel's menu");
  const feedUrl = await open();
  const answer = await fetched(feedUrl);
  expect(answer.headers.get("content-type")).toBe("application/atom+xml; charset=utf-8");
  const xml = await answer.text();
  const valuesOf = (tag: string) =>
    [...xml.matchAll(new RegExp(`<${tag}>([^<]*)</${tag}>`, "g"))].map(([, text]) => text);
  expect(valuesOf("title")).toEqual([
    "New jobs on FreelancerM",
    "A hotel&#39;s menu",
    "Booking &lt;page&gt; &amp; more for a hotel",
  ]);
  expect(valuesOf("id")).toEqual([feedUrl, `${SITE}/jobs/${second.id}`, `${SITE}/jobs/${first.id}`]);
  expect(valuesOf("updated")).toEqual([second, second, first].map(({ publishedAt }) => publishedAt));
  expect(valuesOf("summary")[1]).toContain("€500.00 – €1,200.00. Twelve rooms");
  for (const own of [ben.id, ben.id.slice(4), "Ben", "secret"]) expect(xml).not.toContain(own);
});

test("its address is found in the list of its owner, who takes it back or replaces it", async () => {
  const feedUrl = await open();
  const listed = async () => (await ben.api.listSavedSearches()).items[0]!.feedUrl;
  expect(await listed()).toBe(feedUrl);
  const other = await open();
  expect(other).not.toBe(feedUrl);
  expect((await fetched(feedUrl)).status).toBe(404);
  expect((await fetched(other)).status).toBe(200);
  await ben.api.closeSearchFeed({ params: { searchId } });
  expect([(await fetched(other)).status, await listed()]).toEqual([404, undefined]);
});

test("a search that is deleted takes its feed along, and leaves nothing behind", async () => {
  const feedUrl = await open();
  await ben.api.deleteSavedSearch({ params: { searchId } });
  expect((await fetched(feedUrl)).status).toBe(404);
  expect(world.memory.all().filter(({ pk }) => pk.startsWith("FEED#"))).toEqual([]);
});

test("an address cannot be guessed: each is made anew, and one of the right shape stands for nothing", async () => {
  const tokens = await Promise.all([open(), open(), open()].map(async (url) => tokenOf(await url)));
  expect(new Set(tokens).size).toBe(3);
  const guess = { params: { feedToken: `fed_${"0".repeat(32)}` } };
  await expect(world.anyone.readSearchFeed(guess)).rejects.toEqual(refused("resource.not_found"));
});

test("a job whose title holds what XML does not leaves the feed well-formed", async () => {
  await post("A hotel \ufffe\uffff\u{1fffe} of characters");
  const xml = await (await fetched(await open())).text();
  expect(xml).toContain("<title>A hotel \u{1fffe} of characters</title>");
});
