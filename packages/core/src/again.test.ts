import { Refusal } from "@freelancerm/contracts/errors";
import { again } from "./again.ts";

/** Work that loses so many races before it is through. */
function losing(races: number) {
  let calls = 0;
  const work = async () => {
    calls += 1;
    if (calls <= races) throw new Refusal("resource.conflict");
    return calls;
  };
  return { work, calls: () => calls };
}

test("who lost a race runs again, and waits before each further try", async () => {
  const waited: number[] = [];
  const pause = async (tried: number) => void waited.push(tried);
  expect(await again(losing(2).work, { tries: 3, pause })).toBe(3);
  expect(waited).toEqual([1, 2]);
});

test("whoever loses every try is told of the conflict", async () => {
  const { work, calls } = losing(9);
  await expect(again(work, { tries: 3 })).rejects.toMatchObject({ code: "resource.conflict" });
  expect(calls()).toBe(3);
});

test("any other refusal is final", async () => {
  let calls = 0;
  const work = async () => {
    calls += 1;
    throw new Refusal("resource.changed");
  };
  await expect(again(work)).rejects.toMatchObject({ code: "resource.changed" });
  expect(calls).toBe(1);
});
