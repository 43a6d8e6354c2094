import { bundlesOf } from "./bundles.ts";

const notification = (id: string, title: string, link: string) => ({
  id,
  title,
  link,
  kind: "message_received" as const,
  body: "",
  createdAt: "2026-01-01T00:00:00.000Z",
  readAt: null,
});

test("the same said again right away is one bundle, newest first; anything between starts another", () => {
  const feed = [
    notification("4", "Nina wrote to you", "/messages/a"),
    notification("3", "Nina wrote to you", "/messages/a"),
    notification("2", "Work was submitted", "/contracts/c"),
    notification("1", "Nina wrote to you", "/messages/a"),
  ];
  expect(bundlesOf(feed).map((bundle) => bundle.map(({ id }) => id))).toEqual([["4", "3"], ["2"], ["1"]]);
});

test("namesakes in different conversations stay apart", () => {
  const feed = [
    notification("2", "Nina wrote to you", "/messages/a"),
    notification("1", "Nina wrote to you", "/messages/b"),
  ];
  expect(bundlesOf(feed)).toHaveLength(2);
});
