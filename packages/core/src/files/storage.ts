/** The port to where files lie. What was just posted is in quarantine until it was checked. */
import type { FileRecord } from "./file.ts";

export interface UploadForm {
  url: string;
  fields: Record<string, string>;
}

/** What was posted, as it lies in quarantine. */
export interface Posted {
  size: number;
  contentType: string;
  /** The first bytes, at most FIRST_BYTES. */
  first: Uint8Array;
  /** Identifies exactly these contents. */
  tag: string;
}

export interface FileStorage {
  /** A form that takes one file of exactly this size and type until `expiresAt` (milliseconds since the epoch). */
  form(file: FileRecord, expiresAt: number): Promise<UploadForm>;
  /** Undefined while nothing was posted. */
  inspect(fileId: string): Promise<Posted | undefined>;
  /** Copies exactly the contents of `tag` out of quarantine; answers false when they changed meanwhile. */
  keep(file: FileRecord, tag: string, disposition: string): Promise<boolean>;
  discard(fileId: string): Promise<void>;
  /** An address of the file on another origin, good for a minute. */
  address(file: FileRecord, disposition: string): Promise<string>;
}

/** Signed permissions to read one private file, for those it is shown to beside its owner. */
export interface FileTokens {
  issue(fileId: string): Promise<string>;
  holds(fileId: string, token: string): Promise<boolean>;
}
