/** Two steps of an upload: announced, then posted and checked. */
import { Refusal, refuseField } from "@freelancerm/contracts/errors";
import type { FileRef } from "@freelancerm/contracts/fields";
import type { FilePurpose } from "@freelancerm/contracts/files";
import { fileIdOf } from "@freelancerm/contracts/ids";
import type { Actor } from "../actor.ts";
import type { Needs } from "../deps.ts";
import { limits } from "../policy/policy.ts";
import { iso } from "../time.ts";
import type { FileRecord } from "./file.ts";
import { dispositionOf, looksLike, requireAcceptable } from "./file-type.ts";
import type { FileStorage, UploadForm } from "./storage.ts";

/** @rule The form of an upload takes one file of exactly the announced size and type. */
const FORM_LIVES = limits.uploadForm;

export interface Upload extends UploadForm {
  fileId: string;
  expiresAt: string;
}

export const createUpload =
  (deps: Needs<"clock" | "commit" | "files" | "ids"> & { storage: FileStorage }) =>
  async (
    actor: Actor,
    draft: { purpose: FilePurpose; name: string; contentType: string; size: number },
  ): Promise<Upload> => {
    requireAcceptable(draft);
    const now = deps.clock.now();
    const file: FileRecord = {
      ...draft,
      id: fileIdOf(actor.id, deps.ids.unique()),
      status: "announced",
      announcedAt: iso(now),
      version: 0,
    };
    const form = await deps.storage.form(file, now + FORM_LIVES);
    await deps.commit(deps.files.save(file));
    return { ...form, fileId: file.id, expiresAt: iso(now + FORM_LIVES) };
  };

const refOf = ({ id, name, contentType, size }: FileRecord): FileRef => ({ id, name, contentType, size });

/** @rule A posted file leaves quarantine when its size, type and first bytes are what was announced; else it is deleted. */
export const completeUpload =
  (deps: Needs<"commit" | "files"> & { storage: FileStorage }) =>
  async (_: Actor, { fileId }: { fileId: string }): Promise<FileRef> => {
    const file = await deps.files.find(fileId);
    if (!file) throw new Refusal("resource.not_found");
    if (file.status === "ready") return refOf(file);
    const posted = await deps.storage.inspect(fileId);
    if (!posted) throw new Refusal("file.not_ready");
    if (posted.size !== file.size) {
      await deps.storage.discard(fileId);
      refuseField(
        posted.size > file.size ? "file.too_large" : "file.type_refused",
        "size",
        "is not what was announced",
      );
    }
    if (posted.contentType !== file.contentType || !looksLike(file.purpose, file.contentType, posted.first)) {
      await deps.storage.discard(fileId);
      refuseField("file.type_refused", "contentType", "is not what was announced");
    }
    if (!(await deps.storage.keep(file, posted.tag, dispositionOf(file)))) throw new Refusal("resource.conflict");
    await deps.commit(deps.files.save({ ...file, status: "ready" }));
    await deps.storage.discard(fileId);
    return refOf(file);
  };
