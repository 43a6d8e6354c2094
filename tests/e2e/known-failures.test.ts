/** What the marketplace's first life got wrong, each as a sentence that must stay true. */
import { createHmac } from "node:crypto";
import { contractIdOf, jobIdOf, roomIdOf } from "@freelancerm/contracts/ids";
import {
  anyone,
  connect,
  endpoints,
  eventually,
  inboxOf,
  job,
  newcomer,
  newKey,
  type Person,
  processorRequests,
  refusesUpgrade,
  signIn,
  someCategory,
  withTicket,
} from "./kit.ts";
import { hire, LETTER, noticesOn, outcome, post, propose, tally, terms } from "./steps.ts";

let client: Person;
let freelancer: Person;
let rival: Person;
/** Another client: a stranger to everything the others do. */
let stranger: Person;

beforeAll(async () => {
  [client, freelancer, rival, stranger] = (await Promise.all([
    newcomer("Clea", "client"),
    newcomer("Finn", "freelancer"),
    newcomer("Rita", "freelancer"),
    newcomer("Stan", "client"),
  ])) as [Person, Person, Person, Person];
});

const fieldsOf = (call: Promise<unknown>) =>
  call.then(
    () => "accepted",
    (error) => ({ code: error.code, fields: Object.keys(error.fieldErrors()) }),
  );

describe("the socket", () => {
  test("opens for nobody without a ticket, with a made-up one, or with one that was used or is too old", async () => {
    const refused = async (url: string) => {
      const { status } = await connect(url).then(
        () => ({ status: 101 }),
        (error) => error,
      );
      expect([status, refusesUpgrade(status)]).toEqual([status, true]);
    };
    await refused(endpoints.wsUrl);
    await refused(withTicket(endpoints.wsUrl, "a".repeat(32)));
    await refused(withTicket(endpoints.wsUrl, client.token()));

    const used = await client.api.createSocketTicket();
    const first = await connect(withTicket(used.url, used.ticket));
    first.send({ action: "ping" });
    await first.receives("pong");
    await refused(withTicket(used.url, used.ticket));

    const old = await client.api.createSocketTicket();
    await anyone.moveClock({ body: { seconds: 31 } });
    // Every function of a deployed sandbox knows of it half a second later.
    await new Promise((resolve) => setTimeout(resolve, 600));
    await refused(withTicket(old.url, old.ticket));
    first.close();
  });

  test("gives somebody who is no member neither the room, nor its messages, nor a voice in it", async () => {
    const { id: roomId } = await client.api.openRoom({ body: { freelancerId: freelancer.me.id } });
    await client.api.sendMessage({
      params: { roomId },
      body: { clientMessageId: "first-message", afterSeq: 0, text: "Between us" },
    });
    const [inside, outside] = await Promise.all([freelancer.socket(), stranger.socket()]);
    const unknown = roomIdOf(client.me.id, stranger.me.id);
    for (const target of [roomId, unknown]) {
      const before = outside.frames.length;
      outside.send({ action: "message.send", roomId: target, clientMessageId: "intruder-1", afterSeq: 0, text: "Hi" });
      outside.send({ action: "resume", roomId: target, afterSeq: 0 });
      outside.send({ action: "typing", roomId: target });
      const answers = await eventually(
        () => outside.frames.slice(before),
        (frames) => frames.length >= 3,
      );
      expect(answers.map(({ action, ...rest }) => [action, (rest as { code?: string }).code])).toEqual(
        Array(3).fill(["error", "room.not_open"]),
      );
    }
    await expect(stranger.api.getRoom({ params: { roomId } })).rejects.toMatchObject({ code: "resource.not_found" });
    await expect(stranger.api.listMessages({ params: { roomId } })).rejects.toMatchObject({ status: 404 });
    const { items } = await client.api.listMessages({ params: { roomId } });
    expect(items.map(({ text }) => text)).toEqual(["Between us"]);
    expect(inside.frames.filter(({ action }) => action === "typing")).toEqual([]);
    inside.close();
    outside.close();
  });
});

