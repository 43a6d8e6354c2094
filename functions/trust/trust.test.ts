import { caseIdOf } from "@freelancerm/contracts/ids";
import type { CaseOutcome, ReportReason, Subject } from "@freelancerm/contracts/trust";
import type { Mail } from "@freelancerm/core/notifications/mail";
import { DAY, HOUR, iso } from "@freelancerm/core/time";
import { signContract } from "../../tests/world/hire.ts";
import { postJob, proposalDraft } from "../../tests/world/hiring.ts";
import { createWorld, jobDraft, type Someone, type World } from "../../tests/world/world.ts";
import { handler as jobs } from "../jobs/handler.ts";
import { handler as messaging } from "../messaging/handler.ts";
import { handler as notifications } from "../notifications/handler.ts";
import { onAccountWith } from "../on-account/handler.ts";
import { handler as onJobUnlisted } from "../on-job-unlisted/handler.ts";
import { onNotifyWith } from "../on-notify/handler.ts";
import { handler as proposals } from "../proposals/handler.ts";
import { handler as reviews } from "../reviews/handler.ts";
import { handler as trust } from "./handler.ts";

process.env.SOCKET_URL ??= "wss://socket.example/live";

let world: World;
let mails: Mail[];
/** What the identity provider was told. */
let doors: string[];
let ana: Someone;
let ben: Someone;
let dora: Someone;
let mo: Someone;
let ada: Someone;

beforeEach(async () => {
  mails = [];
  doors = [];
  const sockets = { post: async () => "gone" as const, close: async () => undefined };
  const mailer = { send: async (mail: Mail) => void mails.push(mail) };
  const identity = {
    shutOut: async (email: string) => {
      doors.push(`shut ${email}`);
      return Math.floor(world.clock.now() / 1000);
    },
    admit: async (email: string) => void doors.push(`admit ${email}`),
    remove: async () => {},
  };
  world = await createWorld(
    { jobs, messaging, notifications, proposals, reviews, trust },
    (table) => table,
    (own) => ({
      "on-notify": onNotifyWith({ sockets, mailer, siteUrl: () => "https://site.example" }).with(own),
      "on-job-unlisted": onJobUnlisted.with(own),
      "on-account": onAccountWith({ identity, sockets, fileRemoval: { remove: async () => {} } }).with(own),
    }),
  );
  ana = await world.join("Ana", "client");
  ben = await world.join("Ben", "freelancer");
  dora = await world.join("Dora", "freelancer");
  mo = await world.employ("Mo", "moderator");
  ada = await world.employ("Ada", "administrator");
});

const refused = (code: string) => expect.objectContaining({ code });
const report = (who: Someone, subject: Subject, reason: ReportReason = "spam", words = "") =>
  who.api.createReport({ body: { subject, reason, words } });
const decide = (who: Someone, subject: Subject, outcome: CaseOutcome, reason = "It asks for money before any work.") =>
  who.api.decideCase({ params: { caseId: caseIdOf(subject) }, body: { outcome, reason } });
const read = (subject: Subject, who = mo) => who.api.getCase({ params: { caseId: caseIdOf(subject) } });
const job = async (more: object = {}): Promise<Subject> => ({ kind: "job", id: (await postJob(ana, more)).id });
const told = async (who: Someone) =>
  (await who.api.listNotifications()).items.map(({ kind, title, body }) => ({ kind, title, body }));
const audit = async () => (await ada.api.listAudit()).items;

/** A message of Ana's to Ben. */
async function message(text = "Pay the deposit on my own site"): Promise<Extract<Subject, { kind: "message" }>> {
  const { id } = await ana.api.openRoom({ body: { freelancerId: ben.id } });
  const body = { clientMessageId: "message-1", afterSeq: 0, text };
  const { seq } = await ana.api.sendMessage({ params: { roomId: id }, body });
  return { kind: "message", id, seq };
}

