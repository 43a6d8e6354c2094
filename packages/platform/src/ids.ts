import { randomBytes } from "node:crypto";
import { ID_DIGITS } from "@freelancerm/contracts/ids";
import type { Clock, Ids } from "@freelancerm/core/entity";

const time = (ms: number): string => {
  let rest = ms;
  let text = "";
  for (let index = 0; index < 10; index++) {
    text = ID_DIGITS[rest % 32]! + text;
    rest = Math.floor(rest / 32);
  }
  return text;
};

const random = (length: number): string => Array.from(randomBytes(length), (byte) => ID_DIGITS[byte % 32]).join("");

/** Lower-case ULIDs: 10 characters of time, 16 of randomness. `time` never answers the same twice in one process. */
export function createIds(clock: Clock): Ids {
  let last = 0;
  return {
    unique: () => time(clock.now()) + random(16),
    time: () => {
      last = Math.max(clock.now(), last + 1);
      return time(last);
    },
  };
}
