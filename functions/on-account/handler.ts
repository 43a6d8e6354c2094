import { type DoorDeps, settleDoors } from "@freelancerm/core/trust/suspend";
import { consume } from "@freelancerm/platform/consume";
import { createIdentity } from "@freelancerm/platform/identity";
import { createSockets } from "@freelancerm/platform/sockets";

/** The consumer, at these doors. */
export const onAccountWith = (doors: Pick<DoorDeps, "identity" | "sockets">) =>
  consume("on-account", (deps) => {
    const settle = settleDoors({ ...deps, ...doors });
    return {
      "account.suspended.v1": ({ data }) => settle(data),
      "account.reinstated.v1": ({ data }) => settle(data),
    };
  });

export const handler = onAccountWith({ identity: createIdentity(), sockets: createSockets() });