describe("a report", () => {
  test("opens a case that says what was reported, as it was then, and is due in seven days", async () => {
    const subject = await job();
    const reportedAt = iso(world.clock.now());
    expect(await report(ben, subject, "spam", "The same as last week")).toEqual({
      subject,
      reason: "spam",
      words: "The same as last week",
      reportedAt,
    });
    const { version } = await ana.api.getJob({ params: { jobId: subject.id } });
    const body = { ...jobDraft, title: "Something harmless" };
    await ana.api.updateJob({ params: { jobId: subject.id }, version, body });
    expect(await read(subject)).toMatchObject({
      title: jobDraft.title,
      owner: { id: ana.id, displayName: "Ana" },
      status: "open",
      reasons: ["spam"],
      reports: 1,
      openedAt: reportedAt,
      dueAt: iso(world.clock.now() + 7 * DAY),
      decision: null,
      filed: [
        { reporter: { id: ben.id }, words: "The same as last week", said: expect.stringContaining(jobDraft.title) },
      ],
      outcomes: ["dismiss", "remove", "suspend"],
    });
  });

  test("of the same by the same answers the first one, even five times at once, and counts once", async () => {
    const subject = await job();
    const first = await report(ben, subject, "spam");
    world.clock.advance(HOUR);
    expect(await report(ben, subject, "scam", "Again")).toEqual(first);
    world.clock.advance(HOUR);
    const other = await job();
    const answers = await Promise.all(Array.from({ length: 5 }, () => report(ben, other)));
    expect(new Set(answers.map((answer) => JSON.stringify(answer))).size).toBe(1);
    for (const one of [subject, other]) expect(await read(one)).toMatchObject({ reports: 1, reasons: ["spam"] });
  });

  test("joins the open case of its subject; fraud makes it due in two days, and nothing later", async () => {
    const subject = await job();
    await report(ben, subject, "spam");
    world.clock.advance(DAY);
    await report(dora, subject, "scam");
    const due = iso(world.clock.now() + 48 * HOUR);
    const gus = await world.join("Gus", "freelancer");
    world.clock.advance(HOUR);
    await report(gus, subject, "scam");
    expect(await read(subject)).toMatchObject({ reports: 3, reasons: ["spam", "scam"], dueAt: due });
  });

  test("is for what its reporter can see, and not for what is theirs; nothing is written otherwise", async () => {
    const draft = await ana.api.createJob({ body: jobDraft });
    const subject = await job();
    const said = await message();
    const stored = world.memory.all();
    const unseen: Subject[] = [
      { kind: "job", id: draft.id },
      { kind: "job", id: subject.id.replace(/.$/, "z") },
      { kind: "user", id: `usr_${"9".repeat(16)}` },
      { kind: "user", id: mo.id },
      said,
      { ...said, seq: 7 },
      { kind: "review", id: `ctr_${subject.id.slice(4)}${ben.id.slice(4)}`, by: "client" },
    ];
    for (const one of unseen) await expect(report(dora, one)).rejects.toEqual(refused("resource.not_found"));
    for (const one of [subject, said, { kind: "user", id: ana.id } as const]) {
      await expect(report(ana, one)).rejects.toEqual(refused("report.own"));
    }
    expect(world.memory.all()).toEqual(stored);
  });

  test("of a profile or a message by the other member keeps what it said", async () => {
    const said = await message("Pay the deposit on my own site");
    await report(ben, said, "outside_payment");
    expect(await read(said)).toMatchObject({
      title: "Pay the deposit on my own site",
      owner: { id: ana.id },
      filed: [{ said: "Pay the deposit on my own site" }],
    });
    await report(ben, { kind: "user", id: ana.id }, "scam");
    expect(await read({ kind: "user", id: ana.id })).toMatchObject({ title: "Ana", outcomes: ["dismiss", "suspend"] });
  });

  test("is one of ten in ten minutes", async () => {
    const subject = await job();
    for (let count = 0; count < 10; count++) await report(ben, subject);
    await expect(report(ben, subject)).rejects.toEqual(refused("request.rate_limited"));
  });
});

