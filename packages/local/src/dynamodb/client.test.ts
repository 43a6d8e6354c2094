import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { createEngineClient } from "./client.ts";

/** DynamoDB Local and LocalStack keep the tables of each access key or account apart, as AWS does. */
test("speaks to the engine as one caller in one region, whoever's request it passes on", async () => {
  const callers: string[] = [];
  const server = createServer((request, response) => {
    callers.push(request.headers.authorization!.split("/", 3)[0]!, String(request.headers["x-amz-security-token"]));
    response.end("{}");
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const client = createEngineClient(`http://127.0.0.1:${(server.address() as AddressInfo).port}`);
  const scope = "20270101/eu-west-1/dynamodb/aws4_request, SignedHeaders=host, Signature=1";
  try {
    await client.call("ListTables", {});
    for (const key of ["ASIAONE", "ASIATWO"]) {
      const authorization = `AWS4-HMAC-SHA256 Credential=${key}/${scope}`;
      const target = { "x-amz-target": "DynamoDB_20120810.ListTables" };
      await client.forward({ authorization, ...target, "x-amz-security-token": key }, Buffer.from("{}"));
    }
  } finally {
    client.close();
    server.closeAllConnections();
    await new Promise((resolve) => server.close(resolve));
  }
  expect(new Set(callers)).toEqual(new Set([callers[0], "undefined"]));
});