test("who says it comes from the token: a request that names another sender, owner or author is refused", async () => {
  const { id: roomId } = await client.api.openRoom({ body: { freelancerId: rival.me.id } });
  const message = { clientMessageId: "as-another", afterSeq: 0, text: "Pay me", senderId: rival.me.id };
  expect(await fieldsOf(client.api.sendMessage({ params: { roomId }, body: message }))).toEqual({
    code: "request.invalid",
    fields: ["senderId"],
  });
  const socket = await client.socket();
  socket.send({ action: "message.send", roomId, ...message });
  expect(await socket.receives("error")).toMatchObject({ code: "request.invalid", clientMessageId: "as-another" });
  socket.close();
  expect((await client.api.listMessages({ params: { roomId } })).items).toEqual([]);

  const draft = { ...job, ...(await someCategory()), clientId: stranger.me.id };
  expect(await fieldsOf(client.api.createJob({ body: draft }))).toMatchObject({ fields: ["clientId"] });
  const { id: jobId } = await post(stranger);
  const proposal = { letter: LETTER, terms, freelancerId: rival.me.id };
  expect(await fieldsOf(freelancer.api.submitProposal({ params: { jobId }, body: proposal }))).toMatchObject({
    fields: ["freelancerId"],
  });
});

test("only its owner edits a job: to everybody else it is as if it were not there", async () => {
  const posted = await post(client);
  const { id: _, client: __, attachments: ___, ...rest } = posted;
  const body = { ...job, categoryId: rest.categoryId, skills: rest.skills, title: "Something else altogether" };
  const answerOf = (call: Promise<unknown>) =>
    call.then(
      () => "done",
      ({ problem: { requestId: _id, ...same } }) => same,
    );
  const unknown = jobIdOf(client.me.id, "0000000000");
  const tries = (jobId: string) =>
    [
      stranger.api.updateJob({ params: { jobId }, body, version: rest.version }),
      stranger.api.publishJob({ params: { jobId } }),
      stranger.api.pauseJob({ params: { jobId } }),
      stranger.api.closeJob({ params: { jobId }, body: { reason: "mine now" } }),
      stranger.api.listJobProposals({ params: { jobId } }),
    ].map(answerOf);
  const foreign = await Promise.all(tries(posted.id));
  expect(foreign).toEqual(Array(5).fill(expect.objectContaining({ status: 404, code: "resource.not_found" })));
  expect(foreign).toEqual(await Promise.all(tries(unknown)));
  expect(await anyone.getJob({ params: { jobId: posted.id } })).toEqual(posted);
});

test("who may create something is decided by role", async () => {
  const body = { ...job, ...(await someCategory()), publish: true };
  const { id: jobId } = await post(client);
  const category = { id: "mine", name: "Mine", description: "" };
  expect(
    await Promise.all(
      [
        freelancer.api.createJob({ body }),
        client.api.submitProposal({ params: { jobId }, body: { letter: LETTER, terms } }),
        freelancer.api.openRoom({ body: { freelancerId: rival.me.id } }),
        client.api.createCategory({ body: category }),
        client.api.openPayoutAccount({ idempotencyKey: newKey() }),
        anyone.createJob({ body }),
      ].map(outcome),
    ),
  ).toEqual([...Array(5).fill("auth.role_required"), "auth.required"]);
});

