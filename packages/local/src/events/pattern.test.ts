import { InvalidEventPattern, matches } from "./pattern.ts";

/** The sample event of the matcher's own documentation. */
const sample = {
  version: "0",
  id: "ddddd4-aaaa-7777-4444-345dd43cc333",
  "detail-type": "EC2 Instance State-change Notification",
  source: "aws.ec2",
  account: "012345679012",
  time: "2017-10-02T16:24:49Z",
  region: "us-east-1",
  resources: ["arn:aws:ec2:us-east-1:123456789012:instance/i-000000aaaaaa00000"],
  detail: {
    "c-count": 5,
    "d-count": 3,
    "x-limit": 301.8,
    "source-ip": "10.0.0.33",
    "instance-id": "i-000000aaaaaa00000",
    state: "running",
  },
};

const exactSample = {
  "detail-type": ["EC2 Instance State-change Notification"],
  resources: ["arn:aws:ec2:us-east-1:123456789012:instance/i-000000aaaaaa00000"],
  detail: { state: ["initializing", "running"] },
};

/** Each pattern as the user guide or the matcher's documentation gives it, with events it takes and events it leaves. */
const documented: [title: string, pattern: object, matching: unknown[], others: unknown[]][] = [
  ["exact values, one of several", exactSample, [sample], [{ ...sample, detail: { state: "stopped" } }]],
  ["prefix", { time: [{ prefix: "2017-10-02" }] }, [sample], [{ time: "2017-10-03T00:00:00Z" }, { time: 20171002 }]],
  [
    "prefix ignoring case",
    { service: [{ prefix: { "equals-ignore-case": "EventB" } }] },
    [{ service: "eventbridge" }, { service: "EVENTBUS" }],
    [{ service: "bridge" }],
  ],
  ["suffix", { FileName: [{ suffix: ".png" }] }, [{ FileName: "a.png" }], [{ FileName: "a.PNG" }, { FileName: "png" }]],
  [
    "suffix ignoring case",
    { FileName: [{ suffix: { "equals-ignore-case": ".png" } }] },
    [{ FileName: "a.PNG" }, { FileName: "a.png" }],
    [{ FileName: "a.jpg" }],
  ],
  ["equals", { Name: ["Alice"] }, [{ Name: "Alice" }], [{ Name: "alice" }, {}]],
  [
    "equals ignoring case",
    { "detail-type": [{ "equals-ignore-case": "ec2 instance state-change notification" }] },
    [sample],
    [{ "detail-type": "EC2" }],
  ],
  ["null", { UserID: [null] }, [{ UserID: null }], [{ UserID: "" }, { UserID: "null" }, {}]],
  ["empty string", { LastName: [""] }, [{ LastName: "" }], [{ LastName: null }, { LastName: " " }, {}]],
  ["a boolean", { active: [true] }, [{ active: true }], [{ active: "true" }, { active: false }]],
  ["a number", { Price: [100] }, [{ Price: 100 }, { Price: 1e2 }], [{ Price: "100" }]],
  [
    "and",
    { Location: ["New York"], Day: ["Monday"] },
    [{ Location: "New York", Day: "Monday" }],
    [{ Location: "New York" }, { Day: "Monday" }],
  ],
  ["or among values", { PaymentType: ["Credit", "Debit"] }, [{ PaymentType: "Debit" }], [{ PaymentType: "Cash" }]],
  [
    "or among fields",
    { $or: [{ Location: ["New York"] }, { Day: ["Monday"] }] },
    [{ Location: "New York", Day: "Friday" }, { Day: "Monday" }],
    [{ Location: "Boston", Day: "Friday" }],
  ],
  [
    "anything-but a string",
    { detail: { state: [{ "anything-but": "initializing" }] } },
    [sample, { detail: { state: null } }],
    [{ detail: { state: "initializing" } }, { detail: {} }],
  ],
  [
    "anything-but a number",
    { detail: { "x-limit": [{ "anything-but": 123 }] } },
    [sample, { detail: { "x-limit": "123" } }],
    [{ detail: { "x-limit": 123 } }],
  ],
  [
    "anything-but a list of strings",
    { detail: { state: [{ "anything-but": ["stopped", "overloaded"] }] } },
    [sample],
    [{ detail: { state: "overloaded" } }],
  ],
  [
    "anything-but a list of numbers",
    { detail: { "x-limit": [{ "anything-but": [100, 200, 300] }] } },
    [sample],
    [{ detail: { "x-limit": 200 } }],
  ],
  [
    "anything-but ignoring case",
    { detail: { state: [{ "anything-but": { "equals-ignore-case": ["initializing", "stopped"] } }] } },
    [sample],
    [{ detail: { state: "INITIALIZING" } }, { detail: { state: "Stopped" } }],
  ],
  [
    "anything-but a prefix",
    { detail: { state: [{ "anything-but": { prefix: "init" } }] } },
    [sample],
    [{ detail: { state: "initializing" } }],
  ],
  [
    "anything-but a list of suffixes",
    { FileName: [{ "anything-but": { suffix: [".png", ".jpg"] } }] },
    [{ FileName: "a.txt" }],
    [{ FileName: "a.png" }, { FileName: "a.jpg" }, {}],
  ],
  [
    "anything-but a wildcard",
    { FilePath: [{ "anything-but": { wildcard: "*/lib/*" } }] },
    [{ FilePath: "/usr/bin/a" }],
    [{ FilePath: "/usr/lib/a" }],
  ],
  [
    "numeric ranges",
    {
      detail: {
        "c-count": [{ numeric: [">", 0, "<=", 5] }],
        "d-count": [{ numeric: ["<", 10] }],
        "x-limit": [{ numeric: ["=", 3.018e2] }],
      },
    },
    [sample],
    [
      { detail: { ...sample.detail, "c-count": 0 } },
      { detail: { ...sample.detail, "c-count": 6 } },
      { detail: { ...sample.detail, "d-count": 10 } },
      { detail: { ...sample.detail, "x-limit": 301.9 } },
      { detail: { ...sample.detail, "c-count": "5" } },
    ],
  ],
  [
    "IPv4 range",
    { detail: { "source-ip": [{ cidr: "10.0.0.0/24" }] } },
    [sample, { detail: { "source-ip": "10.0.0.255" } }],
    [{ detail: { "source-ip": "10.0.1.0" } }, { detail: { "source-ip": "not an address" } }],
  ],
  [
    "IPv6 range",
    { ip: [{ cidr: "2001:db8::/32" }] },
    [{ ip: "2001:db8:1::1" }],
    [{ ip: "2001:db9::1" }, { ip: "10.0.0.1" }],
  ],
  [
    "exists",
    { detail: { "c-count": [{ exists: true }] } },
    [sample, { detail: { "c-count": null } }],
    [{ detail: {} }, { detail: { "c-count": { c1: 100 } } }, {}],
  ],
  [
    "does not exist",
    { detail: { "c-count": [{ exists: false }] } },
    [{ detail: { state: ["initializing"] } }, { detail: { "c-count": { c1: 100 } } }, {}],
    [sample],
  ],
  [
    "a value or absence",
    { detail: { state: ["running", { exists: false }] } },
    [sample, { detail: {} }],
    [{ detail: { state: "stopped" } }],
  ],
  [
    "wildcard",
    { EventBusArn: [{ wildcard: "arn:aws:events:us-east-1:*:event-bus/*" }] },
    [{ EventBusArn: "arn:aws:events:us-east-1:1:event-bus/main" }],
    [{ EventBusArn: "arn:aws:events:eu-west-1:1:event-bus/main" }],
  ],
  [
    "wildcard within a folder",
    { FileName: [{ wildcard: "dir/*.png" }] },
    [{ FileName: "dir/a.png" }],
    [{ FileName: "a.png" }],
  ],
  ["wildcard with escapes", { a: [{ wildcard: "\\**\\\\" }] }, [{ a: "*x\\" }], [{ a: "xx\\" }]],
  [
    "several kinds together",
    {
      time: [{ prefix: "2017-10-02" }],
      detail: {
        state: [{ "anything-but": "initializing" }],
        "c-count": [{ numeric: [">", 0, "<=", 5] }],
        "d-count": [{ numeric: ["<", 10] }],
        "x-limit": [{ "anything-but": [100, 200, 300] }],
        "source-ip": [{ cidr: "10.0.0.0/8" }],
      },
    },
    [sample],
    [{ ...sample, detail: { ...sample.detail, "x-limit": 300 } }],
  ],
  [
    "source and one of two fields",
    {
      source: ["aws.cloudwatch"],
      $or: [{ metricName: ["CPUUtilization", "ReadLatency"] }, { namespace: ["AWS/EC2"] }],
    },
    [
      { source: "aws.cloudwatch", metricName: "ReadLatency" },
      { source: "aws.cloudwatch", namespace: "AWS/EC2" },
    ],
    [{ source: "aws.cloudwatch" }, { source: "x", metricName: "ReadLatency" }],
  ],
  [
    "nested or with and",
    {
      source: ["aws.cloudwatch"],
      $or: [
        { metricName: ["CPUUtilization"] },
        { metricType: ["MetricType"], namespace: ["AWS/EC2"], $or: [{ metricId: [1234] }, { spaceId: [1000] }] },
        { scope: ["Service"] },
      ],
    },
    [
      { source: "aws.cloudwatch", scope: "Service" },
      { source: "aws.cloudwatch", metricType: "MetricType", namespace: "AWS/EC2", spaceId: 1000 },
    ],
    [{ source: "aws.cloudwatch", metricType: "MetricType", namespace: "AWS/EC2", spaceId: 1 }],
  ],
  [
    "$or as the name of a field",
    { $or: { metricType: ["MetricType"] } },
    [{ $or: { metricType: "MetricType" } }],
    [{}],
  ],
  [
    "intersection of arrays",
    { resources: ["arn:b", "arn:c"] },
    [{ resources: ["arn:a", "arn:b"] }],
    [{ resources: ["arn:a"] }, { resources: [] }],
  ],
  [
    "fields within one array element",
    { employees: { firstName: ["Anna"], lastName: ["Smith"] } },
    [
      { employees: [{ firstName: "John" }, { firstName: "Anna", lastName: "Smith" }] },
      { employees: [[{ firstName: "Anna", lastName: "Smith" }], []] },
    ],
    [
      {
        employees: [
          { firstName: "Anna", lastName: "Doe" },
          { firstName: "Peter", lastName: "Smith" },
        ],
      },
    ],
  ],
];

