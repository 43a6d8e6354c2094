/** Once through everything the marketplace does, the seldom things too, so that every function does all that it can do. */

import { randomBytes } from "node:crypto";
import { caseIdOf } from "@freelancerm/contracts/ids";
import { createCommit } from "@freelancerm/data/commit";
import { createDynamoTable } from "@freelancerm/data/dynamo-table";
import { keys } from "@freelancerm/data/keys";
import { createConnectionStore } from "@freelancerm/data/stores/connections";
import type { Table } from "@freelancerm/data/table";
import {
  anyone,
  endpoints,
  eventually,
  inboxOf,
  job,
  mailedCode,
  moveClock,
  newcomer,
  newKey,
  PASSWORD,
  type Person,
  patiently,
  payAt,
  setUpPayouts,
  someCategory,
} from "./kit.ts";
import { hire, LETTER, outcome, post, propose, terms } from "./steps.ts";

const PICTURE = Buffer.from("89504e470d0a1a0a0000000d49484452", "hex");

/** Takes an administrator, who gives up the session, and reaches into the table for what only bad luck would bring about. Moves the clock by a day and a quarter. */
export async function tour(administrator: Person): Promise<void> {
  // Two talk among themselves, so that nothing else happens to their sockets.
  const [client, freelancer, other, caller, callee] = await Promise.all([
    newcomer("Tara", "client"),
    newcomer("Theo", "freelancer"),
    newcomer("Tina", "freelancer"),
    newcomer("Tess", "client"),
    newcomer("Tom", "freelancer"),
  ]);
  const [fileId] = await Promise.all([
    picture(freelancer),
    tree(administrator),
    profiles(freelancer),
    reports(administrator, other, await newcomer("Tilo", "client")),
  ]);
  await Promise.all([
    account(administrator),
    jobs(client, freelancer, other),
    work(client, freelancer),
    talk(caller, callee),
  ]);
  await silence(client, freelancer);
  await Promise.all([client, freelancer].map(takeAlong));
  await leave(freelancer, fileId);
}

/** The tree of categories is changed. */
async function tree({ api }: Person): Promise<void> {
  const id = `tour-${Date.now().toString(36)}`;
  await api.createCategory({ body: { id, name: "On tour", description: "" } });
  await api.deleteCategory({ params: { categoryId: id } });
}

/** A job is reported, and whoever posted it suspended and let in again. */
async function reports({ api }: Person, reporter: Person, owner: Person): Promise<void> {
  const { id } = await post(owner);
  const subject = { kind: "job", id } as const;
  const { closed } = await owner.socket();
  await reporter.api.createReport({ body: { subject, reason: "spam" } });
  await api.listCases();
  const params = { caseId: caseIdOf(subject) };
  await api.decideCase({ params, body: { outcome: "suspend", reason: "It is on tour as well." } });
  await closed;
  await api.reinstateUser({ params: { userId: owner.me.id }, body: { reason: "The tour is over." } });
  await api.listAudit({ query: { limit: 1 } });
}

/** A picture is uploaded and shown. */
async function picture({ api }: Person): Promise<string> {
  const body = { purpose: "avatar", name: "me.png", contentType: "image/png", size: PICTURE.length } as const;
  const { fileId, url, fields } = await api.createUpload({ body });
  const form = new FormData();
  for (const [name, value] of Object.entries(fields)) form.append(name, value);
  form.append("file", new Blob([PICTURE]));
  const posted = await fetch(url, { method: "POST", body: form });
  if (!posted.ok) throw new Error(`The form was refused: ${posted.status} ${await posted.text()}`);
  await api.completeUpload({ params: { fileId } });
  const shown = await fetch(`${endpoints.httpUrl}/files/${fileId}`);
  if (!Buffer.from(await shown.arrayBuffer()).equals(PICTURE)) throw new Error("Another picture was shown");
  return fileId;
}

