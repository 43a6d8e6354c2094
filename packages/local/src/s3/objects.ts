import { createHash, randomUUID } from "node:crypto";
import { mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { openStore } from "../store.ts";

/** An object without its bytes. Header names are lower case. */
export interface StoredObject {
  key: string;
  size: number;
  /** Hexadecimal MD5. */
  etag: string;
  /** Virtual time, milliseconds. */
  modifiedAt: number;
  /** Headers given back on reading: content-type, content-disposition, cache-control, x-amz-meta-…, … */
  headers: Record<string, string>;
  /** Checksum headers (x-amz-checksum-…) the writer sent. */
  checksums: Record<string, string>;
  /** Name of the file with the bytes. */
  file: string;
}

/** The objects of one bucket. */
export interface ObjectStore {
  put(key: string, body: Buffer, about: Pick<StoredObject, "modifiedAt" | "headers" | "checksums">): StoredObject;
  find(key: string): StoredObject | undefined;
  read(object: StoredObject): Buffer;
  remove(key: string): void;
  /** All objects by key, in S3's order (UTF-8 bytes). */
  list(): StoredObject[];
}

/**
 * Bytes and description are separate files; the description is replaced atomically after the bytes are written, so a
 * key shows its old or its new content and never a mixture. Without `folder` everything stays in memory.
 */
export function openObjects(folder?: string): ObjectStore {
  const index = new Map<string, StoredObject>();
  const memory = new Map<string, Buffer>();
  if (folder) {
    mkdirSync(folder, { recursive: true });
    for (const name of readdirSync(folder).filter((file) => file.endsWith(".json"))) {
      const object = JSON.parse(readFileSync(join(folder, name), "utf8")) as StoredObject;
      index.set(object.key, object);
    }
  }
  const descriptionOf = (key: string) => join(folder ?? "", `${createHash("sha256").update(key).digest("hex")}.json`);
  const discard = (file: string) => (folder ? rmSync(join(folder, file), { force: true }) : memory.delete(file));

  return {
    put(key, body, about) {
      const old = index.get(key);
      const file = `${randomUUID()}.data`;
      const etag = createHash("md5").update(body).digest("hex");
      const object = { ...about, key, size: body.length, etag, file };
      if (folder) {
        writeFileSync(join(folder, file), body);
        const description = openStore<StoredObject>(descriptionOf(key), object);
        description.value = object;
        description.save();
      } else memory.set(file, body);
      index.set(key, object);
      if (old) discard(old.file);
      return object;
    },
    find: (key) => index.get(key),
    read: ({ file }) => (folder ? readFileSync(join(folder, file)) : (memory.get(file) ?? Buffer.alloc(0))),
    remove(key) {
      const object = index.get(key);
      if (!object) return;
      if (folder) rmSync(descriptionOf(key), { force: true });
      index.delete(key);
      discard(object.file);
    },
    list: () => [...index.values()].sort((a, b) => Buffer.compare(Buffer.from(a.key), Buffer.from(b.key))),
  };
}
