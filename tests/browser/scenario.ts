/** People and their business in every state the pages show, made through the public API. */
import { caseIdOf } from "@freelancerm/contracts/ids";
import { administrator } from "../e2e/administrator.ts";
import { eventually, job, newcomer, newKey, type Person, payAt, setUpPayouts, someCategory } from "../e2e/kit.ts";

export interface Scenario {
  client: Person;
  freelancer: Person;
  /** Who runs the marketplace. */
  operator: Person;
  jobId: string;
  openJobId: string;
  proposalId: string;
  offeredId: string;
  compared: string[];
  contractId: string;
  roomId: string;
  caseId: string;
}

const letters = [
  "I draw by hand first and then make clean vector files. **Bakeries are my favourite subject**: I have made four such logos.\n\n- Three sketches to choose from\n- Two rounds of changes\n- Files for print and web",
  "Your bakery deserves a mark that works on a paper bag and on a phone. I would begin with a walk through your street.",
  "I can start on Monday and deliver within ten days. My price includes a small style guide.",
];
const termsOf = (first: number, second: number) => ({
  total: first + second,
  milestones: [
    { title: "Three sketches", amount: first, dueAt: "2027-02-01T23:59:59.000Z" },
    { title: "Final files and a one-page style guide", amount: second },
  ],
});

/** A client with an open job that has three proposals, and a contract on its way. */
export async function playScenario(): Promise<Scenario> {
  const [client, freelancer, second, third, operator] = await Promise.all([
    newcomer("Clara", "client"),
    newcomer("Felix", "freelancer"),
    newcomer("Ines", "freelancer"),
    newcomer("Tom", "freelancer"),
    newcomer("Olga", "client").then(administrator),
  ]);
  const category = await someCategory();
  for (const [index, person] of [freelancer, second, third].entries()) {
    await person.api.updateFreelancerProfile({
      version: person.me.version,
      body: {
        headline: ["Brand designer for food and craft", "Illustrator and letterer", "Designer who codes"][index],
        bio: "Ten years of small brands.\n\n- Hand lettering\n- Packaging\n- Web",
        ...category,
        hourlyRate: 4_500 + index * 750,
        currency: "EUR",
        availability: "now",
        portfolio: [
          {
            title: "Café Aurora",
            description: "Name, logo and menus.",
            link: "https://example.com",
            imageFileId: null,
          },
        ],
      },
    });
  }
  const body = { ...job, ...category, questions: ["Which logo of yours are you proudest of?"], publish: true };
  const { id: jobId } = await client.api.createJob({ body: { ...body, positions: 2 } });
  const { id: openJobId } = await client.api.createJob({
    body: { ...body, title: "Menus and price tags for a bakery" },
  });
  await client.api.createJob({ body: { ...body, title: "Photographs of bread", publish: false } });
  const propose = async (person: Person, index: number, to: string) =>
    (
      await person.api.submitProposal({
        params: { jobId: to },
        body: {
          letter: letters[index] ?? "",
          terms: termsOf(15_000 + index * 2_500, 20_000 + index * 1_000),
          answers: ["The one of Café Aurora, because it is still on their door."],
        },
      })
    ).id;
  const compared = [
    await propose(freelancer, 0, openJobId),
    await propose(second, 1, openJobId),
    await propose(third, 2, openJobId),
  ];
  const offeredId = compared[0] ?? "";
  await client.api.makeOffer({
    params: { proposalId: offeredId },
    body: { terms: termsOf(14_000, 18_000), message: "Could you do it for a little less?" },
  });
  await client.api.sortProposal({ params: { proposalId: compared[1] ?? "" }, body: { sorting: "shortlisted" } });
  const hiredId = await propose(freelancer, 0, jobId);
  const { contractId } = await client.api.acceptProposal({ params: { proposalId: hiredId }, version: 1 });
  await setUpPayouts(freelancer);
  const payment = await client.api.fundMilestone({ params: { contractId, number: 1 }, idempotencyKey: newKey() });
  await payAt(payment.checkoutUrl ?? "");
  await eventually(
    () => client.api.getContract({ params: { contractId } }),
    ({ milestones }) => milestones[0]?.status === "funded",
  );
  await freelancer.api.submitMilestone({
    params: { contractId, number: 1 },
    body: { note: "Three sketches are attached. **My favourite is the second**, it reads well when small." },
  });
  for (const [name, query, alerts] of [
    ["Bakeries", { q: "bakery", type: "fixed", currency: "EUR", budgetMin: 20_000 }, "instant"],
    ["Everything I can do, in one place and in both of my languages", { category: category.categoryId }, "weekly"],
  ] as const) {
    const { id: searchId } = await freelancer.api.createSavedSearch({ body: { name, query, alerts } });
    if (alerts === "weekly") await freelancer.api.openSearchFeed({ params: { searchId } });
  }
  const caseId = await reportAll(second, third, operator, openJobId, client.me.id);
  const { roomId } = await client.api.getContract({ params: { contractId } });
  await talk(client, freelancer, roomId);
  return {
    client,
    freelancer,
    operator,
    jobId,
    openJobId,
    proposalId: compared[2] ?? "",
    offeredId,
    compared,
    contractId,
    roomId,
    caseId,
  };
}

/** A job that two reported waits for a decision; a report about its client was dismissed. */
async function reportAll(first: Person, second: Person, operator: Person, jobId: string, clientId: string) {
  const job = { kind: "job", id: jobId } as const;
  const user = { kind: "user", id: clientId } as const;
  await first.api.createReport({ body: { subject: job, reason: "spam", words: "It is posted every other week." } });
  const words = "In the messages they want to pay by bank transfer.\n\nI have a picture of it.";
  await second.api.createReport({ body: { subject: job, reason: "outside_payment", words } });
  await first.api.createReport({ body: { subject: user, reason: "offensive", words: "" } });
  const reason = "The profile says nothing that breaks the rules.";
  await operator.api.decideCase({ params: { caseId: caseIdOf(user) }, body: { outcome: "dismiss", reason } });
  return caseIdOf(job);
}

async function talk(client: Person, freelancer: Person, roomId: string) {
  const lines: [Person, string][] = [
    [client, "Hello Felix, welcome! The bag we print on is brown kraft paper."],
    [freelancer, "Good to know. Then two colours at most, and no fine lines."],
    [client, "Exactly. When may I expect the first sketches?"],
    [freelancer, "On Thursday. I will send three, quite different from each other."],
  ];
  for (const [person, text] of lines) {
    const { lastSeq } = await person.api.listMessages({ params: { roomId } });
    await person.api.sendMessage({
      params: { roomId },
      body: { clientMessageId: newKey(), afterSeq: lastSeq, text },
    });
  }
}
