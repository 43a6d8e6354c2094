import { CognitoIdentityProviderClient } from "@aws-sdk/client-cognito-identity-provider";
import type { ApiClient } from "@freelancerm/contracts/client";
import { addedEntries } from "@freelancerm/data/outbox";
import { clientOptions } from "@freelancerm/local/sqs/service-fixture";
import type { BusEvent } from "@freelancerm/platform/consume";
import { createIdentity } from "@freelancerm/platform/identity";
import type { Context } from "aws-lambda";
import { proposalDraft } from "../../tests/world/hiring.ts";
import { createMembers, type Members, PASSWORD } from "../../tests/world/members.ts";
import { CATEGORY, jobDraft, SKILLS } from "../../tests/world/world.ts";
import { handler as contracts } from "../contracts/handler.ts";
import { handler as jobs } from "../jobs/handler.ts";
import { handler as messaging } from "../messaging/handler.ts";
import { onAccountWith } from "../on-account/handler.ts";
import { handler as proposals } from "../proposals/handler.ts";

process.env.SOCKET_URL ??= "wss://socket.example/live";

let members: Members;
let ana: Awaited<ReturnType<Members["join"]>>;
let ben: Awaited<ReturnType<Members["join"]>>;
beforeEach(async () => {
  members = await createMembers({ jobs, proposals, contracts, messaging });
  const { deps } = members;
  await deps.commit(
    deps.taxonomy.addCategory({
      id: CATEGORY,
      name: "Web development",
      description: "",
      parentId: null,
      order: 1,
      retired: false,
    }),
    ...SKILLS.map((id) => deps.taxonomy.addSkill({ id, name: id, categoryId: CATEGORY, synonyms: [] })),
  );
  ana = await members.join("Ana", "client");
  ben = await members.join("Ben", "freelancer");
});
afterEach(() => members.close());

const refused = (code: string) => expect.objectContaining({ code });
const close = (api: ApiClient, password = PASSWORD) => api.closeAccount({ body: { password } });
const itemsOf = (userId: string) => members.memory.all().filter(({ pk }) => pk === userId);

async function proposed() {
  const { id: jobId } = await ana.api.createJob({ body: { ...jobDraft, publish: true } });
  return ben.api.submitProposal({ params: { jobId }, body: proposalDraft });
}
async function hired() {
  const { id: proposalId } = await proposed();
  return ana.api.acceptProposal({ params: { proposalId }, version: 1 });
}

/** What the consumer hears of the closing. */
async function closingHeard(userId: string, removed: string[]) {
  const entries = itemsOf(userId).flatMap((item) => addedEntries(undefined, item) as { type: string; data: object }[]);
  const { data } = entries.find(({ type }) => type === "account.closed.v1")!;
  const sdk = new CognitoIdentityProviderClient(clientOptions(process.env.AWS_ENDPOINT_URL!));
  const clock = { now: members.now };
  const consumer = onAccountWith({
    identity: createIdentity(sdk, clock),
    sockets: { post: async () => "gone", close: async () => {} },
    fileRemoval: { remove: async (id) => void removed.push(id) },
  }).with({ table: members.memory, clock });
  const detail = { id: "evt_1", at: "2026-01-05T09:00:00.000Z", data };
  for (let time = 0; time < 2; time++) {
    await consumer({ "detail-type": "account.closed.v1", detail } as BusEvent, { awsRequestId: "r" } as Context);
  }
  sdk.destroy();
}

test("an account closes for whoever proves to be its owner: nothing personal stays, and a mail says so", async () => {
  const { id } = ben.session.user;
  const { version } = await ben.api.getMe();
  await ben.api.updateFreelancerProfile({
    version,
    body: { headline: "Booking engines by Ben", bio: "Ten years", skills: ["react"], hourlyRate: 5000 },
  });
  await expect(close(ben.api, "wrong-horse-7")).rejects.toEqual(refused("account.password_wrong"));
  expect((await members.browser().api.getFreelancer({ params: { userId: id } })).displayName).toBe("Ben");

  await close(ben.api);
  expect(JSON.stringify(itemsOf(id))).not.toMatch(/Ben\b|Booking|Ten years|@example/);
  expect(ben.cookie).toMatchObject({ value: "" });
  expect(members.mails.at(-1)).toMatchObject({ to: ben.email, subject: "Your account is closed" });
  await expect(ben.api.getMe()).rejects.toEqual(refused("auth.session_expired"));
  await expect(members.browser().api.getFreelancer({ params: { userId: id } })).rejects.toEqual(
    refused("resource.not_found"),
  );
  await expect(members.browser().signIn(ben.email)).rejects.toEqual(refused("auth.invalid_credentials"));
});