describe("cases", () => {
  test("are listed for moderators and administrators, the one due first first", async () => {
    const slow = await job();
    const urgent = await job();
    await report(ben, slow, "offensive");
    world.clock.advance(HOUR);
    await report(ben, urgent, "scam");
    for (const one of [mo, ada]) {
      const { items } = await one.api.listCases({ query: { limit: 1 } });
      expect(items.map(({ id }) => id)).toEqual([caseIdOf(urgent)]);
    }
    const first = await mo.api.listCases({ query: { limit: 1 } });
    const second = await mo.api.listCases({ query: { limit: 1, cursor: first.nextCursor! } });
    expect(second.items.map(({ id }) => id)).toEqual([caseIdOf(slow)]);
    const fay = await world.employ("Fay", "finance");
    for (const one of [ana, fay]) await expect(one.api.listCases()).rejects.toEqual(refused("auth.role_required"));
    await expect(mo.api.listAudit()).rejects.toEqual(refused("auth.role_required"));
  });

  test("that were decided leave the list for that of decided ones, and say what was decided and by whom", async () => {
    const subject = await job();
    await report(ben, subject);
    const decided = await decide(mo, subject, "dismiss", "It is an ordinary job.");
    const decision = {
      outcome: "dismiss",
      reason: "It is an ordinary job.",
      by: { id: mo.id, displayName: "Mo" },
      decidedAt: iso(world.clock.now()),
    };
    expect(decided).toMatchObject({ status: "decided", decision, outcomes: [] });
    expect((await mo.api.listCases()).items).toEqual([]);
    const { items } = await mo.api.listCases({ query: { status: "decided" } });
    expect(items).toMatchObject([{ id: caseIdOf(subject), decision }]);
  });

  test("are opened anew by a report after the decision, and keep the decision before", async () => {
    const subject = await job();
    await report(ben, subject);
    await decide(mo, subject, "dismiss", "It is an ordinary job.");
    await report(dora, subject, "scam");
    expect(await read(subject)).toMatchObject({
      status: "open",
      reports: 1,
      reasons: ["scam"],
      decision: null,
      earlier: [{ outcome: "dismiss" }],
      outcomes: ["dismiss", "remove", "suspend"],
    });
    await decide(ada, subject, "dismiss", "It still is an ordinary job.");
    await world.stream.settle();
    expect(await told(ben)).toHaveLength(1);
    expect(await told(dora)).toHaveLength(1);
  });

  test("are decided by nobody who is party to them", async () => {
    const both = {
      ...mo,
      id: ben.id,
      token: JSON.stringify({ id: ben.id, roles: ["freelancer"], staffRoles: ["moderator"] }),
    };
    const asBen = await world.employ("Benno", "moderator");
    const said = await message();
    await report(ben, said);
    const answer = await world.fetch(`http://world/cases/${caseIdOf(said)}/decide`, {
      method: "POST",
      headers: { "content-type": "application/json", authorization: `Bearer ${both.token}` },
      body: JSON.stringify({ outcome: "remove", reason: "I do not like what it says." }),
    });
    expect(await answer.json()).toMatchObject({ code: "case.party" });
    const subject = await job();
    await report(asBen, subject);
    await expect(decide(asBen, subject, "remove")).rejects.toEqual(refused("case.party"));
    expect((await read(subject, asBen)).outcomes).toEqual([]);
    expect(await audit()).toEqual([]);
  });

  test("do not say who reported to whoever is reported, be they of the staff", async () => {
    const subject: Subject = { kind: "user", id: ana.id };
    const moderating = await world.employ("Ana", "moderator");
    await report(ben, subject, "offensive", "She shouted at me");
    expect((await read(subject)).filed).toMatchObject([{ reporter: { id: ben.id }, words: "She shouted at me" }]);
    const answer = await world.fetch(`http://world/cases/${caseIdOf(subject)}`, {
      headers: { authorization: `Bearer ${JSON.stringify({ ...JSON.parse(moderating.token), id: ana.id })}` },
    });
    expect(await answer.json()).toMatchObject({ reports: 1, filed: [], outcomes: [] });
  });

  test("are decided once, however many try at once", async () => {
    const subject = await job();
    await report(ben, subject);
    const tries = await Promise.allSettled(
      Array.from({ length: 10 }, (_, index) => decide(index % 2 ? mo : ada, subject, index % 2 ? "dismiss" : "remove")),
    );
    expect(tries.filter(({ status }) => status === "fulfilled")).toHaveLength(1);
    for (const one of tries) if (one.status === "rejected") expect(one.reason).toEqual(refused("case.decided"));
    expect(await audit()).toHaveLength(1);
  });
});

