/** Time passes: what happens when nobody acts. Moves the marketplace's clock, so it runs for itself. */
import { eventually, moveClock, newcomer, newKey, payAt, setUpPayouts, signIn } from "./kit.ts";
import { hire } from "./steps.ts";

test("changes are asked for, then silence: the milestone releases itself", async () => {
  const client = await newcomer("Carl", "client");
  const freelancer = await newcomer("Fay", "freelancer");
  const { contractId } = await hire(client, freelancer);
  await setUpPayouts(freelancer);
  const number = { params: { contractId, number: 1 } };
  await payAt((await client.api.fundMilestone({ ...number, idempotencyKey: newKey() })).checkoutUrl!);
  await eventually(
    () => client.api.getContract({ params: { contractId } }),
    ({ held }) => held === 30_000,
  );

  await freelancer.api.submitMilestone({ ...number, body: { note: "First version" } });
  const asked = await client.api.requestChanges({
    ...number,
    body: { reason: "The bread looks like a stone, please." },
  });
  expect(asked.nextAction).toMatchObject({ action: "revise_milestone", by: "freelancer" });
  const submitted = await freelancer.api.submitMilestone({ ...number, body: { note: "Second version" } });
  expect(submitted.nextAction).toMatchObject({ action: "review_milestone", by: "client", byDefault: "approve" });

  await moveClock(6);
  const before = await signIn(client.email, client.password);
  expect((await before.api.getContract({ params: { contractId } })).milestones[0]!.status).toBe("submitted");

  const end = Date.parse((await client.api.getClock()).now) + 2 * 86_400_000;
  await moveClock(2);
  const { met } = await eventually(
    () => client.api.getClock(),
    ({ firedUntil }) => Date.parse(firedUntil ?? "") >= end,
    60_000,
  );
  expect(met["milestone.approve"]).toBeGreaterThanOrEqual(1);
  const later = await signIn(freelancer.email, freelancer.password);
  const released = await eventually(
    () => later.api.getContract({ params: { contractId } }),
    ({ milestones }) => milestones[0]!.status === "released",
  );
  expect(released).toMatchObject({ held: 0, released: 30_000, milestones: [{ changeRounds: 1 }] });
  // Whatever else falls due in these days does so first.
}, 150_000);
