/**
 * Who may call what, asked of every route the contracts declare: each actor tries it on the items of one real hire. What is
 * refused writes nothing, and what is not yours cannot be told from what is not there.
 */
import { type Operation, routeOf, routes } from "@freelancerm/contracts";
import { urlOf } from "@freelancerm/contracts/client";
import { caseIdOf, fileIdOf, ownerOfFile, ownerOfJob } from "@freelancerm/contracts/ids";
import type { Route } from "@freelancerm/contracts/route";
import { iso } from "@freelancerm/core/time";
import type { Item } from "@freelancerm/data/table";
import { handler as categories } from "../../functions/categories/handler.ts";
import { handler as contracts } from "../../functions/contracts/handler.ts";
import { createFilesHandler } from "../../functions/files/bind.ts";
import { handler as jobs } from "../../functions/jobs/handler.ts";
import { handler as marketplace } from "../../functions/marketplace/handler.ts";
import { handler as messaging } from "../../functions/messaging/handler.ts";
import { handler as notifications } from "../../functions/notifications/handler.ts";
import { handler as ownData } from "../../functions/own-data/handler.ts";
import { paymentsWith } from "../../functions/payments/handler.ts";
import { handler as proposals } from "../../functions/proposals/handler.ts";
import { handler as reviews } from "../../functions/reviews/handler.ts";
import { handler as savedSearches } from "../../functions/saved-searches/handler.ts";
import { handler as trust } from "../../functions/trust/handler.ts";
import { createUsersHandler } from "../../functions/users/bind.ts";
import { postJob, proposalDraft } from "../world/hiring.ts";
import { CATEGORY, createWorld, jobDraft, SKILLS, type Someone, type World } from "../world/world.ts";

process.env.SOCKET_URL ??= "wss://socket.example/live";

/** A port nobody who is refused comes as far as; who is allowed fails in it, which is no refusal. */
const beyond = <T extends object>(): T =>
  new Proxy({} as T, {
    get: () => () => {
      throw new Error("as far as the port");
    },
  });

let world: World;
let actors: Record<string, Someone | undefined>;
/** The items of one hire, and as many of the same shape that are not there. */
let real: Record<string, string>;
let absent: Record<string, string>;
let before: Item[];

beforeAll(async () => {
  world = await createWorld({
    categories,
    contracts,
    jobs,
    marketplace,
    messaging,
    notifications,
    "own-data": ownData,
    payments: paymentsWith(() => beyond()),
    proposals,
    reviews,
    "saved-searches": savedSearches,
    trust,
    files: createFilesHandler({ storage: beyond(), fileTokens: beyond() }),
    users: createUsersHandler(beyond()),
  });
  const owner = await world.join("Ana", "client");
  const counterparty = await world.join("Ben", "freelancer");
  const declined = await world.join("Dora", "freelancer");
  const withdrawn = await world.join("Will", "freelancer");
  actors = {
    anonymous: undefined,
    owner,
    counterparty,
    declined,
    withdrawn,
    "another client": await world.join("Eve", "client"),
    "another freelancer": await world.join("Flo", "freelancer"),
    "a stranger in both roles": await world.join("Gus", "client", "freelancer"),
    moderator: await world.employ("Mo", "moderator"),
    mediator: await world.employ("Mia", "mediator"),
    finance: await world.employ("Fay", "finance"),
    administrator: await world.employ("Ada", "administrator"),
  };

  const job = await postJob(owner, { positions: 2 });
  const propose = (who: Someone) => who.api.submitProposal({ params: { jobId: job.id }, body: proposalDraft });
  const [hired, refused, taken] = [await propose(counterparty), await propose(declined), await propose(withdrawn)];
  await owner.api.declineProposal({ params: { proposalId: refused.id }, body: { reason: "Somebody else" } });
  await withdrawn.api.withdrawProposal({ params: { proposalId: taken.id } });
  const params = { proposalId: hired.id };
  const { contractId } = await owner.api.acceptProposal({ params, version: hired.version });
  const room = await owner.api.openRoom({ body: { freelancerId: counterparty.id } });
  const message = { clientMessageId: "message-1", afterSeq: 0, text: "Welcome" };
  await owner.api.sendMessage({ params: { roomId: room.id }, body: message });
  const file = {
    id: fileIdOf(owner.id, "0".repeat(26)),
    purpose: "message",
    name: "brief.pdf",
    contentType: "application/pdf",
    size: 10,
    status: "announced",
    announcedAt: iso(world.clock.now()),
    version: 0,
  } as const;
  await world.deps.commit(world.deps.files.save(file));
  const subject = { kind: "job", id: job.id } as const;
  await counterparty.api.createReport({ body: { subject, reason: "other", words: "" } });
  const search = await owner.api.createSavedSearch({ body: { name: "Booking pages", query: { q: "booking" } } });

  const common = {
    userId: counterparty.id,
    categoryId: CATEGORY,
    skillId: SKILLS[0]!,
    notificationId: `ntf_${"0".repeat(26)}`,
    role: "client",
    number: "1",
    seq: "1",
  };
  real = {
    ...common,
    jobId: job.id,
    proposalId: hired.id,
    contractId,
    roomId: room.id,
    fileId: file.id,
    searchId: search.id,
    caseId: caseIdOf(subject),
  };
  const parts = `${"z".repeat(16)}${"0".repeat(10)}${"y".repeat(16)}`;
  absent = {
    ...common,
    jobId: `job_${parts.slice(0, 26)}`,
    proposalId: `prp_${parts}`,
    contractId: `ctr_${parts}`,
    roomId: `rom_${"z".repeat(16)}${"y".repeat(16)}`,
    fileId: `fil_${"z".repeat(16)}${"0".repeat(26)}`,
    searchId: `sch_${"z".repeat(16)}${"0".repeat(10)}`,
    caseId: `cas_job_${parts.slice(0, 26)}`,
  };
  before = world.memory.all();
});

