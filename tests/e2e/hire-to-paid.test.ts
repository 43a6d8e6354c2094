/** The marketplace's main job, as two people would do it: post, propose, hire, fund, talk, deliver, pay, review. */
import {
  anyone,
  eventually,
  inboxOf,
  job,
  newcomer,
  newKey,
  payAt,
  processorRequests,
  setUpPayouts,
  someCategory,
} from "./kit.ts";

const refused = (code: string) => expect.objectContaining({ code });
const milestone = (contractId: string, number = 1) => ({ params: { contractId, number } });

test("from sign-up to paid and reviewed", async () => {
  const client = await newcomer("Clara", "client");
  const freelancer = await newcomer("Felix", "freelancer");
  const clientSocket = await client.socket();
  const freelancerSocket = await freelancer.socket();

  // Post: it is in browse within a second.
  const posted = await client.api.createJob({ body: { ...job, ...(await someCategory()), publish: true } });
  await eventually(
    () => anyone.listJobs(),
    ({ items }) => items[0]?.id === posted.id,
    1000,
  );

  // Propose: the client's open socket hears of it, once, and so does the bell.
  const proposal = await freelancer.api.submitProposal({
    params: { jobId: posted.id },
    body: {
      letter: "I draw bakeries for a living, here is how I would go about it.",
      terms: { total: 30_000, milestones: [{ title: "The logo", amount: 30_000 }] },
    },
  });
  const told = await clientSocket.receives(
    "notification.new",
    ({ notification }) => notification.kind === "proposal_received",
  );
  expect(told.notification.title + told.notification.body).toContain("Felix");
  expect(await client.api.countUnread()).toEqual({ unread: 1 });
  expect((await client.api.listNotifications()).items).toHaveLength(1);

  // Hire: one contract, whoever asks again.
  const { contractId } = await client.api.acceptProposal({ params: { proposalId: proposal.id }, version: 1 });
  await expect(client.api.acceptProposal({ params: { proposalId: proposal.id }, version: 1 })).rejects.toMatchObject({
    status: 409,
  });
  await freelancerSocket.receives("notification.new", ({ notification }) => notification.kind === "contract_started");
  expect(await anyone.getJob({ params: { jobId: posted.id } })).toMatchObject({ status: "filled" });

  // Fund: the freelancer cannot submit before, the client pays at the hosted checkout.
  await setUpPayouts(freelancer);
  await expect(
    freelancer.api.submitMilestone({ ...milestone(contractId), body: { note: "Done already" } }),
  ).rejects.toEqual(refused("milestone.not_funded"));
  const payment = await client.api.fundMilestone({ ...milestone(contractId), idempotencyKey: newKey() });
  expect(payment).toMatchObject({ status: "open", amount: 30_900, currency: "EUR" });
  await payAt(payment.checkoutUrl!);
  const funded = await eventually(
    () => client.api.getContract({ params: { contractId } }),
    ({ milestones }) => milestones[0]!.status === "funded",
  );
  expect(funded).toMatchObject({ held: 30_000, nextAction: { action: "submit_milestone", by: "freelancer" } });

  // Talk: one socket dies in the middle and resumes with nothing lost.
  const { roomId } = funded;
  const say = (socket: typeof clientSocket, text: string, afterSeq: number) =>
    socket.send({ action: "message.send", roomId, clientMessageId: `cm-${text.replaceAll(" ", "-")}`, afterSeq, text });
  await eventually(() => client.api.getRoom({ params: { roomId } }));
  const { lastSeq } = await client.api.listMessages({ params: { roomId } });
  say(clientSocket, "Hello Felix", lastSeq);
  const first = await freelancerSocket.receives("message.new", ({ message }) => message.text === "Hello Felix");
  expect(first.message.senderId).toBe(client.me.id);
  freelancerSocket.kill();
  for (let index = 1; index <= 5; index++) {
    say(clientSocket, `Missed ${index}`, lastSeq);
    await clientSocket.receives("message.stored", ({ message }) => message.text === `Missed ${index}`);
  }
  const back = await freelancer.socket();
  back.send({ action: "resume", roomId, afterSeq: first.message.seq });
  const resumed = await back.receives("room.resumed");
  expect(resumed.messages.map(({ text }) => text)).toEqual([1, 2, 3, 4, 5].map((index) => `Missed ${index}`));
  const seqs = (await freelancer.api.listMessages({ params: { roomId }, query: { limit: 100 } })).items.map(
    ({ seq }) => seq,
  );
  expect(seqs).toEqual(seqs.map((_, index) => index + 1));

  // Deliver and approve: the transfer exists at the processor, the ledger adds up to the cent.
  await freelancer.api.submitMilestone({ ...milestone(contractId), body: { note: "Here it is" } });
  await client.api.approveMilestone({ ...milestone(contractId), idempotencyKey: newKey() });
  const paid = await eventually(
    () => freelancer.api.getContract({ params: { contractId } }),
    ({ milestones }) => milestones[0]!.status === "released",
  );
  expect(paid).toMatchObject({ held: 0, released: 30_000, refunded: 0 });
  const transfers = (await processorRequests()).filter(
    ({ method, path, status, params }) =>
      method === "POST" && path === "/v1/transfers" && status === 200 && JSON.stringify(params).includes(contractId),
  );
  expect(transfers).toHaveLength(1);
  expect(Number(transfers[0]!.params.amount)).toBe(28_500);
  const { items: journal } = await client.api.listContractLedger({ params: { contractId } });
  expect(journal.map(({ type }) => type)).toEqual(["funded", "released"]);
  for (const { lines } of journal) {
    const sum = (side: "debit" | "credit") => lines.reduce((total, line) => total + line[side], 0);
    expect(sum("debit")).toBe(sum("credit"));
  }
  const balance: Record<string, number> = {};
  for (const { account, debit, credit } of journal.flatMap(({ lines }) => lines)) {
    balance[account] = (balance[account] ?? 0) + credit - debit;
  }
  expect(balance.held ?? 0).toBe(0);
  expect(balance.fees).toBe(900 + 1_500);

  // Review: neither sees the other's before both are in.
  await client.api.endContract({ params: { contractId }, body: { reason: "All done" } });
  await client.api.submitReview({
    params: { contractId },
    body: { scores: { quality: 5, communication: 5, timeliness: 4, value: 5 }, comment: "Lovely work" },
  });
  expect(await freelancer.api.getContractReviews({ params: { contractId } })).toMatchObject({
    mine: null,
    theirs: null,
  });
  await freelancer.api.submitReview({
    params: { contractId },
    body: { scores: { clarity: 5, communication: 4, payment: 5 }, comment: "Clear and quick" },
  });
  expect(await freelancer.api.getContractReviews({ params: { contractId } })).toMatchObject({
    theirs: { comment: "Lovely work", overall: 4.75 },
  });
  const { items: reviews } = await anyone.listUserReviews({
    params: { userId: freelancer.me.id },
    query: { as: "freelancer" },
  });
  expect(reviews.map(({ comment }) => comment)).toEqual(["Lovely work"]);

  // The main events were mailed, each once.
  const subjects = await eventually(
    async () => (await inboxOf(client.email)).map(({ subject }) => subject),
    (found) => found.some((subject) => /proposal/i.test(subject)),
  );
  expect(subjects.filter((subject) => /proposal/i.test(subject))).toHaveLength(1);
  back.close();
  clientSocket.close();
});
