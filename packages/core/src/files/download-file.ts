import { Refusal } from "@freelancerm/contracts/errors";
import { ownerOfFile } from "@freelancerm/contracts/ids";
import type { Actor } from "../actor.ts";
import type { Needs } from "../deps.ts";
import { dispositionOf, isPublic } from "./file-type.ts";
import type { FileStorage, FileTokens } from "./storage.ts";

/** @rule Pictures of profiles are public; any other file is for its owner and for whoever was shown a signed address of it. */
export const downloadFile =
  (deps: Needs<"files"> & { storage: FileStorage; fileTokens: FileTokens }) =>
  async (
    actor: Actor | undefined,
    { fileId, token }: { fileId: string; token?: string },
  ): Promise<{ address: string; shared: boolean }> => {
    const file = await deps.files.find(fileId);
    if (file?.status !== "ready") throw new Refusal("resource.not_found");
    const shared = isPublic(file.purpose);
    const allowed =
      shared ||
      ownerOfFile(fileId) === actor?.id ||
      (token !== undefined && (await deps.fileTokens.holds(fileId, token)));
    if (!allowed) throw new Refusal("resource.not_found");
    return { address: await deps.storage.address(file, dispositionOf(file)), shared };
  };