describe("event patterns", () => {
  test.each(documented)("%s", (_title, pattern, matching, others) => {
    for (const event of matching) expect([event, matches(pattern, event)]).toEqual([event, true]);
    for (const event of others) expect([event, matches(pattern, event)]).toEqual([event, false]);
  });

  test("a pattern may be given as JSON text", () => {
    expect(matches('{"source":["aws.ec2"]}', sample)).toBe(true);
  });

  test("a field inherited from no one is absent", () => {
    expect(matches({ toString: [{ exists: true }] }, {})).toBe(false);
  });

  test.each([
    ["an unknown operator", { a: [{ sufix: ".png" }] }],
    ["an empty list", { a: [] }],
    ["a bare value", { a: "b" }],
    ["a numeric bound that is text", { a: [{ numeric: [">", "1"] }] }],
    ["an unknown comparison", { a: [{ numeric: ["=>", 1] }] }],
    ["exists that is neither true nor false", { a: [{ exists: "yes" }] }],
    ["a malformed range of addresses", { a: [{ cidr: "10.0.0.0/99" }] }],
    ["two consecutive wildcards", { a: [{ wildcard: "a**b" }] }],
    ["an unknown operator inside anything-but", { a: [{ "anything-but": { numeric: [">", 1] } }] }],
    ["a list", []],
  ])("%s is refused, whatever the event", (_title, pattern) => {
    expect(() => matches(pattern, {})).toThrow(InvalidEventPattern);
  });
});
