/** Routes of the domain bound to its use cases, over wherever the files lie. */
import { fileRoutes } from "@freelancerm/contracts/files";
import { downloadFile } from "@freelancerm/core/files/download-file";
import type { FileStorage, FileTokens } from "@freelancerm/core/files/storage";
import { completeUpload, createUpload } from "@freelancerm/core/files/upload-file";
import { servicesMove } from "@freelancerm/platform/clock";
import { implement } from "@freelancerm/platform/http";
import { Reply } from "@freelancerm/platform/http-response";

/** Shorter than the address it leads to lives; where a life can be jumped over, it is asked for anew. */
const keeping = () => (servicesMove() ? "no-store" : "private, max-age=30");

export const createFilesHandler = (ports: { storage: FileStorage; fileTokens: FileTokens }) =>
  implement(fileRoutes, (stores) => {
    const deps = { ...stores, ...ports };
    return {
      createUpload: ({ actor, body }) => createUpload(deps)(actor, body),
      completeUpload: ({ actor, params }) => completeUpload(deps)(actor, params),
      downloadFile: async ({ actor, params, query }) => {
        const { address, shared } = await downloadFile(deps)(actor, { ...params, ...query });
        return new Reply({}, { headers: { location: address, ...(shared && { "cache-control": keeping() }) } });
      },
    };
  });
