import { mkdtempSync } from "node:fs";
import { join } from "node:path";
import { stageConfig } from "./stages.ts";
import { emptyProject, TestStage } from "./test-stage.ts";

const { folder, site, remove } = emptyProject();
const tableStreamArn =
  "arn:aws:dynamodb:eu-west-1:123456789012:table/freelancerm-prod-restored/stream/2026-01-05T09:00:00.000";
const before = new TestStage("prod", folder, { site });
const after = new TestStage("prod", mkdtempSync(join(folder, "restored-")), {
  site,
  functions: join(folder, "functions"),
  tableStreamArn,
});
afterAll(remove);

const json = (value: unknown) => JSON.stringify(value);

test("after a restore every function uses the restored table, and is granted nothing of the old one", () => {
  expect(after.functions().size).toBe(before.functions().size);
  for (const [name, { properties }] of after.functions()) {
    expect(properties.Environment.Variables.TABLE_NAME).toBe("freelancerm-prod-restored");
    const old = json(after.statementsOf(name)).match(/TableCD117FA1|stateful:ExportsOutput[A-Za-z]*Table/);
    expect([name, old]).toEqual([name, null]);
  }
  expect(after.only("AWS::Lambda::EventSourceMapping").properties.EventSourceArn).toBe(tableStreamArn);
});

test("the old table stays as it was, with the exports the running stacks still hold on to", () => {
  const tableOf = (stage: TestStage) => stage.only("AWS::DynamoDB::GlobalTable");
  expect(tableOf(after)).toEqual(tableOf(before));
  const exported = (stage: TestStage) => stage.outputs.filter((key) => /^ExportsOutput.*Table/.test(key)).sort();
  expect(exported(before).length).toBeGreaterThan(0);
  expect(exported(after)).toEqual(expect.arrayContaining(exported(before)));
});

test("what is not the ARN of a stream is refused in one sentence", () => {
  const context = { mailFrom: "a@b.example", tableStreamArn: "arn:aws:dynamodb:eu-west-1:123456789012:table/x" };
  expect(() => stageConfig("prod", context)).toThrow("tableStreamArn is not the ARN of a table's stream");
});