describe("a decision", () => {
  test("to remove a job takes it from view, closes its proposals, tells owner and reporters, and is in the log", async () => {
    const subject = await job();
    await dora.api.submitProposal({ params: { jobId: subject.id }, body: proposalDraft });
    await report(ben, subject, "scam");
    await world.stream.settle();
    mails.length = 0;
    await ana.api.updatePreferences({ body: { email: {} } });
    await decide(mo, subject, "remove", "It asks for money before any work.");
    await world.stream.settle();
    await expect(ben.api.getJob({ params: { jobId: subject.id } })).rejects.toEqual(refused("resource.not_found"));
    expect(await ana.api.getJob({ params: { jobId: subject.id } })).toMatchObject({ status: "removed" });
    expect((await dora.api.listMyProposals()).items).toMatchObject([{ status: "closed" }]);
    const statement = {
      kind: "moderation_decided",
      title: `We removed your job “${jobDraft.title}”`,
      body: "It breaks the rules of the marketplace: “It asks for money before any work.”",
    };
    expect(await told(ana)).toContainEqual(statement);
    const [answer] = await told(ben);
    expect(answer).toMatchObject({ kind: "report_decided", body: expect.stringContaining("It breaks the rules") });
    expect(JSON.stringify(answer)).not.toContain("before any work");
    expect(mails.filter(({ subject }) => subject === statement.title).map(({ to }) => to)).toEqual(["ana@example.com"]);
    expect(await audit()).toEqual([
      {
        seq: 1,
        actor: expect.objectContaining({ id: mo.id }),
        action: "case.remove",
        subject: caseIdOf(subject),
        before: { case: "open", status: "open" },
        after: { case: "decided", status: "removed" },
        reason: "It asks for money before any work.",
        at: iso(world.clock.now()),
        hash: expect.stringMatching(/^[0-9a-f]{64}$/),
        sound: true,
      },
    ]);
  });

  test("to dismiss leaves everything as it is; whoever reported is told, whose it is is not", async () => {
    const subject = await job();
    await report(ben, subject);
    await decide(mo, subject, "dismiss", "It is an ordinary job.");
    await world.stream.settle();
    expect(await told(ben)).toMatchObject([
      { kind: "report_decided", body: expect.stringContaining("nothing that breaks") },
    ]);
    expect(await told(ana)).toEqual([]);
    expect(await ben.api.getJob({ params: { jobId: subject.id } })).toMatchObject({ status: "open" });
  });

  test("to remove a message leaves a tombstone and keeps what it said", async () => {
    const said = await message();
    await report(ben, said, "outside_payment");
    await decide(mo, said, "remove");
    const { items } = await ben.api.listMessages({ params: { roomId: said.id } });
    expect(items).toMatchObject([{ text: "", deletedAt: expect.any(String) }]);
    expect(JSON.stringify(world.memory.all().filter(({ sk }) => sk.startsWith("ORIGINAL#")))).toContain("my own site");
    await world.stream.settle();
    expect((await told(ana))[0]).toMatchObject({ title: "We removed your message “Pay the deposit on my own site”" });
  });

  test("to remove a review takes its words and leaves its scores", async () => {
    const contractId = await signContract(world, ana, ben, [10_000]);
    const at = iso(world.clock.now());
    const review = {
      contractId,
      jobTitle: "Booking page",
      by: "client",
      authorId: ana.id,
      subjectId: ben.id,
      scores: { quality: 1, communication: 1, timeliness: 1, value: 1 },
      overall: 1,
      comment: "He is one of those people",
      reply: null,
      submittedAt: at,
      publishedAt: null,
      version: 0,
    } as const;
    const subject = { kind: "review", id: contractId, by: "client" } as const;
    await world.deps.commit(world.deps.reviews.save(review));
    await expect(report(ben, subject, "discrimination")).rejects.toEqual(refused("resource.not_found"));
    await world.deps.commit(world.deps.reviews.save({ ...review, publishedAt: at, version: 1 }));
    await report(ben, subject, "discrimination");
    await decide(mo, subject, "remove");
    const shown = await world.anyone.listUserReviews({ params: { userId: ben.id }, query: { as: "freelancer" } });
    expect(shown.items).toMatchObject([{ comment: "", overall: 1 }]);
    expect((await read(subject)).filed).toMatchObject([{ said: "He is one of those people" }]);
    await world.stream.settle();
    expect((await told(ana))[0]).toMatchObject({ title: "The words of your review were removed" });
  });

  test("about somebody whose account is closed mails nobody, and answers whoever reported", async () => {
    const subject = await job();
    await report(ben, subject);
    const account = (await world.deps.accounts.find(ana.id))!;
    await world.deps.commit(world.deps.accounts.save({ ...account, email: "", closedAt: iso(world.clock.now()) }));
    await decide(mo, subject, "remove");
    await world.stream.settle();
    expect(mails.map(({ to }) => to)).toEqual(["ben@example.com"]);
  });

  test("that cannot be done is refused, and nothing is written", async () => {
    const subject = await job();
    await report(ben, subject);
    await report(ben, { kind: "user", id: ana.id });
    const stored = world.memory.all();
    const someone: Subject = { kind: "user", id: ana.id };
    await expect(decide(mo, someone, "remove")).rejects.toEqual(refused("case.outcome_refused"));
    await expect(decide(mo, subject, "remove", "short")).rejects.toEqual(refused("request.invalid"));
    await expect(decide(mo, { kind: "user", id: ben.id }, "dismiss")).rejects.toEqual(refused("resource.not_found"));
    expect(world.memory.all()).toEqual(stored);
  });

  test("to suspend shuts the doors and takes the job away; to reinstate opens them", async () => {
    const subject = await job();
    await report(ben, subject, "scam");
    const { ownerSuspendedAt } = await decide(mo, subject, "suspend");
    expect(ownerSuspendedAt).toBe(iso(world.clock.now()));
    await world.stream.settle();
    expect(doors).toEqual(["shut ana@example.com"]);
    await expect(ben.api.getJob({ params: { jobId: subject.id } })).rejects.toEqual(refused("resource.not_found"));
    expect(mails.map(({ subject }) => subject)).toContain("Your account is suspended");

    world.clock.advance(1000);
    const params = { userId: ana.id };
    const body = { reason: "It was somebody else's address." };
    await mo.api.reinstateUser({ params, body });
    await world.stream.settle();
    // What comes late goes by what the account says now.
    await world.stream.deliver(world.stream.published.find(({ type }) => type === "account.suspended.v1")!);
    expect(doors).toEqual(["shut ana@example.com", "admit ana@example.com", "admit ana@example.com"]);
    expect((await told(ana))[0]).toMatchObject({ title: "Your account is open again" });
    await expect(mo.api.reinstateUser({ params, body })).rejects.toEqual(refused("account.not_suspended"));
    expect((await audit()).map(({ action, sound }) => [action, sound])).toEqual([
      ["user.reinstate", true],
      ["case.suspend", true],
    ]);
  });
});

