/** Conversations on every engine: what the memory world shows of them holds on real ones. */
import type { Actor } from "@freelancerm/core/actor";
import { editMessage } from "@freelancerm/core/messaging/change-message";
import { hideRoom } from "@freelancerm/core/messaging/mark-room";
import { ensureRoom } from "@freelancerm/core/messaging/open-room";
import { listMessages, listRooms } from "@freelancerm/core/messaging/read-rooms";
import { newestOf } from "@freelancerm/core/messaging/room";
import { sendMessage } from "@freelancerm/core/messaging/send-message";
import { openConnection } from "@freelancerm/core/realtime/connection";
import { deliver } from "@freelancerm/core/realtime/deliver";
import { resumeRoom } from "@freelancerm/core/realtime/resume";
import { once } from "@freelancerm/core/stats/once";
import { createDeps } from "@freelancerm/platform/deps";
import { engines, type Running } from "./engines.ts";

const clientId = "usr_0000000000000001";
const freelancerId = "usr_0000000000000002";
const actor = (id: string): Actor => ({ id, roles: [], staffRoles: [] });
const clock = { now: () => Date.parse("2026-01-05T09:00:00.000Z") };

describe.each(engines.filter(({ missing }) => !missing))("conversations on $name", ({ start }) => {
  let running: Running;
  let deps: ReturnType<typeof createDeps>;
  let roomId: string;
  beforeAll(async () => {
    running = await start();
    deps = createDeps(running.table, clock);
    roomId = (await ensureRoom(deps)(clientId, freelancerId)).roomId;
  }, 30_000);
  afterAll(() => running.close());

  const say = (from: string, text: string, afterSeq = 0) =>
    sendMessage(deps)(actor(from), {
      roomId,
      clientMessageId: `saying-${text}`,
      afterSeq,
      text,
      attachmentIds: [],
    });
  const read = async (query: { before?: number; after?: number; limit: number }) =>
    (await listMessages(deps)(actor(clientId), { roomId, ...query })).items.map(({ seq }) => seq);

  test("senders at once all get in, and the seq has no gap", async () => {
    await Promise.all(Array.from({ length: 20 }, (_, index) => say(index % 2 ? clientId : freelancerId, `${index}`)));
    expect(await read({ after: 0, limit: 100 })).toEqual(Array.from({ length: 20 }, (_, index) => index + 1));
    expect((await say(freelancerId, "0")).seq).toBeLessThanOrEqual(20);
  });

  test("history is read from every side, a page full where there is more", async () => {
    expect(await read({ limit: 3 })).toEqual([18, 19, 20]);
    expect(await read({ before: 18, limit: 3 })).toEqual([15, 16, 17]);
    expect(await read({ before: 2, limit: 1 })).toEqual([1]);
    expect(await read({ before: 1, limit: 3 })).toEqual([]);
    expect(await read({ after: 18, limit: 3 })).toEqual([19, 20]);
    expect(await resumeRoom(deps)(actor(clientId), { roomId, afterSeq: 19 })).toMatchObject({
      messages: [{ seq: 20 }],
      complete: true,
    });
  });

  test("what an edited message said is kept beside the log, not in it", async () => {
    const { message } = (await deps.messages.find(roomId, 20))!;
    await editMessage(deps)(actor(message.senderId!), { roomId, seq: 20, text: "Better said" });
    expect((await deps.messages.find(roomId, 20))!.message.text).toBe("Better said");
    expect(await read({ limit: 2 })).toEqual([19, 20]);
  });

  test("an inbox moves forward only, each of its numbers by itself", async () => {
    const [older, newer] = (await deps.messages.before(roomId, undefined, 2)) as [never, never];
    await deps.rooms.advance(clientId, roomId, { newest: newestOf(newer) });
    const row = await deps.rooms.advance(clientId, roomId, { newest: newestOf(older), readSeq: 19, theirReadSeq: 5 });
    expect(row).toMatchObject({ lastSeq: 20, preview: "Better said", readSeq: 19, theirReadSeq: 5 });
    expect(await deps.rooms.advance("usr_0000000000000009", roomId, { readSeq: 1 })).toBeUndefined();
    await hideRoom(deps)(actor(clientId), { roomId });
    expect((await listRooms(deps)(actor(clientId), { limit: 20 })).items).toEqual([]);
    expect((await listRooms(deps)(actor(freelancerId), { limit: 20 })).items).toHaveLength(1);
  });

  test("a ticket opens one connection, whose frames arrive", async () => {
    const ticket = await deps.tickets.issue({ userId: clientId, signedInAt: 0 }, clock.now() + 30_000);
    const attempts = Array.from({ length: 10 }, (_, index) =>
      openConnection(deps)({ connectionId: `connection-${index}`, ticket }),
    );
    const opened = (await Promise.allSettled(attempts)).filter(({ status }) => status === "fulfilled");
    expect(opened).toHaveLength(1);
    const sockets = { post: async () => "sent" as const, close: async () => undefined };
    expect(await deliver({ ...deps, sockets })(clientId, { action: "typing", roomId, userId: freelancerId })).toBe(1);
  });

  test("a mail is in one hand at a time, and a figure counts an event once", async () => {
    const hold = () => deps.notifications.holdMail(clientId, "ntf_1", clock.now(), clock.now() + 60_000);
    expect([await hold(), await hold()]).toEqual(["ours", "held"]);
    await deps.notifications.mailSent(clientId, "ntf_1", clock.now());
    expect(await hold()).toBe("sent");
    const count = () => once(deps, "on-stats", "evt_1", async () => [deps.counters.add(null, "openJobs", 1)]);
    await Promise.all([count(), count(), count()]);
    expect((await running.table.get({ pk: "COUNTS", sk: "TOTALS" }))?.openJobs).toBe(1);
  });
});