test("sessions end and the mail goes out before anything is erased: where either fails, the account is as it was", async () => {
  const { id } = ben.session.user;
  const stored = itemsOf(id);
  const at = new Date(members.now()).toISOString();
  const expiresAt = members.now() + 60_000;
  await members.deps.commit(members.deps.connections.open({ id: "socket-1", userId: id, openedAt: at, expiresAt }));
  members.refuseMails(true);
  await expect(close(ben.api)).rejects.toBeInstanceOf(Error);
  expect(members.closed).toEqual(["socket-1"]);
  expect(itemsOf(id).filter(({ sk }) => stored.some((item) => item.sk === sk))).toEqual(stored);

  members.refuseMails(false);
  await close(ben.api);
  expect(members.mails.at(-1)).toMatchObject({ to: ben.email, subject: "Your account is closed" });
  expect(await members.deps.accounts.find(id)).toMatchObject({ displayName: "Closed account" });
});

test("an account that is suspended is not closed with a token that is left, which would free its address", async () => {
  const account = (await members.deps.accounts.find(ben.session.user.id))!;
  await members.deps.commit(members.deps.accounts.save({ ...account, suspendedAt: "2026-01-05T09:00:00.000Z" }));
  const stored = members.memory.all();
  await expect(close(ben.api)).rejects.toEqual(refused("account.disabled"));
  expect(members.memory.all()).toEqual(stored);
});

test("the pool forgets them and their pictures go, told twice too; the address may sign up anew, as somebody else", async () => {
  const { id } = ben.session.user;
  const { deps } = members;
  const avatarFileId = `fil_${id.slice(4)}${"0".repeat(26)}`;
  const account = (await deps.accounts.find(id))!;
  await deps.commit(deps.accounts.save({ ...account, avatarFileId }));
  await close(ben.api);
  const removed: string[] = [];
  await closingHeard(id, removed);
  expect(new Set(removed)).toEqual(new Set([avatarFileId]));
  const { api, signIn } = members.browser();
  await api.signUp({ body: { email: ben.email, password: PASSWORD, displayName: "Benno", role: "client" } });
  await api.confirmSignUp({ body: { email: ben.email, code: members.codeFor(ben.email) } });
  const again = await signIn(ben.email);
  expect(again.user).toMatchObject({ displayName: "Benno", roles: ["client"] });
  expect(again.user.id).not.toBe(id);
});

test("a contract that runs stands in the way, and is named; once it ended, the other side reads it without a name", async () => {
  const { contractId } = await hired();
  for (const { api } of [ana, ben]) {
    await expect(close(api)).rejects.toMatchObject({
      code: "account.in_use",
      problem: { facts: { count: 1, contracts: [{ id: contractId, title: jobDraft.title }] } },
    });
  }
  await ana.api.endContract({ params: { contractId }, body: { reason: "" } });
  await close(ben.api);
  expect(await ana.api.getContract({ params: { contractId } })).toMatchObject({
    title: jobDraft.title,
    freelancer: { id: ben.session.user.id, displayName: "Closed account", avatarUrl: null, country: null },
  });
});

test("a client's open jobs close, a freelancer's open proposals are withdrawn", async () => {
  const { id: proposalId, jobId } = await proposed();
  await close(ben.api);
  expect(await ana.api.getProposal({ params: { proposalId } })).toMatchObject({
    status: "withdrawn",
    freelancer: { displayName: "Closed account" },
  });
  await close(ana.api);
  expect(await members.deps.jobs.find(jobId)).toMatchObject({ status: "closed" });
});