async function profiles({ api, me }: Person): Promise<void> {
  const { categoryId, skills } = await someCategory();
  const body = {
    headline: "Letters by hand",
    bio: "Ten years of signs.",
    categoryId,
    skills,
    hourlyRate: 4_500,
    currency: "EUR" as const,
  };
  await api.updateFreelancerProfile({ version: me.version, body: { ...body, availability: "now", portfolio: [] } });
  await anyone.getFreelancer({ params: { userId: me.id } });
  await anyone.listFreelancers({ query: { category: categoryId, limit: 1 } });
  await api.updatePreferences({ body: { email: {} } });
}

/** Somebody signs up with the address again, a role comes and goes, everywhere is signed out from with a socket open, and the password is forgotten. */
async function account({ api, socket, email }: Person): Promise<void> {
  const again = { email, password: PASSWORD, displayName: "Once more", role: "client" } as const;
  await patiently(() => anyone.signUp({ body: again }));
  await api.addRole({ body: { role: "freelancer" } });
  await api.removeRole({ params: { role: "freelancer" } });
  const { closed } = await socket();
  await api.signOutEverywhere();
  await closed;
  await patiently(() => anyone.forgotPassword({ body: { email } }));
  const code = await mailedCode(email, 2);
  await patiently(() => anyone.resetPassword({ body: { email, code, password: PASSWORD } }));
}

/** Searches for a category and for anything are saved: one hears of a job at once, the others a day later. */
async function searches({ api }: Person, category: string): Promise<void> {
  const save = (query: object, alerts: "instant" | "daily") =>
    api.createSavedSearch({ body: { name: "On tour", query, alerts } });
  const { id: searchId } = await save({}, "instant");
  for (const query of [{}, { category }]) {
    const params = { searchId: (await save(query, "daily")).id };
    const { feedUrl } = await api.openSearchFeed({ params });
    await anyone.readSearchFeed({ params: { feedToken: feedUrl!.split("/").at(-1)! } });
    await api.closeSearchFeed({ params });
  }
  await api.updateSavedSearch({ params: { searchId }, body: { name: "On a tour" } });
  const gone = await save({}, "daily");
  await api.deleteSavedSearch({ params: { searchId: gone.id } });
  await api.listSavedSearches();
}

/** A job is searched for, browsed, saved, proposed for, changed and closed. */
async function jobs(client: Person, freelancer: Person, other: Person): Promise<void> {
  const { items } = await anyone.listCategories();
  const leaf = items.find(({ id }) => items.every(({ parentId }) => parentId !== id))!;
  await searches(freelancer, leaf.id);
  const open = await post(client);
  const params = { jobId: open.id };
  await anyone.getHome();
  for (const category of [undefined, leaf.id]) await anyone.listJobs({ query: { category, limit: 1 } });
  await freelancer.api.saveJob({ params });
  await freelancer.api.listSavedJobs();
  await freelancer.api.unsaveJob({ params });
  await propose(freelancer, open.id);
  await forgotten(client, () => propose(other, open.id));
  await freelancer.api.listMyProposals();
  await client.api.listJobProposals({ params });
  const [told] = (await client.api.listNotifications({ query: { limit: 1 } })).items;
  const tab = await client.socket();
  await forgotten(client, () => client.api.markNotificationRead({ params: { notificationId: told!.id } }));
  await tab.receives("notification.read");
  tab.close();
  const { version } = await client.api.getJob({ params });
  await client.api.updateJob({ params, version, body: { ...job, ...(await someCategory()), title: "Draw two logos" } });
  await client.api.closeJob({ params, body: { reason: "" } });
}

