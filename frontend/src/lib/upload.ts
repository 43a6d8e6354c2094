/** Uploading: announce the file, post it to the presigned form with progress, have it checked. */
import type { FileRef } from "@freelancerm/contracts/fields";
import type { FilePurpose } from "@freelancerm/contracts/files";
import { api } from "./api.ts";

/** Megabytes a file of each purpose may have. */
export const MAX_MEGABYTES: Record<FilePurpose, number> = {
  avatar: 5,
  portfolio: 10,
  job: 25,
  proposal: 25,
  milestone: 100,
  message: 100,
};

/** Uploads a file; `onProgress` hears fractions from 0 to 1. Throws ApiError, TypeError or AbortError. */
export async function upload(
  file: File,
  purpose: FilePurpose,
  { onProgress, signal }: { onProgress?: (fraction: number) => void; signal?: AbortSignal } = {},
): Promise<FileRef> {
  const { fileId, url, fields } = await api.createUpload({
    body: {
      purpose,
      name: file.name.slice(0, 150),
      contentType: file.type || "application/octet-stream",
      size: file.size,
    },
    signal,
  });
  await post(url, fields, file, onProgress, signal);
  return api.completeUpload({ params: { fileId }, signal });
}

function post(
  url: string,
  fields: Record<string, string>,
  file: File,
  onProgress?: (fraction: number) => void,
  signal?: AbortSignal,
): Promise<void> {
  const form = new FormData();
  for (const [name, value] of Object.entries(fields)) form.append(name, value);
  form.append("file", file);
  return new Promise((resolve, reject) => {
    // fetch cannot tell how much has been sent.
    const request = new XMLHttpRequest();
    request.open("POST", url);
    request.upload.onprogress = (event) => event.lengthComputable && onProgress?.(event.loaded / event.total);
    request.onload = () =>
      request.status < 300 ? resolve() : reject(new TypeError(`The upload was refused (${request.status}).`));
    request.onerror = () => reject(new TypeError("The upload did not go through."));
    request.onabort = () => reject(new DOMException("cancelled", "AbortError"));
    signal?.addEventListener("abort", () => request.abort());
    request.send(form);
  });
}
