import { sendMessage } from "@freelancerm/core/messaging/send-message";
import { DAY, iso, MINUTE } from "@freelancerm/core/time";
import { updateMe } from "@freelancerm/core/users/update-me";
import { oneMilestone, propose } from "../../tests/world/hiring.ts";
import { createLiveWorld, type LiveWorld, logOf, saying } from "../../tests/world/live.ts";
import type { Someone } from "../../tests/world/world.ts";

let world: LiveWorld;
let ana: Someone;
let ben: Someone;
let roomId: string;
beforeEach(async () => {
  world = await createLiveWorld();
  ana = await world.join("Ana", "client");
  ben = await world.join("Ben", "freelancer");
  const room = await ana.api.openRoom({ body: { freelancerId: ben.id } });
  roomId = room.id;
});

const refused = (code: string) => expect.objectContaining({ code });
const send = (who: Someone, text: string, afterSeq = 0) =>
  who.api.sendMessage({ params: { roomId }, body: saying(text, afterSeq) });
const roomOf = async (who: Someone) => (await who.api.listRooms({})).items.find(({ id }) => id === roomId);

describe("rooms", () => {
  test("opening a room again is the same room, with what was said in it", async () => {
    await send(ana, "Hello Ben");
    await world.stream.settle();
    const again = await ana.api.openRoom({ body: { freelancerId: ben.id } });
    expect(again).toMatchObject({ id: roomId, lastSeq: 1, preview: "Hello Ben", counterpart: { displayName: "Ben" } });
    expect((await ana.api.listRooms({})).items).toHaveLength(1);
  });

  test("50 who open it at once open one room", async () => {
    const cem = await world.join("Cem", "freelancer");
    const rooms = await Promise.all(
      Array.from({ length: 50 }, () => ana.api.openRoom({ body: { freelancerId: cem.id } })),
    );
    expect(new Set(rooms.map(({ id }) => id)).size).toBe(1);
    expect((await cem.api.listRooms({})).items).toHaveLength(1);
  });

  test("an offer opens the conversation, once, for both to write in", async () => {
    const other = await world.join("Cem", "freelancer");
    const { id: proposalId } = await propose(ana, other);
    await world.stream.settle();
    expect((await other.api.listRooms({})).items).toEqual([]);
    const terms = oneMilestone(80_000);
    await ana.api.makeOffer({ params: { proposalId }, body: { terms, message: "A little less?", days: 7 } });
    await world.stream.settle();
    const made = world.stream.published.find(({ type }) => type === "offer.made.v1")!;
    const [room, ...more] = (await other.api.listRooms({})).items;
    expect([room!.counterpart.displayName, more]).toEqual(["Ana", []]);
    await other.api.sendMessage({ params: { roomId: room!.id }, body: saying("I could do it for a little more") });
    await world.stream.settle();
    await world.stream.deliver(made);
    expect((await other.api.listRooms({})).items).toMatchObject([{ id: room!.id, lastSeq: 1 }]);
  });

  test("freelancers do not write first", async () => {
    await expect(ben.api.openRoom({ body: { freelancerId: ben.id } })).rejects.toEqual(refused("auth.role_required"));
    const dan = await world.join("Dan", "client", "freelancer");
    const before = world.memory.all();
    const own = dan.api.openRoom({ body: { freelancerId: dan.id } });
    await expect(own).rejects.toMatchObject({ problem: { errors: [{ field: "freelancerId" }] } });
    const toClient = dan.api.openRoom({ body: { freelancerId: ana.id } });
    await expect(toClient).rejects.toMatchObject({ problem: { errors: [{ field: "freelancerId" }] } });
    expect(world.memory.all()).toEqual(before);
  });

  test("whoever hid their profile is reached by those they proposed to or talk with, and shows to nobody else", async () => {
    const cem = await world.join("Cem", "freelancer");
    const eve = await world.join("Eve", "client");
    await propose(ana, cem);
    const talking = await world.join("Tess", "client");
    await talking.api.openRoom({ body: { freelancerId: cem.id } });
    const profile = (await world.deps.freelancers.find(cem.id))!;
    await world.deps.commit(world.deps.freelancers.save({ ...profile, visibility: "hidden" }));

    const before = world.memory.all();
    const code = (freelancerId: string) => eve.api.openRoom({ body: { freelancerId } }).catch(({ problem }) => problem);
    const { requestId: _, ...hidden } = await code(cem.id);
    const { requestId: __, ...absent } = await code("usr_zzzzzzzzzzzzzzzz");
    expect(hidden).toEqual(absent);
    expect(world.memory.all()).toEqual(before);
    for (const known of [ana, talking]) {
      expect(await known.api.openRoom({ body: { freelancerId: cem.id } })).toMatchObject({
        counterpart: { displayName: "Cem" },
      });
    }
  });

  test("a conversation nobody opened takes no messages", async () => {
    const cem = await world.join("Cem", "freelancer");
    const unopened = `rom_${ana.id.slice(4)}${cem.id.slice(4)}`;
    const before = world.memory.all();
    const attempt = cem.api.sendMessage({ params: { roomId: unopened }, body: saying("Hello?") });
    await expect(attempt).rejects.toEqual(refused("room.not_open"));
    await expect(cem.api.getRoom({ params: { roomId: unopened } })).rejects.toEqual(refused("room.not_open"));
    expect(world.memory.all()).toEqual(before);
  });

  test("somebody else's conversation does not exist, for reading and for writing", async () => {
    const eve = await world.join("Eve", "client", "freelancer");
    await send(ana, "Between us");
    await expect(send(eve, "I am listening")).rejects.toEqual(refused("resource.not_found"));
    await expect(eve.api.listMessages({ params: { roomId } })).rejects.toEqual(refused("resource.not_found"));
    await expect(world.anyone.listMessages({ params: { roomId } })).rejects.toEqual(refused("auth.required"));
    expect((await logOf(ana, roomId)).map(({ text }) => text)).toEqual(["Between us"]);
  });

  test("the inbox shows the newest message first, in pages", async () => {
    for (const name of ["Cem", "Dora", "Ed"]) {
      const other = await world.join(name, "freelancer");
      world.clock.advance(MINUTE);
      await ana.api.openRoom({ body: { freelancerId: other.id } });
    }
    world.clock.advance(MINUTE);
    await send(ben, "I am on top");
    await world.stream.settle();
    const first = await ana.api.listRooms({ query: { limit: 3 } });
    const second = await ana.api.listRooms({ query: { limit: 3, cursor: first.nextCursor! } });
    expect([...first.items, ...second.items].map(({ counterpart }) => counterpart.displayName)).toEqual([
      "Ben",
      "Ed",
      "Dora",
      "Cem",
    ]);
    expect(second.nextCursor).toBeNull();
  });

  test("hiding a conversation hides it for me only, until the next message", async () => {
    await send(ben, "One");
    await world.stream.settle();
    await ana.api.hideRoom({ params: { roomId } });
    expect(await roomOf(ana)).toBeUndefined();
    expect(await roomOf(ben)).toBeDefined();
    await send(ben, "Two", 1);
    await world.stream.settle();
    expect(await roomOf(ana)).toMatchObject({ preview: "Two", unread: 2 });
  });

  test("a client who opens a hidden room sees it again", async () => {
    await ana.api.hideRoom({ params: { roomId } });
    expect(await roomOf(ana)).toBeUndefined();
    await ana.api.openRoom({ body: { freelancerId: ben.id } });
    expect(await roomOf(ana)).toBeDefined();
  });

  describe("a changed name", () => {
    const nameSeen = async () => (await roomOf(ana))?.counterpart.displayName;
    const rename = async (displayName: string) => {
      const { version } = await world.deps.accounts.find(ben.id).then((account) => account!);
      await updateMe(world.deps)(ben, { displayName, version });
    };

    test("shows in the list, live and without anybody opening the room", async () => {
      const socket = await world.connect(ana);
      await rename("Benedikt");
      await world.stream.settle();
      expect(await nameSeen()).toBe("Benedikt");
      expect(socket.received).toContainEqual({ action: "entity.changed", entity: "room", id: roomId });
    });

    test("shows once, however often and in whatever order its events come", async () => {
      await rename("Benedikt");
      await rename("Benno");
      await world.stream.settle();
      const before = world.memory.all();
      for (const event of world.stream.published.filter(({ type }) => type === "person.changed.v1").reverse()) {
        await world.stream.deliver(event);
      }
      expect([await nameSeen(), world.memory.all()]).toEqual(["Benno", before]);
      const older = world.deps.rooms.introduce(ana.id, roomId, { ...(await roomOf(ana))!.counterpart }, 1);
      await expect(world.deps.commit(older)).rejects.toMatchObject({ code: "resource.conflict" });
    });

    test("is told to nobody when only something else changed", async () => {
      const { version } = await world.deps.accounts.find(ben.id).then((account) => account!);
      await updateMe(world.deps)(ben, { languages: ["de"], version });
      await world.stream.settle();
      expect(world.stream.published.map(({ type }) => type)).not.toContain("person.changed.v1");
    });
  });
});