/** A contract to its end: refused requests, a payout that waits for its account, reviews of both. */
async function work(client: Person, freelancer: Person): Promise<void> {
  const { contractId } = await hire(client, freelancer);
  const first = { params: { contractId, number: 1 } };
  const key = () => ({ idempotencyKey: newKey() });
  await outcome(client.api.approveMilestone({ ...first, ...key() }));
  await payAt((await client.api.fundMilestone({ ...first, ...key() })).checkoutUrl!);
  const held = async (amount: number) =>
    eventually(
      () => client.api.getContract({ params: { contractId } }),
      (contract) => contract.held === amount,
    );
  await held(terms.total);
  await outcome(client.api.fundMilestone({ ...first, ...key() }));
  await freelancer.api.submitMilestone({ ...first, body: { note: "Here it is" } });
  await client.api.approveMilestone({ ...first, ...key() });
  // The payout waits for an account before there is one.
  await atTable((table) =>
    eventually(async () => (await table.get(keys.operation(contractId, "release", "1"))) !== undefined),
  );
  await setUpPayouts(freelancer);
  await freelancer.api.changePayoutAccount();
  await held(0);
  await client.api.listContractLedger({ params: { contractId } });
  await client.api.getReceipt({ params: { contractId, seq: 1 } });
  for (const [{ api }, role] of [
    [client, "client"],
    [freelancer, "freelancer"],
  ] as const) {
    await api.listMyContracts({ query: { role } });
    await api.listMyLedger({ query: { role } });
  }
  await client.api.endContract({ params: { contractId }, body: { reason: "All done" } });
  const review = { params: { contractId }, body: { comment: "Fine" } };
  await client.api.submitReview({
    ...review,
    body: { ...review.body, scores: { quality: 5, communication: 5, timeliness: 5, value: 5 } },
  });
  await freelancer.api.submitReview({
    ...review,
    body: { ...review.body, scores: { clarity: 5, communication: 5, payment: 5 } },
  });
  await anyone.listUserReviews({ params: { userId: freelancer.me.id }, query: { as: "freelancer" } });
}

/** Everything of one's own is taken along. */
async function takeAlong({ api }: Person): Promise<void> {
  let cursor: string | undefined;
  do cursor = (await patiently(() => api.exportMyData({ query: { limit: 100, cursor } }))).nextCursor ?? undefined;
  while (cursor);
}

/** Whoever has a picture leaves for good, once what runs has ended. */
async function leave({ api, email }: Person, avatarFileId: string): Promise<void> {
  await api.updateMe({ version: (await api.getMe()).version, body: { avatarFileId } });
  const { items } = await api.listMyContracts({ query: { role: "freelancer", limit: 100 } });
  for (const { id: contractId } of items.filter(({ status }) => status === "active")) {
    for (let number = 1; number <= terms.milestones.length; number++) {
      await outcome(api.refundMilestone({ params: { contractId, number }, idempotencyKey: newKey() }));
    }
    await eventually(() => api.endContract({ params: { contractId }, body: { reason: "Leaving" } }));
  }
  await patiently(() => api.closeAccount({ body: { password: PASSWORD } }));
  // The user pool forgets the address a moment later.
  await eventually(
    async () => {
      const anew = { email, password: PASSWORD, displayName: "Anew", role: "client" } as const;
      await patiently(() => anyone.signUp({ body: anew }));
      return (await inboxOf(email)).filter(({ text }) => /\b\d{6}\b/.test(text));
    },
    (codes) => codes.length > 1,
  );
}

