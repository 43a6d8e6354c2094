/**
 * Property 8: a change is committed exactly when its events leave. Entries fail, the relay dies between publishing and
 * acknowledging, the stream forgets a day: nothing is lost, nothing is published that was not committed.
 */

import { happenedAt } from "@freelancerm/core/entity";
import type { JobRecord } from "@freelancerm/core/jobs/job";
import { HOUR, iso } from "@freelancerm/core/time";
import { createMemoryTable } from "@freelancerm/data/memory-table";
import type { Item } from "@freelancerm/data/table";
import { createDeps } from "@freelancerm/platform/deps";
import { type Publish, relay } from "@freelancerm/platform/relay";
import { republish } from "@freelancerm/platform/republish";
import { jobDraft, START } from "../world/world.ts";

const CHANGES = Number(process.env.OUTBOX_CHANGES ?? 2_000);

/** A small generator with a seed, so that a failing run can be repeated. */
function seeded(seed: number): () => number {
  let state = seed;
  return () => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    return state / 2 ** 32;
  };
}

test(`${CHANGES} changes, a fifth of the entries refused, a relay that dies, a day forgotten: none lost, none made up`, async () => {
  const random = seeded(20261123);
  let now = START;
  const clock = { now: () => now };
  const table = createMemoryTable();
  const deps = createDeps(table, clock);
  type Record = { sequence: string; before: Item | undefined; after: Item | undefined };
  let stream: Record[] = [];
  let sequence = 0;
  table.onChange((before, after) => stream.push({ sequence: String(++sequence), before, after }));

  const committed = new Set<string>();
  const published = new Set<string>();
  const publish: Publish = async (events) => {
    if (random() < 0.05) throw new Error("the bus is out of reach");
    return events.map((event) => {
      if (random() < 0.2) return false;
      published.add(event.id);
      return true;
    });
  };
  /** As Lambda does with a stream: from the first failed record on it is tried again; a dead relay repeats its batch. */
  async function drain(): Promise<void> {
    while (stream.length > 0) {
      const batch = stream.slice(0, 50);
      const { batchItemFailures } = await relay({ table, publish }, batch);
      if (random() < 0.05) continue;
      const failed = batch.findIndex((record) => record.sequence === batchItemFailures[0]?.itemIdentifier);
      stream.splice(0, failed < 0 ? batch.length : failed);
    }
  }

  const jobs: JobRecord[] = [];
  async function change(): Promise<void> {
    now += 1000;
    const known = jobs[Math.floor(random() * jobs.length)];
    const isNew = !known || random() < 0.3;
    const before: JobRecord = isNew
      ? ({
          ...jobDraft,
          id: `job_${"0".repeat(16)}${deps.ids.time()}`,
          clientId: "usr_0",
          status: "draft",
          version: 0,
        } as never)
      : known;
    const at = iso(now);
    const event = happenedAt(
      deps,
      "job.changed.v1",
      { jobId: before.id, clientId: "usr_0", title: "t", changed: [], listedIn: null, previouslyListedIn: null },
      at,
    );
    // Some writers are late: their change is refused, and their event must never leave.
    const late = !isNew && random() < 0.1;
    const attempt = deps.jobs.save(late ? { ...before, version: before.version - 1 } : before, { events: [event] });
    try {
      await deps.commit(attempt);
    } catch (error) {
      if (!late) throw error;
      return;
    }
    committed.add(event.id);
    const stored = (await deps.jobs.find(before.id))!;
    if (isNew) jobs.push(stored);
    else jobs[jobs.indexOf(before)] = stored;
  }

  for (let index = 0; index < CHANGES * 0.6; index++) {
    await change();
    if (random() < 0.02) await drain();
  }
  await drain();
  const outageBegan = iso(now);
  for (let index = 0; index < CHANGES * 0.2; index++) await change();
  // 25 hours later the stream has forgotten what was not read.
  now += 25 * HOUR;
  stream = [];
  const lost = [...committed].filter((id) => !published.has(id));
  expect(lost.length).toBeGreaterThan(0);
  const reliable: Publish = async (events) => {
    for (const { id } of events) published.add(id);
    return events.map(() => true);
  };
  await republish({ table, publish: reliable }, table.all(), outageBegan);
  for (let index = 0; index < CHANGES * 0.2; index++) await change();
  await drain();

  expect([...committed].filter((id) => !published.has(id))).toEqual([]);
  expect([...published].filter((id) => !committed.has(id))).toEqual([]);
  expect(committed.size).toBeGreaterThan(CHANGES * 0.8);
});
