import { routes } from "@freelancerm/contracts";
import { urlOf } from "@freelancerm/contracts/client";
import type { FileRef } from "@freelancerm/contracts/fields";
import { API } from "./config.ts";

/** Where a file is downloaded; its token opens it to whoever was shown it. */
export const fileUrl = ({ id: fileId, token }: FileRef): string =>
  urlOf(API, routes.downloadFile.path, { params: { fileId }, query: { token } });