describe("messages", () => {
  test("the sender is whoever is signed in; a body that says otherwise is refused", async () => {
    const message = await send(ben, "It is me");
    expect(message).toMatchObject({ senderId: ben.id, seq: 1, sentAt: iso(world.clock.now()) });
    const forged = ben.api.sendMessage({
      params: { roomId },
      body: { ...saying("It is Ana"), senderId: ana.id } as never,
    });
    await expect(forged).rejects.toMatchObject({ problem: { errors: [{ field: "senderId" }] } });
    expect(await logOf(ana, roomId)).toHaveLength(1);
  });

  test("a repeated message is the first one, also when 20 repeats meet", async () => {
    const body = saying("Only once");
    const answers = await Promise.all(
      Array.from({ length: 10 }, () => ana.api.sendMessage({ params: { roomId }, body })),
    );
    await send(ben, "Meanwhile", 1);
    answers.push(await ana.api.sendMessage({ params: { roomId }, body }));
    expect(new Set(answers.map(({ seq }) => seq))).toEqual(new Set([1]));
    expect(await logOf(ana, roomId)).toHaveLength(2);
  });

  test("the same clientMessageId of two people is two messages", async () => {
    const body = saying("Jinx");
    const [mine, theirs] = await Promise.all([
      ana.api.sendMessage({ params: { roomId }, body }),
      ben.api.sendMessage({ params: { roomId }, body }),
    ]);
    expect(mine.seq).not.toBe(theirs.seq);
  });

  test("50 at once all get in, and the seq has no gap", async () => {
    const send = sendMessage(world.deps);
    await Promise.all(
      Array.from({ length: 50 }, (_, index) =>
        send(index % 2 ? ana : ben, { roomId, ...saying(`Voice ${index}`), attachmentIds: [] }),
      ),
    );
    const log = await logOf(ana, roomId);
    expect(log.map(({ seq }) => seq)).toEqual(Array.from({ length: 50 }, (_, index) => index + 1));
    expect(new Set(log.map(({ text }) => text)).size).toBe(50);
  });

  test("an invented afterSeq makes no gap: the room has to be reloaded first", async () => {
    await send(ana, "One");
    await expect(send(ana, "Seven", 6)).rejects.toEqual(refused("message.resync_required"));
    expect(await logOf(ana, roomId)).toHaveLength(1);
  });

  test("who missed more than 100 messages reloads before writing", async () => {
    for (let seq = 0; seq < 101; seq++) await sendAs(ana, `Line ${seq}`, seq);
    await expect(sendAs(ben, "What did I miss?")).rejects.toEqual(refused("message.resync_required"));
    await expect(sendAs(ben, "I have caught up", 1)).resolves.toMatchObject({ seq: 102 });
  });

  test("an empty message is refused, and so are files that are not one's own", async () => {
    const before = world.memory.all();
    await expect(send(ana, "   ")).rejects.toMatchObject({ problem: { errors: [{ field: "text" }] } });
    const foreign = `fil_${ben.id.slice(4)}${"0".repeat(26)}`;
    const attempt = ana.api.sendMessage({
      params: { roomId },
      body: { ...saying("See attached"), attachmentIds: [foreign] },
    });
    await expect(attempt).rejects.toMatchObject({
      code: "file.not_ready",
      problem: { errors: [{ field: "attachmentIds.0" }] },
    });
    expect(world.memory.all()).toEqual(before);
  });

  test("20 messages in 10 seconds are allowed, not more", async () => {
    for (let seq = 0; seq < 20; seq++) await send(ana, `Line ${seq}`, seq);
    await expect(send(ana, "Too fast", 20)).rejects.toEqual(refused("request.rate_limited"));
    world.clock.advance(10_000);
    await expect(send(ana, "Slower", 20)).resolves.toMatchObject({ seq: 21 });
  });

  test("history is read before and after a message, oldest first", async () => {
    for (let seq = 0; seq < 9; seq++) await sendAs(ana, `${seq + 1}`, seq);
    const read = async (query: object) => {
      const { items } = await ben.api.listMessages({ params: { roomId }, query });
      return items.map(({ text }) => text).join("");
    };
    expect(await read({ limit: 3 })).toBe("789");
    expect(await read({ limit: 3, before: 7 })).toBe("456");
    expect(await read({ limit: 3, after: 4 })).toBe("567");
    expect(await read({ after: 9 })).toBe("");
    expect(await read({ before: 1 })).toBe("");
  });

  test("a message can be changed for 15 minutes by who wrote it; what it said is kept for disputes", async () => {
    await send(ana, "We pay 500");
    world.clock.advance(15 * MINUTE);
    const params = { roomId, seq: 1 };
    await expect(ben.api.editMessage({ params, body: { text: "We pay 900" } })).rejects.toEqual(
      refused("message.not_editable"),
    );
    const edited = await ana.api.editMessage({ params, body: { text: "We pay 400" } });
    expect(edited).toMatchObject({ text: "We pay 400", editedAt: iso(world.clock.now()), seq: 1 });
    const kept = world.memory.all().filter(({ sk }) => sk.startsWith("ORIGINAL#"));
    expect(kept).toMatchObject([{ body: { text: "We pay 500" }, ttl: (world.clock.now() + 180 * DAY) / 1000 }]);
    world.clock.advance(1);
    await expect(ana.api.editMessage({ params, body: { text: "We pay 300" } })).rejects.toEqual(
      refused("message.not_editable"),
    );
    await expect(ana.api.deleteMessage({ params: { roomId, seq: 9 } })).rejects.toEqual(refused("resource.not_found"));
  });

  test("a deleted message leaves a tombstone, in the log and in both inboxes", async () => {
    await send(ana, "Never mind");
    world.clock.advance(MINUTE);
    await ana.api.deleteMessage({ params: { roomId, seq: 1 } });
    await world.stream.settle();
    expect(await logOf(ben, roomId)).toMatchObject([{ seq: 1, text: "", deletedAt: iso(world.clock.now()) }]);
    expect(await roomOf(ben)).toMatchObject({ preview: "Message deleted", lastSeq: 1, unread: 1 });
    await expect(ana.api.editMessage({ params: { roomId, seq: 1 }, body: { text: "Back" } })).rejects.toEqual(
      refused("message.not_editable"),
    );
  });

  test("a message fits the database's smallest unit with its event: what was said is stored once", async () => {
    await send(ana, "x".repeat(400));
    const [item] = world.memory.all().filter(({ sk }) => sk.startsWith("MESSAGE#"));
    expect(JSON.stringify(item).length).toBeLessThan(1024);
  });
});

