import { claimPort, freePort, holdPort } from "./ports.ts";

const taken = (port: number, purpose: string) =>
  `Port ${port} for ${purpose} is already in use: stop what uses it, or choose another port.`;

test("a held port is nobody else's until it is let go", async () => {
  const held = await holdPort(0, "mail");
  await expect(holdPort(held.port, "Stripe")).rejects.toThrow(taken(held.port, "Stripe"));
  await held.release();
  await held.release();
  expect(await claimPort(held.port, "Stripe")).toBe(held.port);
});

test("free ports held at the same time are different ones", async () => {
  const held = await Promise.all(Array.from({ length: 20 }, () => holdPort(0, "anything")));
  expect(new Set(held.map(({ port }) => port)).size).toBe(20);
  await Promise.all(held.map(({ release }) => release()));
});

test("whoever calls before it is used is told to come again, and holds nothing up", async () => {
  const { port, release } = await holdPort(await freePort(), "the application");
  const answer = await fetch(`http://127.0.0.1:${port}`);
  expect([answer.status, answer.headers.get("retry-after")]).toEqual([503, "1"]);
  await release();
});
