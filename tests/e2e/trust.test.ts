/** What people report and staff decide, over the network: until somebody who was suspended is shut out. */
import { caseIdOf } from "@freelancerm/contracts/ids";
import { administrator, employee } from "./administrator.ts";
import {
  anyone,
  eventually,
  inboxOf,
  moveClock,
  newcomer,
  newKey,
  PASSWORD,
  payAt,
  setUpPayouts,
  signIn,
} from "./kit.ts";
import { hire, post } from "./steps.ts";

test("a job that was reported is removed with a reason, and everybody concerned is told", async () => {
  const [client, freelancer, moderator] = await Promise.all([
    newcomer("Rita", "client"),
    newcomer("Ralf", "freelancer"),
    employee("Mona", "moderator"),
  ]);
  const { id } = await post(client);
  const subject = { kind: "job", id } as const;
  await freelancer.api.createReport({ body: { subject, reason: "scam", words: "They want a deposit." } });
  const { items } = await moderator.api.listCases({ query: { limit: 100 } });
  expect(items).toContainEqual(expect.objectContaining({ id: caseIdOf(subject), reasons: ["scam"], reports: 1 }));
  const reason = "Nobody pays to work here.";
  const params = { caseId: caseIdOf(subject) };
  await moderator.api.decideCase({ params, body: { outcome: "remove", reason } });

  await expect(anyone.getJob({ params: { jobId: id } })).rejects.toMatchObject({ status: 404 });
  const mails = async () => (await inboxOf(client.email)).filter(({ text }) => text.includes(reason));
  await eventually(mails, (found) => found.length === 1);
  await eventually(
    () => freelancer.api.listNotifications(),
    ({ items }) => items.some(({ kind }) => kind === "report_decided"),
  );
});

test("somebody suspended is shut out, their contract pays on, and they come in again once they may", async () => {
  const [client, freelancer, other, moderator] = await Promise.all([
    newcomer("Sven", "client"),
    newcomer("Sara", "freelancer"),
    newcomer("Sami", "freelancer"),
    employee("Milo", "moderator"),
  ]);
  await setUpPayouts(freelancer);
  const { contractId } = await hire(client, freelancer);
  const first = { contractId, number: 1 };
  await payAt((await client.api.fundMilestone({ params: first, idempotencyKey: newKey() })).checkoutUrl!);
  await eventually(() => freelancer.api.submitMilestone({ params: first, body: { note: "Here it is" } }));
  const socket = await client.socket();

  const subject = { kind: "user", id: client.me.id } as const;
  await other.api.createReport({ body: { subject, reason: "offensive", words: "" } });
  const params = { caseId: caseIdOf(subject) };
  const reason = "The profile insults people.";
  await moderator.api.decideCase({ params, body: { outcome: "suspend", reason } });
  await socket.closed;
  await expect(anyone.signIn({ body: { email: client.email, password: PASSWORD } })).rejects.toMatchObject({
    code: "account.disabled",
  });
  // The token that is left opens no socket, and cannot be renewed.
  await expect(client.api.createSocketTicket()).rejects.toMatchObject({ code: "account.disabled" });

  await moveClock(8);
  await eventually(
    () => freelancer.api.getContract({ params: { contractId } }),
    ({ milestones }) => milestones[0]?.status === "released",
  );

  const body = { reason: "Somebody else had written it." };
  await moderator.api.reinstateUser({ params: { userId: client.me.id }, body });
  await eventually(() => signIn(client.email, PASSWORD));
}, 180_000);

test("an administrator reads what was decided in the log, each line as it was written", async () => {
  const root = await administrator(await newcomer("Rosa", "client"));
  const { items } = await root.api.listAudit({ query: { limit: 20 } });
  expect(items.map(({ action }) => action)).toEqual(
    expect.arrayContaining(["case.remove", "case.suspend", "user.reinstate"]),
  );
  expect(items.filter(({ sound }) => !sound)).toEqual([]);
});