describe("reading", () => {
  test("unread counts what came after my last reading; writing reads what was there", async () => {
    await send(ben, "One");
    await send(ben, "Two", 1);
    await world.stream.settle();
    expect(await roomOf(ana)).toMatchObject({ unread: 2, readSeq: 0, theirReadSeq: 2 });
    expect(await roomOf(ben)).toMatchObject({ unread: 0, readSeq: 2, theirReadSeq: null });
    const read = await ana.api.markRoomRead({ params: { roomId }, body: { seq: 1 } });
    expect(read).toMatchObject({ unread: 1, readSeq: 1 });
    expect(await roomOf(ben)).toMatchObject({ theirReadSeq: 1 });
    await send(ana, "Three", 2);
    await world.stream.settle();
    expect(await roomOf(ana)).toMatchObject({ unread: 0, readSeq: 3 });
  });

  test("a read cursor moves forward only and not past the newest message", async () => {
    await send(ben, "One");
    await send(ben, "Two", 1);
    const mark = (seq: number) => ana.api.markRoomRead({ params: { roomId }, body: { seq } });
    expect(await mark(2)).toMatchObject({ readSeq: 2 });
    expect(await mark(1)).toMatchObject({ readSeq: 2 });
    expect(await mark(1000)).toMatchObject({ readSeq: 2 });
    await world.stream.settle();
    expect(await roomOf(ana)).toMatchObject({ unread: 0, lastSeq: 2 });
    expect(await roomOf(ben)).toMatchObject({ theirReadSeq: 2 });
  });
});

/** Sends past the rate limit of the API. */
const sendAs = (who: Someone, text: string, afterSeq = 0) => {
  world.clock.advance(1000);
  return send(who, text, afterSeq);
};
