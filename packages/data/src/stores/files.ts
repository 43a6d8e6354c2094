import type { FileRecord, FileStore } from "@freelancerm/core/files/file";
import { change, type Mapping, save, toEntityIf } from "../entity.ts";
import { keys } from "../keys.ts";
import type { Table } from "../table.ts";

const mapping: Mapping<FileRecord, never> = { key: ({ id }) => keys.file(id), card: [] };

export const createFileStore = (table: Table): FileStore => ({
  find: async (id) => toEntityIf(await table.get(keys.file(id))),
  findMany: async (ids) =>
    (await table.getMany(ids.map(keys.file), { consistent: true })).map((item) => toEntityIf<FileRecord>(item)),
  save: (file, options) => save(mapping, file, options),
  remove: (id) => change({ delete: keys.file(id) }),
});