interface Answer {
  status: number;
  problem: Record<string, unknown>;
}
let calls = 0;
async function tried(operation: Operation, actor: Someone | undefined, params: Record<string, string>) {
  // No limit is near.
  world.clock.advance(60_000);
  const { method, path, body }: Route = routes[operation];
  const answer = await world.fetch(urlOf("http://world", path, { params }), {
    method,
    headers: {
      "content-type": "application/json",
      "if-match": '"1"',
      "idempotency-key": `call-${++calls}`,
      ...(actor && { authorization: `Bearer ${actor.token}` }),
    },
    ...(body && method !== "GET" && { body: "{}" }),
  });
  const { requestId: _, ...problem } = (await answer.json().catch(() => ({}))) as Record<string, unknown>;
  return { status: answer.status, problem } satisfies Answer;
}

/** The parts of the hire, told by hand and not by the code under test. */
const PARTS: Record<string, (id: string) => Partial<Record<string, string>>> = {
  jobId: (id) => ({ client: ownerOfJob(id) }),
  fileId: (id) => ({ owner: ownerOfFile(id) }),
  searchId: () => ({ owner: actors.owner!.id }),
  proposalId: () => ({ client: actors.owner!.id, freelancer: actors.counterparty!.id }),
  contractId: () => ({ client: actors.owner!.id, freelancer: actors.counterparty!.id }),
  roomId: () => ({ client: actors.owner!.id, freelancer: actors.counterparty!.id }),
};

const STAFF = ["moderator", "mediator", "finance", "administrator"];

/** What a route's declaration promises an actor on the items of the hire. */
function promised({ caller, access }: Route, actor: Someone | undefined): "allowed" | string {
  if (caller !== "anyone" && !actor) return "auth.required";
  const held: string[] = [...(actor?.roles ?? []), ...(actor?.staffRoles ?? [])];
  const holds = held.includes(caller) || (held.includes("administrator") && STAFF.includes(caller));
  if (caller !== "anyone" && caller !== "user" && !holds) return "auth.role_required";
  if (!access || access === "public") return "allowed";
  const parts = PARTS[access.param]!(real[access.param]!);
  const mine = access.as === "party" ? Object.values(parts) : [parts[access.as]];
  return actor && mine.includes(actor.id) ? "allowed" : "resource.not_found";
}

const asked = (Object.keys(routes) as Operation[]).filter((operation) => {
  const { caller, sandboxOnly } = routeOf(operation);
  return caller !== "anyone" && !sandboxOnly;
});

