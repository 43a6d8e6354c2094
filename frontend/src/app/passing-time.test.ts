import { addMet, inSteps, metWords, passedWords } from "./passing-time.ts";

test("time passes day by day, and what is left of a day at once", () => {
  expect(inSteps(3 * 86_400 + 60, 86_400)).toEqual([86_400, 86_400, 86_400, 60]);
  expect(inSteps(3_600, 86_400)).toEqual([3_600]);
});

test("says in words what fell due, money first, and that nothing did", () => {
  const met = addMet({ "job.expire": 1, "milestone.approve": 1 }, { "milestone.approve": 1, "offer.expire": 3 });
  expect(metWords(met)).toBe("2 milestones approved because nobody answered, 3 offers expired, and 1 job expired");
  expect(metWords({})).toBe("nothing fell due");
  expect([86_400, 14 * 86_400, 3_600].map(passedWords)).toEqual(["1 day passed", "14 days passed", "1 hour passed"]);
});
