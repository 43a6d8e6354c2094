/** What is granted although no function is seen to ask for it in the journeys, which check that it is all that is. */
export const unobserved: { functions?: string[]; actions: string[]; why: string }[] = [
  { actions: ["logs:CreateLogStream", "logs:PutLogEvents"], why: "Lambda writes the logs of its functions." },
  { actions: ["sqs:SendMessage"], why: "Lambda sends what a function gave up on to its dead-letter queue." },
  {
    functions: ["table-stream"],
    actions: [
      "dynamodb:DescribeStream",
      "dynamodb:GetRecords",
      "dynamodb:GetShardIterator",
      "dynamodb:ListStreams",
      "sqs:GetQueueAttributes",
      "sqs:GetQueueUrl",
    ],
    why: "Lambda reads the stream for its function, and finds the queue for what it gave up on.",
  },
  {
    functions: ["sandbox"],
    actions: ["dynamodb:UpdateItem"],
    why: "A deployed sandbox keeps its moved clock in the table; the local cloud has a clock of its own.",
  },
  {
    functions: ["messaging", "notifications", "on-message", "on-notify"],
    actions: ["dynamodb:DeleteItem"],
    why: "A connection that is gone is forgotten half a minute after it opened: whether one is met is chance.",
  },
  {
    functions: ["marketplace", "own-data"],
    actions: ["dynamodb:PutItem"],
    why: "Any other list may have made the secret before.",
  },
];
