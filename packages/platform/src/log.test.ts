import { linesOf } from "../../../tests/world/lines.ts";
import { actorHash, inContext, log, nowKnown } from "./log.ts";

const about = { requestId: "req-1", operation: "getJob", actor: "anonymous" };
const parsed = async (work: () => Promise<unknown>) => (await linesOf(work)).map((line) => JSON.parse(line));

test("every line of an invocation says its request, operation and actor, however deep it is written", async () => {
  const lines = await parsed(() =>
    inContext(about, async () => {
      log.info("first");
      nowKnown({ actorId: "usr_0000000000000001" });
      await Promise.all([1, 2].map(async () => log.warn("deep", new Error("x"))));
    }),
  );
  expect(lines.map(({ message, requestId, actor }) => [message, requestId, actor])).toEqual([
    ["first", "req-1", "anonymous"],
    ["deep", "req-1", actorHash("usr_0000000000000001")],
    ["deep", "req-1", actorHash("usr_0000000000000001")],
  ]);
  expect(JSON.stringify(lines)).not.toContain("usr_0000000000000001");
});

test("invocations at the same time keep apart", async () => {
  const lines = await parsed(() =>
    Promise.all(
      ["a", "b"].map((requestId) =>
        inContext({ ...about, requestId }, async () => {
          nowKnown({ actorId: `usr_${requestId}` });
          await Promise.resolve();
          log.info("line", { mine: requestId });
        }),
      ),
    ),
  );
  for (const { requestId, mine, actor } of lines) {
    expect(mine).toBe(requestId);
    expect(actor).toBe(actorHash(`usr_${mine}`));
  }
});

test.each([
  ["a token", "eyJhbGciOiJSUzI1NiJ9.eyJzdWIiOiJ1c3JfMSJ9.c2lnbmF0dXJl"],
  ["a key of the payment processor", "sk_live_51H8sdfKJHSDkjfh"],
  ["a signing secret", "whsec_abcdef0123456789"],
  ["an address", "ana.lovelace+work@mail.example.com"],
  ["a card", "4242 4242 4242 4242"],
])("%s in the text of an error is cut out of its line", async (_, secret) => {
  const cause = new Error(`because of ${secret}`);
  const error = new Error(`refused: ${secret} is unknown`, { cause });
  const lines = await linesOf(async () => {
    log.error("unforeseen", error);
    log.warn("thrown as a text", `refused ${secret}`);
  });
  expect(lines).toHaveLength(2);
  expect(lines.join()).not.toContain(secret);
  expect(lines[0]).toContain("is unknown");
});