test("only what shows by its state is declared public, and nothing else is for anyone", () => {
  const all = Object.keys(routes) as Operation[];
  const open = all.filter((operation) => routeOf(operation).access === "public").sort();
  expect(open).toEqual(["downloadFile", "getJob", "saveJob", "submitProposal", "unsaveJob"]);
  for (const operation of all.filter((name) => routeOf(name).caller === "anyone")) {
    expect([operation, routeOf(operation).access ?? "public"]).toEqual([operation, "public"]);
  }
  expect(asked.length).toBeGreaterThan(70);
});

test.each(asked)("%s answers each actor as declared, and a refusal writes nothing", async (operation) => {
  const route = routeOf(operation);
  const decided: Record<string, string> = {};
  const expected: Record<string, string> = {};
  for (const [name, actor] of Object.entries(actors)) {
    expected[name] = promised(route, actor);
    const { problem } = await tried(operation, actor, real);
    const code = String(problem.code);
    const refused = ["auth.required", "auth.role_required", "resource.not_found"].includes(code);
    decided[name] = refused ? code : "allowed";
    if (expected[name] === "allowed") {
      // An item of the right owner may still be missing, which is no matter of access.
      if (code === "resource.not_found") decided[name] = "allowed";
      if (JSON.stringify(world.memory.all()) !== JSON.stringify(before)) await restore();
      continue;
    }
    expect([operation, name, world.memory.all()]).toEqual([operation, name, before]);
    expect([operation, name, await tried(operation, actor, absent)]).toMatchObject([operation, name, { problem }]);
  }
  expect(decided).toEqual(expected);
});

async function restore(): Promise<void> {
  for (const { pk, sk } of world.memory.all()) await world.memory.write({ delete: { pk, sk } });
  await world.memory.load(before);
}

describe("what is public by its state", () => {
  const hidden = async () => {
    const { owner } = actors;
    const draft = await owner!.api.createJob({ body: jobDraft });
    const invited = await owner!.api.createJob({ body: { ...jobDraft, publish: true, visibility: "invite_only" } });
    return [draft.id, invited.id];
  };
  const onJobs = ["getJob", "saveJob", "submitProposal"] as const;

  test.each(onJobs)("%s shows a draft or an invite-only job to nobody else", async (operation) => {
    for (const jobId of await hidden()) {
      for (const [name, actor] of Object.entries(actors)) {
        if (name === "owner") continue;
        const { caller } = routeOf(operation);
        if (promised({ ...routeOf(operation), access: "public" }, actor) !== "allowed") continue;
        const body = operation === "submitProposal" ? proposalDraft : undefined;
        const ask = async (id: string) => {
          world.clock.advance(60_000);
          const answer = await world.fetch(urlOf("http://world", routes[operation].path, { params: { jobId: id } }), {
            method: routes[operation].method,
            headers: {
              "content-type": "application/json",
              ...(actor && { authorization: `Bearer ${actor.token}` }),
            },
            ...(body && { body: JSON.stringify(body) }),
          });
          const { requestId: _, ...problem } = (await answer.json()) as Record<string, unknown>;
          return problem;
        };
        const stored = world.memory.all();
        const foreign = await ask(jobId);
        expect([name, caller, foreign]).toMatchObject([name, caller, { code: "resource.not_found" }]);
        expect(await ask(absent.jobId!)).toEqual(foreign);
        expect(world.memory.all()).toEqual(stored);
      }
    }
    await restore();
  });

  test("a private file is for its owner", async () => {
    const file = (await world.deps.files.find(real.fileId!))!;
    await world.deps.commit(world.deps.files.save({ ...file, status: "ready" }));
    for (const [name, actor] of Object.entries(actors)) {
      const { problem } = await tried("downloadFile", actor, real);
      if (name === "owner") expect(problem.code).toBe("service.internal");
      else expect([name, problem]).toEqual([name, (await tried("downloadFile", actor, absent)).problem]);
    }
    await restore();
  });

  test("nobody reads another's notification", async () => {
    const { owner, counterparty } = actors;
    const note = {
      id: `ntf_${"1".repeat(26)}`,
      kind: "message_received",
      title: "New",
      body: "",
      link: "/",
      createdAt: iso(world.clock.now()),
      readAt: null,
    } as const;
    await world.deps.commit(world.deps.notifications.add(owner!.id, note, world.clock.now() + 60_000_000));
    const params = { notificationId: note.id };
    await counterparty!.api.markNotificationRead({ params }).catch(() => undefined);
    expect(await owner!.api.countUnread()).toEqual({ unread: 1 });
    await restore();
  });
});