/** Talk over the API and a socket. */
async function talk(client: Person, freelancer: Person): Promise<void> {
  const { id: roomId } = await client.api.openRoom({ body: { freelancerId: freelancer.me.id } });
  const params = { roomId };
  const { lastSeq } = await client.api.listMessages({ params });
  const socket = await client.socket();
  const say = (text: string) =>
    freelancer.api.sendMessage({ params, body: { clientMessageId: newKey(), afterSeq: lastSeq, text } });
  const { seq } = await say("Hello");
  await socket.receives("message.new");
  await forgotten(client, () => say("Hello again"));
  await forgotten(freelancer, () => client.api.markRoomRead({ params, body: { seq } }));
  socket.send({ action: "resume", roomId, afterSeq: 0 });
  await socket.receives("room.resumed");
  socket.send({ action: "ping" });
  await socket.receives("pong");
  // A file is looked up before it is sent on; this one was never there.
  const unknown = `fil_${client.me.id.slice(4)}${"0".repeat(26)}`;
  socket.send({
    action: "message.send",
    roomId,
    clientMessageId: newKey(),
    afterSeq: 0,
    text: "",
    attachmentIds: [unknown],
  });
  await socket.receives("error");
  const listener = await freelancer.socket();
  await client.api.markRoomRead({ params, body: { seq: seq + 1 } });
  await listener.receives("room.read");
  socket.send({ action: "typing", roomId });
  await listener.receives("typing");
  await client.api.updateMe({ version: (await client.api.getMe()).version, body: { displayName: "Tessa" } });
  await listener.receives("entity.changed");
  await client.api.searchMessages({ params, query: { q: "hello" } });
  await client.api.listPresence();
  const blocked = { params: { userId: freelancer.me.id } };
  await client.api.blockPerson(blocked);
  await client.api.listBlocked();
  await client.api.unblockPerson(blocked);
  await client.api.hideRoom({ params });
  // Who is not on file any more is not listened to.
  await atTable(async (table) => {
    const { listOf, remove } = createConnectionStore(table);
    for (const { id } of await listOf(client.me.id)) await createCommit(table)(remove(id));
  });
  socket.send({ action: "ping" });
  await socket.closed;
  listener.close();
}

/** Somebody's connection was lost long ago without a word, until `act` has a function find out. */
const forgotten = ({ me }: Person, act: () => Promise<unknown>) =>
  atTable(async (table) => {
    const { open, find } = createConnectionStore(table);
    const id = `${randomBytes(11).toString("base64url")}=`;
    const connection = { id, userId: me.id, openedAt: "2026-01-01T00:00:00.000Z" };
    await createCommit(table)(open({ ...connection, expiresAt: Date.now() + 86_400_000 }));
    await act();
    await eventually(async () => (await find(id)) === undefined);
  });

/** Works at the table of the local cloud, as none of its functions may. */
async function atTable<T>(work: (table: Table) => Promise<T>): Promise<T> {
  const deployment = await (await fetch(`${endpoints.identityUrl}/_local/deployment`)).json();
  const table = createDynamoTable((deployment as { outputs: { TableName: string } }).outputs.TableName, {
    endpoint: endpoints.identityUrl,
    region: endpoints.userPoolId.split("_")[0]!,
    credentials: { accessKeyId: "test", secretAccessKey: "test" },
  });
  return work(table).finally(() => table.client.destroy());
}

/** Nobody reviews what was delivered and nobody answers an offer, while time passes. */
async function silence(client: Person, freelancer: Person): Promise<void> {
  const [offered, { id: jobId }] = await Promise.all([post(client), post(client)]);
  const { id: proposalId } = await propose(freelancer, offered.id);
  await client.api.makeOffer({ params: { proposalId }, body: { terms, days: 1 } });
  const quick = { letter: LETTER, terms: { ...terms, reviewDays: 3 } };
  const proposal = await freelancer.api.submitProposal({ params: { jobId }, body: quick });
  const { contractId } = await client.api.acceptProposal({ params: { proposalId: proposal.id }, version: 1 });
  const first = { params: { contractId, number: 1 } };
  await payAt((await client.api.fundMilestone({ ...first, idempotencyKey: newKey() })).checkoutUrl!);
  await eventually(() => freelancer.api.submitMilestone({ ...first, body: { note: "Here it is" } }));
  const told = (kind: string) => async () =>
    (await client.api.listNotifications({ query: { limit: 20 } })).items.some((notice) => notice.kind === kind);
  // Told by the stream that files the deadlines too.
  await eventually(told("milestone_submitted"));
  await moveClock(1.25);
  await Promise.all([eventually(told("review_reminder")), eventually(told("offer_expired"))]);
}
