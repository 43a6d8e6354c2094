import { metSince, metWords, passedWords, shareOf } from "./passing-time.ts";

test("says in words what fell due since, money first, and that nothing did", () => {
  const met = metSince(
    { "job.expire": 1, "job.warn": 4 },
    { "job.expire": 2, "job.warn": 4, "offer.expire": 3, "milestone.approve": 2 },
  );
  expect(metWords(met)).toBe("2 milestones approved because nobody answered, 3 offers expired, and 1 job expired");
  expect(metWords({})).toBe("nothing fell due");
  expect([86_400, 14 * 86_400, 3_600].map(passedWords)).toEqual(["1 day passed", "14 days passed", "1 hour passed"]);
});

test("a share of time is never less than none nor more than all", () => {
  expect([50, 100, 150, 200, 250].map((done) => shareOf(100, 200, done))).toEqual([0, 0, 0.5, 1, 1]);
});