test("a budget is positive and a deadline in the future; the field at fault is named and nothing is written", async () => {
  const count = async () => (await client.api.listMyJobs({ query: { limit: 100 } })).items.length;
  const before = await count();
  const place = await someCategory();
  const refusedAt = (fault: object) =>
    fieldsOf(client.api.createJob({ body: { ...job, ...place, publish: true, ...fault } }));
  const [zero, negative, inverted, past] = await Promise.all([
    refusedAt({ budget: { min: 0, max: 500 } }),
    refusedAt({ budget: { min: 500, max: -1 } }),
    refusedAt({ budget: { min: 500, max: 400 } }),
    refusedAt({ deadlineAt: "2020-01-01T00:00:00.000Z" }),
  ]);
  expect(zero).toEqual({ code: "request.invalid", fields: ["budget.min"] });
  expect(negative).toMatchObject({ fields: expect.arrayContaining(["budget.max"]) });
  expect(inverted).toEqual({ code: "request.invalid", fields: ["budget.max"] });
  expect(past).toEqual({ code: "request.invalid", fields: ["deadlineAt"] });
  expect(await count()).toBe(before);
});

describe("proposals", () => {
  test("there is one per freelancer and job, also when 50 arrive at once, and the client is told once per channel", async () => {
    const owner = await newcomer("Olga", "client");
    const socket = await owner.socket();
    const { id: jobId } = await post(owner);
    const outcomes = await Promise.all(Array.from({ length: 50 }, () => outcome(propose(rival, jobId))));
    const { ok, ...refused } = tally(outcomes);
    expect(ok).toBe(1);
    for (const code of Object.keys(refused)) {
      expect(["proposal.exists", "resource.conflict", "request.rate_limited"]).toContain(code);
    }
    expect(await outcome(propose(rival, jobId))).toMatch(/proposal.exists|request.rate_limited/);
    expect((await owner.api.listJobProposals({ params: { jobId } })).items).toHaveLength(1);

    const about = ({ subject }: { subject: string }) => /proposal/i.test(subject);
    await eventually(async () => (await inboxOf(owner.email)).some(about));
    await socket.receives("notification.new");
    // A second proposal marks the point by which a repeated word of the first would have come.
    await propose(freelancer, jobId);
    await eventually(() => noticesOn(socket, "proposal_received").length === 2);
    await eventually(async () => (await inboxOf(owner.email)).filter(about).length === 2);
    expect((await owner.api.listNotifications()).items).toHaveLength(2);
    expect(noticesOn(socket, "proposal_received")).toHaveLength(2);
    socket.close();
  });

  test("nobody proposes for a job of their own", async () => {
    const both = await newcomer("Bo", "client");
    await both.api.addRole({ body: { role: "freelancer" } });
    const again = await signIn(both.email, both.password);
    const { id: jobId } = await post(again);
    expect(await outcome(propose(again, jobId))).toBe("proposal.own_job");
    expect((await again.api.listJobProposals({ params: { jobId } })).items).toEqual([]);
  });

  test("a declined freelancer hears of it live, with the reason", async () => {
    const socket = await freelancer.socket();
    const { id: jobId } = await post(client);
    const { id: proposalId } = await propose(freelancer, jobId);
    await client.api.declineProposal({ params: { proposalId }, body: { reason: "We went for photographs" } });
    const told = await socket.receives(
      "notification.new",
      ({ notification }) => notification.link === `/proposals/${proposalId}`,
    );
    expect(told.notification).toMatchObject({ kind: "proposal_declined" });
    expect(told.notification.body).toContain("photographs");
    socket.close();
  });
});

