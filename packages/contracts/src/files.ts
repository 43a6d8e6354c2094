import * as z from "zod/mini";
import { FileRef, line, Timestamp } from "./fields.ts";
import { FileId } from "./ids.ts";
import { defineRoutes } from "./route.ts";

export const FilePurpose = z.enum(["avatar", "portfolio", "job", "proposal", "milestone", "message"]);
export type FilePurpose = z.infer<typeof FilePurpose>;
const params = z.object({ fileId: FileId });

export const fileRoutes = defineRoutes({
  createUpload: {
    method: "POST",
    path: "/uploads",
    caller: "user",
    summary: "Announce a file: answers a presigned form to post it to",
    body: z.strictObject({
      purpose: FilePurpose,
      name: line(1, 150),
      contentType: z.string().check(z.regex(/^[a-z]+\/[a-z0-9.+-]+$/), z.maxLength(100)),
      size: z.int().check(z.minimum(1), z.maximum(100 * 1024 * 1024)),
    }),
    response: z.object({
      fileId: FileId,
      url: z.string(),
      fields: z.record(z.string(), z.string()),
      expiresAt: Timestamp,
    }),
    status: 201,
    errors: ["file.too_large", "file.type_refused"],
    limit: { max: 60, seconds: 60 },
  },
  completeUpload: {
    method: "POST",
    path: "/uploads/{fileId}/complete",
    caller: "user",
    access: { param: "fileId", as: "owner" },
    summary: "Say the file is posted: its size, type and first bytes are checked",
    params,
    response: FileRef,
    errors: ["file.too_large", "file.type_refused", "file.not_ready"],
  },
  downloadFile: {
    method: "GET",
    path: "/files/{fileId}",
    caller: "anyone",
    access: "public",
    summary: "Redirects to the file on another origin; private files need a signed address",
    params,
    query: z.strictObject({ token: z.optional(z.string().check(z.maxLength(200))) }),
    response: z.object({}),
    status: 303,
  },
});
