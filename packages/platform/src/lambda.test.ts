import type { Context } from "aws-lambda";
import { foreseen } from "./foreseen.ts";
import { invocation } from "./lambda.ts";

const never = () => new Promise<string>(() => {});
const within = (ms: number) => ({ awsRequestId: "r-1", getRemainingTimeInMillis: () => ms }) as unknown as Context;
const contextOf = () => ({ requestId: "r-1", operation: "wait", actor: "anonymous" });

test("what takes longer than its function may live is answered before Lambda ends it, as something to try again", async () => {
  const answered = invocation({
    message: "request",
    contextOf,
    work: never,
    answerTo: (error) => foreseen(error).code as string,
    endOf: () => ({ outcome: "failed" }),
  });
  expect(await answered({}, within(30))).toBe("service.unavailable");
});

test("without an answer the error is the platform's, which tries again", async () => {
  const thrown = invocation({
    message: "event",
    contextOf,
    work: never,
    endOf: ({ error }) => ({ outcome: "failed", error }),
  });
  await expect(thrown({}, within(30))).rejects.toMatchObject({ name: "TimeoutError" });
});
