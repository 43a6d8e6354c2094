/**
 * The shape of the one table, for the code that reads it and the infrastructure that creates it.
 * Three overloaded indexes serve every list: two by time, one by rank. They carry the `card` of an item: the part that lists show of it.
 */
export const tableSchema = {
  partitionKey: "pk",
  sortKey: "sk",
  /** Epoch seconds after which DynamoDB may delete the item. Never a clock: expiry is checked when it matters. */
  timeToLive: "ttl",
  indexes: {
    gsi1: { partitionKey: "gsi1pk", sortKey: "gsi1sk" },
    gsi2: { partitionKey: "gsi2pk", sortKey: "gsi2sk" },
    gsi3: { partitionKey: "gsi3pk", sortKey: "gsi3sk" },
  },
  /** True on items with an outbox. Filters of streams are documented for scalars only: they do not look into lists. */
  outboxMark: "news",
  /** Attributes the indexes carry beside the keys. */
  projected: ["card"],
} as const;

export type IndexName = keyof typeof tableSchema.indexes;
