import { systemClock } from "@freelancerm/platform/clock";
import { ownTable } from "@freelancerm/platform/deps";
import { createFileTokens } from "@freelancerm/platform/file-tokens";
import { secretOf } from "@freelancerm/platform/secrets";
import { createFileStorage } from "@freelancerm/platform/storage";
import { createFilesHandler } from "./bind.ts";

export const handler = createFilesHandler({
  storage: createFileStorage(systemClock),
  fileTokens: createFileTokens(() => secretOf(ownTable(), "files"), systemClock),
});
