import { routes } from "@freelancerm/contracts";
import { urlOf } from "@freelancerm/contracts/client";
import type { FileRef } from "@freelancerm/contracts/fields";
import { config } from "./config.ts";

/** Where a file is downloaded. */
export const fileUrl = (file: FileRef): string =>
  urlOf(config.apiUrl, routes.downloadFile.path, { params: { fileId: file.id } });
