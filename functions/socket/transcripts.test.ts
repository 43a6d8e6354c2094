/** Chat under loss: sockets die, posts are dropped, events come late and twice; every transcript equals the log. */
import type { Message } from "@freelancerm/contracts/messaging";
import * as fc from "fast-check";
import { createLiveWorld, type LiveSocket, type LiveWorld, logOf, saying } from "../../tests/world/live.ts";
import type { Someone } from "../../tests/world/world.ts";

/** A person's device: it keeps a transcript without holes, as the socket client does. */
class Device {
  transcript: Message[] = [];
  private read = 0;
  private constructor(
    private readonly world: LiveWorld,
    readonly person: Someone,
    private readonly roomId: string,
    private socket: LiveSocket,
  ) {}
  static async open(world: LiveWorld, person: Someone, roomId: string) {
    return new Device(world, person, roomId, await world.connect(person));
  }
  get seq() {
    return this.transcript.length;
  }
  private take(message: Message) {
    if (message.seq === this.seq + 1) this.transcript.push(message);
  }
  /** Works through the frames that came in; only the next message of the log is taken. */
  look() {
    for (const frame of this.socket.received.slice(this.read)) {
      if (frame.action === "message.new" || frame.action === "message.stored") this.take(frame.message);
    }
    this.read = this.socket.received.length;
  }
  async say(text: string) {
    this.look();
    const body = saying(text, this.seq);
    // An answer may be lost: the same frame again is the same message.
    const frame = { action: "message.send", roomId: this.roomId, ...body };
    // A socket the marketplace has forgotten refuses; the next one does not.
    while ((await this.socket.send(frame))?.action !== "message.stored") await this.reconnect();
    if (body.clientMessageId.endsWith("3")) {
      await this.socket.send(frame);
    }
  }
  async reconnect() {
    this.socket.cut();
    this.socket = await this.world.connect(this.person);
    this.read = 0;
  }
  async resume() {
    for (;;) {
      this.look();
      const frame = await this.socket.send({ action: "resume", roomId: this.roomId, afterSeq: this.seq });
      if (frame?.action !== "room.resumed") throw new Error(`not resumed: ${JSON.stringify(frame)}`);
      for (const message of frame.messages) this.take(message);
      if (frame.complete) return;
    }
  }
}

test("several devices under loss end with the same transcript, which is the log without a gap", async () => {
  const step = fc.record({
    device: fc.nat(5),
    what: fc.constantFrom("say", "say", "say", "say", "cut", "settle"),
    lose: fc.integer({ min: 0, max: 9 }),
  });
  await fc.assert(
    fc.asyncProperty(fc.array(step, { minLength: 60, maxLength: 60 }), async (steps) => {
      const world = await createLiveWorld();
      const ana = await world.join("Ana", "client");
      const ben = await world.join("Ben", "freelancer");
      const { id: roomId } = await ana.api.openRoom({ body: { freelancerId: ben.id } });
      const devices = await Promise.all(
        [ana, ana, ana, ben, ben, ben].map((person) => Device.open(world, person, roomId)),
      );
      let sayings = 0;
      for (let start = 0; start < steps.length; start += 6) {
        world.clock.advance(10_000);
        await Promise.all(
          steps.slice(start, start + 6).map(async ({ device, what, lose }) => {
            world.faults.post = () => {
              if (lose === 0) throw new Error("the post was lost");
            };
            if (what === "say") await devices[device]!.say(`Saying ${++sayings}`);
            if (what === "cut") await devices[device]!.reconnect();
            if (what === "settle") await world.stream.settle();
          }),
        );
      }
      world.faults.post = undefined;
      await world.stream.settle();
      const log = await logOf(ana, roomId);
      expect(log.map(({ seq }) => seq)).toEqual(Array.from({ length: log.length }, (_, index) => index + 1));
      expect(new Set(log.map(({ text }) => text)).size).toBe(sayings);
      expect(log).toHaveLength(sayings);
      for (const device of devices) {
        await device.resume();
        expect(device.transcript).toEqual(log);
      }
      const [mine, theirs] = [(await ana.api.listRooms({})).items[0]!, (await ben.api.listRooms({})).items[0]!];
      expect([mine.lastSeq, theirs.lastSeq]).toEqual([log.length, log.length]);
      expect(mine.preview).toBe(log.at(-1)?.text ?? "");
    }),
    { numRuns: 12 },
  );
}, 60_000);
