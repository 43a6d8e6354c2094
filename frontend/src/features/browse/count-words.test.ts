import { countWords } from "./count-words.ts";

const jobs = (more: object) => countWords({ noun: "job", shown: 20, more: true, narrowed: false, ...more });

test("a list whose end is in sight is counted", () => {
  expect(jobs({ shown: 23, more: false })).toBe("23 jobs");
  expect(jobs({ shown: 1, more: false, narrowed: true })).toBe("1 job matches");
  expect(jobs({ shown: 0, more: false, narrowed: true })).toBe("0 jobs");
});

test("a list with more to come says how many there are in all where that is known, as the home page does", () => {
  expect(jobs({ total: 33 })).toBe("33 jobs, the first 20 shown");
  expect(jobs({ total: 33, narrowed: true })).toBe("33 jobs match, the first 20 shown");
  expect(jobs({ narrowed: true })).toBe("The first 20 jobs that match");
  expect(jobs({ narrowed: true, shown: 0 })).toBe("None so far");
});

test("figures that lag behind the list are not said", () => {
  expect(jobs({ total: 19 })).toBe("The first 20 jobs");
});

test("a ranked list says what was compared", () => {
  expect(jobs({ ranked: { count: 33, all: true } })).toBe("33 jobs, best first");
  expect(jobs({ ranked: { count: 12, all: true }, narrowed: true })).toBe("12 jobs match, best first");
  expect(jobs({ ranked: { count: 200, all: false } })).toBe("The newest 200 jobs, best match first");
  expect(jobs({ ranked: { count: 0, all: false }, narrowed: true })).toBe("No jobs among the newest");
});
