import { ACCOUNT_ID, type Deployment, REGION } from "../kit.ts";
import type { Permission } from "./iam.ts";
import type { Body } from "./permissions.ts";

const TRANSACTION_ACTIONS: Record<string, string> = {
  Put: "PutItem",
  Update: "UpdateItem",
  Delete: "DeleteItem",
  ConditionCheck: "ConditionCheckItem",
  Get: "GetItem",
};

/** Batches ask once per table, transactions once per item with the action of that item, indexes by their own ARN. */
export function dynamodbPermissions(operation: string, body: Body, deployment: Deployment): Permission[] {
  if (operation === "TransactWriteItems" || operation === "TransactGetItems") {
    return (body.TransactItems ?? []).flatMap((item: Body) =>
      Object.entries(item).map(([kind, request]) => ({
        action: `dynamodb:${TRANSACTION_ACTIONS[kind] ?? kind}`,
        resource: tableArn((request as Body).TableName),
        context: () => contextOf(request as Body, deployment),
      })),
    );
  }
  if (operation === "BatchGetItem" || operation === "BatchWriteItem") {
    return Object.entries(body.RequestItems ?? {}).map(([table, request]) => ({
      action: `dynamodb:${operation}`,
      resource: tableArn(table),
      context: () => merge(requestsOf(table, request as Body).map((one) => contextOf(one, deployment))),
    }));
  }
  if (body.StreamArn || operation === "GetRecords") {
    return [{ action: `dynamodb:${operation}`, resource: String(body.StreamArn ?? "*") }];
  }
  if (!body.TableName) return [{ action: `dynamodb:${operation}`, resource: body.ResourceArn ?? "*" }];
  const table = tableArn(body.TableName);
  return [
    {
      action: `dynamodb:${operation}`,
      resource: body.IndexName ? `${table}/index/${body.IndexName}` : table,
      context: () => contextOf(body, deployment),
    },
  ];
}

function tableArn(nameOrArn: string): string {
  return nameOrArn?.startsWith("arn:") ? nameOrArn : `arn:aws:dynamodb:${REGION}:${ACCOUNT_ID}:table/${nameOrArn}`;
}

function requestsOf(table: string, request: Body): Body[] {
  if (!Array.isArray(request)) return (request.Keys ?? []).map((Key: Body) => ({ ...request, TableName: table, Key }));
  return request.map(({ PutRequest, DeleteRequest }) => ({
    TableName: table,
    Item: PutRequest?.Item,
    Key: DeleteRequest?.Key,
  }));
}

function merge(contexts: Record<string, string[]>[]): Record<string, string[]> {
  const merged: Record<string, string[]> = {};
  for (const context of contexts) {
    for (const [key, values] of Object.entries(context)) merged[key] = [...(merged[key] ?? []), ...values];
  }
  return merged;
}

/** The condition keys of fine-grained access control: partition keys and attribute names the request touches. */
function contextOf(request: Body, deployment: Deployment): Record<string, string[]> {
  const hashKey = hashKeyOf(request, deployment);
  const leading = (request.Item ?? request.Key)?.[hashKey] ?? queriedKey(request, hashKey);
  const names: Record<string, string> = request.ExpressionAttributeNames ?? {};
  const attributes = [request.Item, request.Key].flatMap((part) => Object.keys(part ?? {}));
  const projected = String(request.ProjectionExpression ?? "").split(/[\s,]+/);
  const context: Record<string, string[]> = {
    "dynamodb:Attributes": [
      ...new Set([...attributes, ...Object.values(names), ...projected.filter((name) => /^\w/.test(name))]),
    ],
  };
  if (leading) context["dynamodb:LeadingKeys"] = [String(Object.values(leading)[0])];
  if (request.Select) context["dynamodb:Select"] = [request.Select];
  return context;
}

function hashKeyOf({ TableName, IndexName }: Body, deployment: Deployment): string {
  const table = deployment.find(TableName)?.properties;
  const index = table?.GlobalSecondaryIndexes?.find((one: Body) => one.IndexName === IndexName);
  const schema: Body[] = (index ?? table)?.KeySchema ?? [];
  return schema.find(({ KeyType }) => KeyType === "HASH")?.AttributeName ?? "";
}

function queriedKey(request: Body, hashKey: string): Body {
  const condition: string = request.KeyConditionExpression ?? "";
  for (const [, name, value] of condition.matchAll(/(#?\w+)\s*=\s*(:\w+)/g)) {
    if ((request.ExpressionAttributeNames?.[name!] ?? name) === hashKey)
      return request.ExpressionAttributeValues?.[value!];
  }
  return undefined;
}
