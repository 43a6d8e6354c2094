/** The operations of the marketplace on a real engine, counted: calls and capacity units, beside their arithmetic minimum. */
import type { JobCard } from "@freelancerm/contracts/jobs";
import { milestoneFacts } from "@freelancerm/core/contracts/contract";
import { releaseMilestone } from "@freelancerm/core/payments/release-milestone";
import { SECOND } from "@freelancerm/core/time";
import { handler as jobs } from "../../functions/jobs/handler.ts";
import { handler as marketplace } from "../../functions/marketplace/handler.ts";
import { messagingWith } from "../../functions/messaging/handler.ts";
import { handler as notifications } from "../../functions/notifications/handler.ts";
import { handler as onActivity } from "../../functions/on-activity/handler.ts";
import { handler as onJobUnlisted } from "../../functions/on-job-unlisted/handler.ts";
import { onMessageWith } from "../../functions/on-message/handler.ts";
import { onNotifyWith } from "../../functions/on-notify/handler.ts";
import { handler as onStats } from "../../functions/on-stats/handler.ts";
import { handler as proposals } from "../../functions/proposals/handler.ts";
import { handler as reviews } from "../../functions/reviews/handler.ts";
import { startTable } from "../stores/engines.ts";
import { oneMilestone } from "../world/hiring.ts";
import { createTill } from "../world/till.ts";
import { CATEGORY, jobDraft } from "../world/world.ts";
import { type Count, createMeter } from "./meter.ts";

/** What an operation may cost, and what arithmetic says it must cost at least. */
export interface Budget {
  name: string;
  /** Units of the fewest items of up to 1 KB written, or 4 KB read, that could serve it, with their index entries. */
  minimum: { rru?: number; wru?: number };
  target?: { rru?: number; wru?: number; reads?: number; writes?: number };
  /** What the minimum consists of. */
  made: string;
}

const READS = 2;
const WRITES = 3;
const reading = (rru: number) => ({ rru, reads: READS });
const writing = (wru: number) => ({ wru, writes: WRITES });

export const budgets = {
  browse: { name: "browse, a page of 20", minimum: { rru: 1 }, target: reading(1.5), made: "20 cards of 400 B" },
  browseCategory: { name: "browse a category", minimum: { rru: 1 }, target: reading(1.5), made: "20 cards of 400 B" },
  detail: { name: "job detail", minimum: { rru: 0.5 }, target: reading(1), made: "the job" },
  inbox: { name: "inbox of 20 rooms", minimum: { rru: 1 }, target: reading(2.5), made: "20 rows of 400 B" },
  history: {
    name: "history, 20 messages",
    minimum: { rru: 1 },
    target: { reads: READS },
    made: "20 messages of 350 B",
  },
  feed: { name: "notification feed", minimum: { rru: 1 }, target: { reads: READS }, made: "20 rows of 400 B" },
  job: { name: "post a job", minimum: { wru: 3 }, target: writing(3), made: "job 1, two index entries" },
  proposal: { name: "propose", minimum: { wru: 2 }, target: writing(4), made: "proposal 1, index entry 1" },
  accept: {
    name: "accept (hire)",
    minimum: { wru: 10 },
    target: writing(10),
    made: "3 items in a transaction 6, index entries 4",
  },
  message: { name: "send a message", minimum: { wru: 3 }, target: writing(3), made: "message 1, two inbox rows" },
  journey: {
    name: "hire journey, post to paid",
    minimum: { wru: 30, rru: 8 },
    target: { wru: 60, rru: 30 },
    made: "job, proposal, hire, checkout, webhook, submission, approval, release",
  },
  followUp: {
    name: "what follows from it",
    minimum: { wru: 22, rru: 6 },
    // No target was set for it; this is what it costs today, so that it cannot grow unnoticed.
    target: { wru: 48, rru: 34 },
    made: "6 feed entries, 4 of them read by acting, 6 lines of activity, 3 counts, mails, deadlines",
  },
} satisfies Record<string, Budget>;
export type Operation = keyof typeof budgets;

const silent = { post: async () => "sent" as const, close: async () => {} };

export interface Measured {
  counts: Record<Operation, Count>;
  /** Units of one browse page with so many jobs posted. */
  growth: { jobs: number; browse: Count; category: Count; detail: Count }[];
}