describe("staff who are reported", () => {
  let subject: Subject;
  beforeEach(async () => {
    const account = (await world.deps.accounts.find(ana.id))!;
    await world.deps.commit(world.deps.accounts.save({ ...account, staffRoles: ["administrator"] }));
    subject = await job();
    await report(ben, subject, "scam");
  });

  test("are suspended by no moderator, who is not offered it either, but may take down what they posted", async () => {
    const stored = world.memory.all();
    await expect(decide(mo, subject, "suspend")).rejects.toEqual(refused("auth.role_required"));
    expect(world.memory.all()).toEqual(stored);
    expect(await read(subject)).toMatchObject({ outcomes: ["dismiss", "remove"] });
    expect(await decide(mo, subject, "remove")).toMatchObject({ status: "decided", ownerSuspendedAt: null });
  });

  test("are suspended by an administrator, and let in again by one alone", async () => {
    expect(await read(subject, ada)).toMatchObject({ outcomes: ["dismiss", "remove", "suspend"] });
    await decide(ada, subject, "suspend");
    const again = { params: { userId: ana.id }, body: { reason: "It was somebody else's address." } };
    await expect(mo.api.reinstateUser(again)).rejects.toEqual(refused("auth.role_required"));
    expect(await world.deps.accounts.find(ana.id)).toMatchObject({ suspendedAt: iso(world.clock.now()) });
    await ada.api.reinstateUser(again);
    expect((await world.deps.accounts.find(ana.id))?.suspendedAt).toBeUndefined();
  });
});

describe("the audit log", () => {
  async function write(count: number) {
    for (let line = 0; line < count; line++) {
      const subject = await job();
      world.clock.advance(600_000);
      await report(ben, subject);
      await decide(mo, subject, "dismiss", `Reason number ${line + 1}`);
    }
  }
  const sound = async () => Object.fromEntries((await audit()).map((line) => [line.seq, line.sound]));
  const lineItem = (seq: number) => world.memory.get({ pk: "AUDIT", sk: String(seq).padStart(9, "0") });

  test("is read newest first, page by page, and each line is sound wherever a page ends", async () => {
    await write(3);
    const first = await ada.api.listAudit({ query: { limit: 2 } });
    const second = await ada.api.listAudit({ query: { limit: 2, cursor: first.nextCursor! } });
    const lines = [...first.items, ...second.items];
    expect(lines.map(({ seq, reason, sound }) => [seq, reason, sound])).toEqual([
      [3, "Reason number 3", true],
      [2, "Reason number 2", true],
      [1, "Reason number 1", true],
    ]);
  });

  test("shows a line that was changed", async () => {
    await write(3);
    const item = (await lineItem(2))!;
    await world.memory.load([{ ...item, body: { ...(item.body as object), reason: "I never said that" } }]);
    expect(await sound()).toEqual({ 1: true, 2: false, 3: true });
  });

  test("shows where a line was taken out, or written anew with a hash of its own", async () => {
    await write(4);
    const item = (await lineItem(2))!;
    await world.memory.write({ delete: { pk: item.pk, sk: item.sk } });
    expect(await sound()).toEqual({ 1: true, 3: false, 4: true });
    await world.memory.load([{ ...item, body: { ...(item.body as object), hash: "f".repeat(64) } }]);
    expect(await sound()).toEqual({ 1: true, 2: false, 3: false, 4: true });
  });
});
