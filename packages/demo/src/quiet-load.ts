/** Loads items without telling anybody: what they speak of had its effect long ago. */
import { createDynamoTable } from "@freelancerm/data/dynamo-table";
import type { Item } from "@freelancerm/data/table";
import type { LocalCloud } from "@freelancerm/local";
import { REGION } from "@freelancerm/local/kit";

/** As many as fit into one transaction, which the engine writes to disk at once. */
const TOGETHER = 100;

/**
 * Puts items into a deployed table while its stream rests, so that no function sees them as new. The engine goes on with the
 * same stream afterwards; a start that finds it resting wakes it.
 */
export async function loadQuietly(
  { dynamo, endpoints }: Pick<LocalCloud, "dynamo" | "endpoints">,
  tableName: string,
  items: Item[],
): Promise<void> {
  const { Table } = await dynamo.client.call("DescribeTable", { TableName: tableName });
  const stream = (StreamSpecification: object) =>
    dynamo.client.call("UpdateTable", { TableName: tableName, StreamSpecification });
  const table = createDynamoTable(tableName, {
    endpoint: endpoints.edge,
    region: REGION,
    credentials: { accessKeyId: "test", secretAccessKey: "test" },
  });
  await stream({ StreamEnabled: false });
  try {
    for (let start = 0; start < items.length; start += TOGETHER) {
      await table.transact(items.slice(start, start + TOGETHER).map((put) => ({ put })));
    }
  } finally {
    await stream(Table.StreamSpecification);
    table.client.destroy();
  }
}
