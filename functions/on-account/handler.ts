import type { FileRemoval } from "@freelancerm/core/files/file-removal";
import { type DoorDeps, settleDoors } from "@freelancerm/core/trust/suspend";
import { eraseOutside } from "@freelancerm/core/users/close-account";
import type { Identity } from "@freelancerm/core/users/identity";
import { consume } from "@freelancerm/platform/consume";
import { createFileRemoval } from "@freelancerm/platform/file-removal";
import { createIdentity } from "@freelancerm/platform/identity";
import { createSockets } from "@freelancerm/platform/sockets";

interface Doors extends Pick<DoorDeps, "sockets"> {
  identity: Pick<Identity, "admit" | "remove" | "shutOut">;
  fileRemoval: FileRemoval;
}

/** The consumer, at these doors. */
export const onAccountWith = (doors: Doors) =>
  consume("on-account", (deps) => {
    const settle = settleDoors({ ...deps, ...doors });
    return {
      "account.closed.v1": eraseOutside({ ...deps, ...doors }),
      "account.suspended.v1": ({ data }) => settle(data),
      "account.reinstated.v1": ({ data }) => settle(data),
    };
  });

export const handler = onAccountWith({
  identity: createIdentity(),
  sockets: createSockets(),
  fileRemoval: createFileRemoval(),
});
