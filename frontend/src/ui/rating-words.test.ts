import { SCORED_FROM, unscored } from "./rating-words.ts";

test("says what a score still needs", () => {
  expect(unscored(0)).toBe("No reviews yet");
  expect(unscored(1)).toBe("1 review, score from 3");
  expect(unscored(3)).toBe("3 reviews, all by one person");
  expect(SCORED_FROM).toContain("3 reviewed contracts with 2 different people");
});
