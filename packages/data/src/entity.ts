/** How an entity becomes an item and back: key, index keys, `card` for the lists, `body` for the rest, version and outbox. */
import type { ErrorCode } from "@freelancerm/contracts/errors";
import type { Change, SaveOptions, Versioned } from "@freelancerm/core/entity";
import { outboxOf } from "./outbox.ts";
import { type IndexName, tableSchema } from "./schema.ts";
import type { Item, Key, Write } from "./table.ts";

/** A change as this package understands it. */
export interface TableChange extends Change {
  readonly write: Write;
}

export const change = (write: Write, refusal: ErrorCode = "resource.conflict"): TableChange => ({ write, refusal });

export interface Mapping<E extends Versioned, C extends string> {
  key(entity: E): Key;
  /** Index keys, empty where the entity is in no list. */
  index?(entity: E): Partial<Record<`${IndexName}${"pk" | "sk"}`, string>>;
  /** Fields that lists show. */
  card: readonly C[];
  /** Epoch seconds. */
  ttl?(entity: E): number;
}

const hidden = new Set(["version", "outbox"]);

export function toItem<E extends Versioned, C extends string>(
  mapping: Mapping<E, C>,
  entity: E,
  options: SaveOptions = {},
): Item {
  const card: Record<string, unknown> = {};
  const body: Record<string, unknown> = {};
  for (const [name, value] of Object.entries(entity)) {
    if (hidden.has(name) || value === undefined) continue;
    if ((mapping.card as readonly string[]).includes(name)) card[name] = value;
    else body[name] = value;
  }
  const outbox = outboxOf(entity, options);
  return {
    ...mapping.key(entity),
    ...mapping.index?.(entity),
    card,
    ...(Object.keys(body).length > 0 && { body }),
    version: entity.version + 1,
    ...(outbox.length > 0 && { outbox, [tableSchema.outboxMark]: true }),
    ...(mapping.ttl && { ttl: mapping.ttl(entity) }),
  };
}

export const toEntity = <E extends Versioned>(item: Item): E =>
  ({
    ...(item.card as object),
    ...(item.body as object | undefined),
    version: item.version,
    ...(item.outbox !== undefined && { outbox: item.outbox }),
  }) as E;

export const toEntityIf = <E extends Versioned>(item: Item | undefined): E | undefined => item && toEntity<E>(item);

/** A save that is refused when the stored version is not the one the entity was read at. */
export function save<E extends Versioned, C extends string>(
  mapping: Mapping<E, C>,
  entity: E,
  options: SaveOptions = {},
): TableChange {
  const when = entity.version === 0 ? { absent: true as const } : { equals: { version: entity.version } };
  return change({ put: toItem(mapping, entity, options), when }, options.orElse);
}
