/** Lets the deadlines function run now instead of within a minute. */
import { InvokeCommand, LambdaClient } from "@aws-sdk/client-lambda";
import { config } from "./config.ts";

export async function runDeadlines(): Promise<void> {
  const answer = await new LambdaClient({}).send(new InvokeCommand({ FunctionName: config.deadlinesFunctionName }));
  if (answer.FunctionError) throw new Error("The deadlines did not run.");
}
