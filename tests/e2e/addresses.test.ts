/** Ids, pages and cursors of every route, derived from the routes themselves. */
import { type Operation, routeOf, routes } from "@freelancerm/contracts";
import { urlOf } from "@freelancerm/contracts/client";
import { administrator } from "./administrator.ts";
import { endpoints, newcomer, type Person, signIn } from "./kit.ts";
import { post } from "./steps.ts";

let me: Person;
let other: Person;

beforeAll(async () => {
  const [both, client] = await Promise.all([newcomer("Ada", "client"), newcomer("Otto", "client")]);
  await both.api.addRole({ body: { role: "freelancer" } });
  [me, other] = [await administrator(both), await signIn(client.email, client.password)];
});

const operations = Object.keys(routes) as Operation[];
const reads = operations.filter((operation) => routeOf(operation).method === "GET");
const lists = reads.filter((operation) => isPaged(operation));

/** Whether a list takes cursors; a query is strict, so only one that knows the name accepts it. */
function isPaged(operation: Operation): boolean {
  const { query } = routeOf(operation) as { query?: { shape?: object } };
  return "cursor" in (query?.shape ?? {});
}

/** Query parameters a list cannot do without. */
const needed: Partial<Record<Operation, Record<string, string>>> = {
  listMyContracts: { role: "client" },
  listMyLedger: { role: "client" },
  listUserReviews: { as: "client" },
  searchMessages: { q: "hello" },
};

async function get(operation: Operation, params: Record<string, string>, query = {}, person?: Person) {
  const url = urlOf(endpoints.httpUrl, routes[operation].path, { params, query: { ...needed[operation], ...query } });
  const answer = await fetch(url, {
    redirect: "manual",
    headers: person ? { authorization: `Bearer ${person.token()}` } : {},
  });
  const body = (await answer.json().catch(() => ({}))) as Record<string, unknown>;
  return { status: answer.status, code: body.code, body };
}

/** Ids of the right shape that stand for nothing; mine where an id says whose it is. */
const nothing = (userId: string): Record<string, string> => {
  const owner = userId.slice(4);
  const nobody = "0".repeat(16);
  return {
    userId: `usr_${nobody}`,
    jobId: `job_${owner}0000000000`,
    proposalId: `prp_${owner}0000000000${nobody}`,
    contractId: `ctr_${owner}0000000000${nobody}`,
    roomId: `rom_${owner}${nobody}`,
    fileId: `fil_${owner}${"0".repeat(26)}`,
    searchId: `sch_${owner}${"0".repeat(10)}`,
    feedToken: `fed_${nobody}${nobody}`,
    number: "1",
    seq: "1",
    categoryId: "no-such-category",
    skillId: "no-such-skill",
    notificationId: `ntf_${"0".repeat(26)}`,
    caseId: `cas_usr_${nobody}`,
  };
};
const byId = reads.filter((operation) => routes[operation].path.includes("{"));
/** A conversation between me and anybody can be addressed before it was opened; it says who may open it. */
const openable: Partial<Record<Operation, [number, string]>> = {
  getRoom: [403, "room.not_open"],
  listMessages: [403, "room.not_open"],
  searchMessages: [403, "room.not_open"],
};

test("there are reads by id and paged lists to ask", () => {
  expect(byId.length).toBeGreaterThan(10);
  const named = byId.flatMap((operation) => [...routes[operation].path.matchAll(/\{(\w+)\}/g)].map(([, name]) => name));
  expect(Object.keys(nothing(me.me.id))).toEqual(expect.arrayContaining(named));
  expect(lists.length).toBeGreaterThan(8);
});

test.each(byId)(
  "%s of an id that stands for nothing, is another's or is no id at all answers 404",
  async (operation) => {
    const mine = nothing(me.me.id);
    const theirs = nothing(`usr_${"1".repeat(16)}`);
    const spelt = (instead: string) =>
      Object.fromEntries(Object.entries(mine).map(([name, id]) => [name, /^\d+$/.test(id) ? "0" : instead]));
    const [status, code] = openable[operation] ?? [404, "resource.not_found"];
    expect(await get(operation, mine, {}, me)).toMatchObject({ status, code });
    for (const params of [theirs, spelt("..\\etc\\passwd")]) {
      expect(await get(operation, params, {}, me)).toMatchObject({ status: 404, code: "resource.not_found" });
    }
    // A slash, however it is written, parts a path: there the gateway itself may find no route.
    expect(await get(operation, spelt("../etc/passwd"), {}, me)).toMatchObject({ status: 404 });
  },
);

describe("a cursor", () => {
  let cursor: string;
  beforeAll(async () => {
    for (let count = 0; count < 3; count++) await post(me);
    const page = await me.api.listMyJobs({ query: { limit: 1 } });
    cursor = page.nextCursor!;
  });

  test("walks its own list to the end, each item once", async () => {
    const seen: string[] = [];
    let next: string | null | undefined;
    do {
      const page = await me.api.listMyJobs({ query: { limit: 1, ...(next && { cursor: next }) } });
      expect(page.items.length).toBeLessThanOrEqual(1);
      seen.push(...page.items.map(({ id }) => id));
      next = page.nextCursor;
    } while (next);
    expect(seen).toHaveLength(3);
    expect(new Set(seen).size).toBe(3);
  });

  test("of another person, of another query, or changed, is refused", async () => {
    const refused = { status: 400, code: "cursor.invalid" };
    expect(await get("listMyJobs", {}, { limit: 1, cursor }, me)).toMatchObject({ status: 200 });
    expect(await get("listMyJobs", {}, { limit: 1, cursor }, other)).toMatchObject(refused);
    expect(await get("listMyJobs", {}, { limit: 1, status: "open", cursor }, me)).toMatchObject(refused);
    const [payload, signature] = cursor.split(".");
    const elsewhere = Buffer.from(JSON.stringify({ pk: "USER#somebody", sk: "A" })).toString("base64url");
    for (const forged of [`${elsewhere}.${signature}`, payload, `${payload}.`, `${cursor}A`, "null", "e30.e30"]) {
      expect(await get("listMyJobs", {}, { limit: 1, cursor: forged }, me)).toMatchObject(refused);
    }
  });

  const others = lists.filter((operation) => operation !== "listMyJobs" && !routes[operation].path.includes("{"));
  test.each(others)("of my jobs is refused by %s, which takes 1 to 100 items a page", async (operation) => {
    expect(await get(operation, {}, { cursor }, me)).toMatchObject({ status: 400, code: "cursor.invalid" });
    for (const limit of [0, 101, "many"]) {
      expect(await get(operation, {}, { limit }, me)).toMatchObject({
        status: 422,
        body: { errors: [{ field: "limit" }] },
      });
    }
  });
});
