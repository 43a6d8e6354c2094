/** A file somebody uploaded, and what other things show of it. */
import { refuseField } from "@freelancerm/contracts/errors";
import type { FileRef } from "@freelancerm/contracts/fields";
import type { FilePurpose } from "@freelancerm/contracts/files";
import { ownerOfFile } from "@freelancerm/contracts/ids";
import type { Change, SaveOptions, Versioned } from "../entity.ts";

export interface FileRecord extends FileRef, Versioned {
  purpose: FilePurpose;
  status: "announced" | "ready";
  announcedAt: string;
}

export interface FileStore {
  find(id: string): Promise<FileRecord | undefined>;
  /** In the order of the ids. */
  findMany(ids: string[]): Promise<(FileRecord | undefined)[]>;
  save(file: FileRecord, options?: SaveOptions): Change;
  /** One that is gone is fine. */
  remove(id: string): Change;
}

/** @rule Only one's own completed uploads, made for this purpose, can be attached. */
export async function requireFiles(
  files: FileStore,
  ownerId: string,
  purpose: FilePurpose,
  ids: readonly string[],
  field: string | ((index: number) => string) = "attachmentIds",
): Promise<FileRef[]> {
  if (ids.length === 0) return [];
  const found = await files.findMany([...ids]);
  return ids.map((id, index) => {
    const file = found[index];
    if (!file || ownerOfFile(id) !== ownerId || file.purpose !== purpose || file.status !== "ready") {
      return refuseField("file.not_ready", typeof field === "string" ? `${field}.${index}` : field(index));
    }
    return { id, name: file.name, contentType: file.contentType, size: file.size };
  });
}