/** Counts every operation once it is warm (taxonomy and secrets read), and browsing again at each size. */
export async function measure(sizes: readonly number[]): Promise<Measured> {
  const engine = await startTable({ kind: "dynoxide" });
  const meter = createMeter(await endpointOf(engine.client), "test");
  const till = await createTill([], {
    through: meter.through,
    handlers: { jobs, marketplace, proposals, messaging: messagingWith(silent), notifications, reviews },
    consumers: (own) => ({
      "on-message": onMessageWith(silent).with(own),
      "on-notify": onNotifyWith({ sockets: silent, mailer: { send: async () => {} }, siteUrl: () => "" }).with(own),
      "on-activity": onActivity.with(own),
      "on-stats": onStats.with(own),
      "on-job-unlisted": onJobUnlisted.with(own),
    }),
  });
  const { client, freelancer, stream, anyone } = till;
  /** Below the rate limit, as a patient client would. */
  const post = () => {
    till.clock.advance(2 * SECOND);
    return client.api.createJob({ body: { ...jobDraft, publish: true } });
  };
  const counts = {} as Record<Operation, Count>;
  async function count<T>(operation: Operation, work: () => Promise<T>): Promise<T> {
    const { answer, ...counted } = await meter.count(work);
    counts[operation] = counted;
    return answer;
  }

  try {
    // Warm: the taxonomy is cached and the cursors have their secret; enough for full pages.
    for (let index = 0; index < 25; index++) await post();
    await anyone.listJobs();
    await stream.settle();

    // The request itself, then everything that follows from it: consumers, inboxes, feeds, mails.
    const job = await count("job", post);
    const proposal = await count("proposal", () =>
      freelancer.api.submitProposal({
        params: { jobId: job.id },
        body: { letter: LETTER, terms: oneMilestone(30_000) },
      }),
    );
    await stream.settle();
    const { contractId } = await count("accept", () =>
      client.api.acceptProposal({ params: { proposalId: proposal.id }, version: 1 }),
    );
    await stream.settle();
    const { roomId } = await client.api.getContract({ params: { contractId } });
    const say = (index: number) =>
      client.api.sendMessage({
        params: { roomId },
        body: {
          clientMessageId: `message-${index}`,
          afterSeq: index,
          text: "Shall we talk about the first version tomorrow?",
        },
      });
    for (let index = 0; index < 20; index++) {
      await say(index);
      till.clock.advance(SECOND);
    }
    await stream.settle();
    await count("message", async () => {
      await say(20);
      await stream.settle();
    });
    await anyone.listJobs({ query: { category: CATEGORY } });
    await count("browse", () => anyone.listJobs());
    await count("browseCategory", () => anyone.listJobs({ query: { category: CATEGORY } }));
    await count("detail", () => anyone.getJob({ params: { jobId: job.id } }));
    await count("history", () => client.api.listMessages({ params: { roomId } }));
    await count("feed", () => freelancer.api.listNotifications());
    for (let index = 0; index < 19; index++) {
      const somebody = await till.join(`Guest${index}`, "freelancer");
      await client.api.openRoom({ body: { freelancerId: somebody.id } });
    }
    await count("inbox", () => client.api.listRooms());

    await till.onboard();
    // The requests, the webhook and the release on one side; feeds, mails, activity, counts and deadlines on the other.
    const journey: Count = { reads: 0, writes: 0, rru: 0, wru: 0 };
    const followUp = { ...journey };
    async function part<T>(to: Count, work: () => Promise<T>): Promise<T> {
      const { answer, ...counted } = await meter.count(work);
      for (const unit of Object.keys(to) as (keyof Count)[]) to[unit] += counted[unit];
      return answer;
    }
    const follow = () => part(followUp, stream.settle);
    const posted = await part(journey, post);
    const { id } = await part(journey, () =>
      freelancer.api.submitProposal({
        params: { jobId: posted.id },
        body: { letter: LETTER, terms: oneMilestone(30_000) },
      }),
    );
    await follow();
    const hired = await part(journey, () => client.api.acceptProposal({ params: { proposalId: id }, version: 1 }));
    await follow();
    const first = { params: { contractId: hired.contractId, number: 1 } };
    const payment = await part(journey, () => client.api.fundMilestone({ ...first, idempotencyKey: "journey-fund" }));
    await till.pay(payment.checkoutUrl!);
    await part(journey, () => till.webhooks("payment_intent.succeeded", "checkout.session.completed"));
    await follow();
    await part(journey, () => freelancer.api.submitMilestone({ ...first, body: { note: "Here it is." } }));
    await follow();
    await part(journey, () => client.api.approveMilestone({ ...first, idempotencyKey: "journey-approve" }));
    const { milestone, contract } = (await till.deps.contracts.findMilestone(hired.contractId, 1))!;
    await part(journey, () =>
      releaseMilestone({ ...till.deps, processor: till.processor })(milestoneFacts(contract, milestone, "client")),
    );
    await follow();
    Object.assign(counts, { journey, followUp });

    const growth: Measured["growth"] = [];
    let jobsThere = 27;
    let last: JobCard | undefined;
    for (const size of sizes) {
      for (; jobsThere < size; jobsThere++) await post();
      last = (await anyone.listJobs()).items[10];
      const { answer: _, ...browse } = await meter.count(() => anyone.listJobs());
      const { answer: __, ...category } = await meter.count(() => anyone.listJobs({ query: { category: CATEGORY } }));
      const { answer: ___, ...detail } = await meter.count(() => anyone.getJob({ params: { jobId: last!.id } }));
      growth.push({ jobs: size, browse, category, detail });
    }
    return { counts, growth };
  } finally {
    await till.close();
    await engine.close();
  }
}

const LETTER =
  "I have built four booking pages like this one, two of them for hotels with two languages. I would begin with the room list, show you a clickable version after three days, and finish with the mails. Payment on arrival keeps it simple.";

async function endpointOf(client: {
  config: { endpoint?: () => Promise<{ hostname: string; port?: number }> };
}): Promise<string> {
  const { hostname, port } = await client.config.endpoint!();
  return `http://${hostname}:${port}`;
}
