import { JobDraft } from "@freelancerm/contracts/jobs";
import { checkedBy } from "./validation.ts";

const empty = { title: "", description: "", categoryId: "" };

test("what is left empty is asked for, whatever it would have to look like", () => {
  expect(checkedBy(JobDraft)(empty)).toMatchObject({
    title: "Fill this in.",
    description: "Fill this in.",
    categoryId: "Fill this in.",
  });
});

test("what is there and does not fit is told apart from what is missing", () => {
  expect(checkedBy(JobDraft)({ ...empty, categoryId: "E-Commerce!" }).categoryId).toBe("must be a category slug");
});