test("50 accepts at once leave exactly one contract; the rest is closed and everybody concerned hears of it live", async () => {
  const { id: jobId } = await post(client);
  const proposals = [await propose(freelancer, jobId), await propose(rival, jobId)];
  const [mine, ...theirs] = await Promise.all([client.socket(), freelancer.socket(), rival.socket()]);
  const outcomes = await Promise.all(
    Array.from({ length: 50 }, (_, index) =>
      outcome(client.api.acceptProposal({ params: { proposalId: proposals[index % 2]!.id }, version: 1 })),
    ),
  );
  const { ok, ...refused } = tally(outcomes);
  expect(ok).toBe(1);
  for (const code of Object.keys(refused)) expect(code).toMatch(/^(proposal|job)\.wrong_state$|^resource\.conflict$/);

  expect(await anyone.getJob({ params: { jobId } })).toMatchObject({ status: "filled", hires: 1 });
  const settled = await eventually(
    () => client.api.listJobProposals({ params: { jobId } }),
    ({ items }) => items.every(({ status }) => status !== "submitted"),
  );
  expect(settled.items.map(({ status }) => status).sort()).toEqual(["accepted", "closed"]);
  const winner = settled.items.find(({ status }) => status === "accepted")!;
  const loser = settled.items.find(({ status }) => status === "closed")!;
  expect(winner.contractId).toBe(contractIdOf(winner.id));
  expect(loser).toMatchObject({ contractId: null, reason: expect.stringMatching(/filled/) });
  expect(await outcome(client.api.getContract({ params: { contractId: contractIdOf(loser.id) } }))).toBe(
    "resource.not_found",
  );
  const contract = await client.api.getContract({ params: { contractId: winner.contractId! } });
  expect(contract).toMatchObject({ jobId, status: "active", held: 0, milestones: [{ status: "pending" }] });
  const contracts = await client.api.listMyContracts({ query: { role: "client", limit: 100 } });
  expect(contracts.items.filter(({ id }) => id.startsWith(`ctr_${jobId.slice(4)}`))).toHaveLength(1);

  const socketOf = (id: string) => theirs[freelancer.me.id === id ? 0 : 1]!;
  const hired = socketOf(winner.freelancer.id);
  const turnedDown = socketOf(loser.freelancer.id);
  await hired.receives("notification.new", ({ notification }) => notification.link === `/contracts/${contract.id}`);
  const told = await turnedDown.receives(
    "notification.new",
    ({ notification }) => notification.link === `/proposals/${loser.id}`,
  );
  expect(told.notification.kind).toBe("proposal_closed");
  for (const id of [contract.id, loser.id]) await mine!.receives("entity.changed", (frame) => frame.id === id);
  expect(noticesOn(hired, "contract_started")).toHaveLength(1);
  expect(noticesOn(turnedDown, "contract_started")).toHaveLength(0);
  for (const socket of [mine!, ...theirs]) socket.close();
});

test("the bell says what the feed says, whatever is read", async () => {
  // Somebody new, of whom nothing else is still on its way: each hire is one notification.
  const bea = await newcomer("Bea", "freelancer");
  const agrees = async () => {
    const [{ unread }, feed] = await Promise.all([
      bea.api.countUnread(),
      bea.api.listNotifications({ query: { limit: 100 } }),
    ]);
    expect(unread).toBe(feed.items.filter(({ readAt }) => readAt === null).length);
    expect(feed.unread).toBe(unread);
    return feed;
  };
  for (let hires = 0; hires < 2; hires++) await hire(client, bea);
  const { items } = await eventually(agrees, (feed) => feed.unread === 2);
  const first = { params: { notificationId: items[0]!.id } };
  expect(await bea.api.markNotificationRead(first)).toEqual({ unread: 1 });
  expect(await bea.api.markNotificationRead(first)).toEqual({ unread: 1 });
  await agrees();
  expect(await bea.api.markAllNotificationsRead()).toEqual({ unread: 0 });
  await agrees();
});

test("hiding a conversation hides it for me only, until somebody writes again", async () => {
  const { id: roomId } = await client.api.openRoom({ body: { freelancerId: freelancer.me.id } });
  const shows = async (person: Person) =>
    (await person.api.listRooms({ query: { limit: 100 } })).items.some(({ id }) => id === roomId);
  const { lastSeq } = await client.api.listMessages({ params: { roomId } });
  // Until the inbox has caught up with the log, the last message would count as a new one.
  await eventually(
    () => client.api.getRoom({ params: { roomId } }),
    (room) => room.lastSeq === lastSeq,
  );
  await client.api.hideRoom({ params: { roomId } });
  expect([await shows(client), await shows(freelancer)]).toEqual([false, true]);
  await freelancer.api.sendMessage({
    params: { roomId },
    body: { clientMessageId: "still-there", afterSeq: lastSeq, text: "Are you there?" },
  });
  await eventually(() => shows(client));
});

describe("money", () => {
  test("nothing is paid for what was not accepted, nor by somebody else", async () => {
    const { id: jobId } = await post(client);
    const proposal = await propose(freelancer, jobId);
    const { contractId } = await hire(client, rival);
    const pay = (person: Person, id: string, number = 1) =>
      outcome(person.api.fundMilestone({ params: { contractId: id, number }, idempotencyKey: newKey() }));
    expect(await pay(client, contractIdOf(proposal.id))).toBe("resource.not_found");
    expect(await pay(stranger, contractId)).toBe("resource.not_found");
    expect(await pay(rival, contractId)).toBe("auth.role_required");
    expect(await pay(client, contractId, 2)).toBe("resource.not_found");
    const asked = JSON.stringify((await processorRequests()).map(({ params }) => params));
    for (const id of [contractId, contractIdOf(proposal.id)]) expect(asked).not.toContain(id);
  });

  test("a webhook that is not signed, signed with another key, changed or old is refused, and nothing is written", async () => {
    const { contractId } = await hire(client, freelancer);
    const milestone = { contractId, number: 1 };
    const payment = await client.api.fundMilestone({ params: milestone, idempotencyKey: newKey() });
    const sessionId = payment.checkoutUrl!.split("/").at(-1)!;
    const body = JSON.stringify({
      id: "evt_forged",
      object: "event",
      type: "checkout.session.completed",
      data: {
        object: {
          id: sessionId,
          object: "checkout.session",
          payment_status: "paid",
          status: "complete",
          amount_total: payment.amount,
          currency: "eur",
          metadata: { contractId, paymentId: payment.id },
        },
      },
    });
    // The checkout was just made: that is the processor's time, which need not be the marketplace's.
    const now = Math.floor((await processorRequests()).at(-1)!.at / 1000);
    const sign = (at: number, secret = process.env.STRIPE_WEBHOOK_SECRET ?? "whsec_local", text = body) =>
      `t=${at},v1=${createHmac("sha256", secret).update(`${at}.${text}`).digest("hex")}`;
    const deliver = async (signature?: string) => {
      const answer = await fetch(`${endpoints.httpUrl}/webhooks/stripe`, {
        method: "POST",
        headers: { "content-type": "application/json", ...(signature && { "stripe-signature": signature }) },
        body,
      });
      return [answer.status, ((await answer.json()) as { code?: string }).code];
    };
    const forged = [
      undefined,
      "t=1,v1=",
      sign(now, "whsec_another"),
      sign(now, undefined, body.replace("paid", "free")),
      sign(now - 301),
      sign(now + 600),
    ];
    for (const signature of forged) expect(await deliver(signature)).toEqual([400, "webhook.signature_invalid"]);
    // Rightly signed it is heard, but believed only as far as the processor confirms it: nobody has paid.
    expect(await deliver(sign(now))).toEqual([200, undefined]);
    expect(await client.api.getContract({ params: { contractId } })).toMatchObject({
      held: 0,
      milestones: [{ status: "pending" }],
    });
    expect((await client.api.listContractLedger({ params: { contractId } })).items).toEqual([]);
    expect(await client.api.getPayment({ params: milestone })).toMatchObject({ status: "open" });
  });
});

test("a role with an open contract cannot be given up, so no contract loses a party", async () => {
  await freelancer.api.addRole({ body: { role: "client" } });
  const both = await signIn(freelancer.email, freelancer.password);
  const { contractId } = await hire(client, both);
  expect(await outcome(both.api.removeRole({ params: { role: "freelancer" } }))).toBe("role.in_use");
  expect((await both.api.getMe()).roles.sort()).toEqual(["client", "freelancer"]);
  expect((await both.api.removeRole({ params: { role: "client" } })).roles).toEqual(["freelancer"]);
  expect((await both.api.getContract({ params: { contractId } })).status).toBe("active");
});
