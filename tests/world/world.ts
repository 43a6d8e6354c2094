/**
 * The marketplace in memory: the real handlers, rules and keys over the memory table, a clock that is moved by hand, and
 * people who call the API with the typed client. Nothing of it is mocked; what the stream would carry can be pumped.
 */
import { type ApiClient, createApiClient } from "@freelancerm/contracts/client";
import { Refusal } from "@freelancerm/contracts/errors";
import { jobIdOf } from "@freelancerm/contracts/ids";
import type { Role, StaffRole } from "@freelancerm/contracts/route";
import type { Actor } from "@freelancerm/core/actor";
import type { Deps } from "@freelancerm/core/deps";
import { iso } from "@freelancerm/core/time";
import type { Account } from "@freelancerm/core/users/account";
import { missingProfiles } from "@freelancerm/core/users/session";
import { createMemoryTable, type MemoryTable } from "@freelancerm/data/memory-table";
import type { Table } from "@freelancerm/data/table";
import { createDeps } from "@freelancerm/platform/deps";
import { createDispatch, type Handlers } from "./dispatch.ts";
import { type Consumers, createStream, type Stream } from "./stream.ts";

export interface Clock {
  now(): number;
  advance(ms: number): void;
}

export interface Someone extends Actor {
  api: ApiClient;
  token: string;
}

export interface World {
  memory: MemoryTable;
  table: Table;
  clock: Clock;
  deps: Deps;
  /** The API as the public sees it. */
  anyone: ApiClient;
  fetch: typeof fetch;
  /** What the cloud does after a commit. */
  stream: Stream;
  /** A confirmed account with these roles. */
  join(name: string, ...roles: Role[]): Promise<Someone>;
  /** A member of staff. */
  employ(name: string, ...staffRoles: StaffRole[]): Promise<Someone>;
}

export const START = Date.parse("2026-01-05T09:00:00.000Z");
export const CATEGORY = "web-development";
export const SKILLS = ["typescript", "react"];

/** `through` wraps the table, for example with faults. */
export async function createWorld(
  handlers: Handlers,
  through: (table: MemoryTable) => Table = (table) => table,
  /** Consumers that `world.stream.settle()` delivers to; bind them to what they are given. */
  consumers: (own: { table: Table; clock: Clock; deps: Deps }) => Consumers = () => ({}),
): Promise<World> {
  let now = START;
  const clock: Clock = {
    now: () => now,
    advance: (ms) => {
      now += ms;
    },
  };
  const memory = createMemoryTable();
  const table = through(memory);
  const deps = createDeps(table, clock);
  const stream = createStream(memory, table, consumers({ table, clock, deps }));
  const verifyToken = async (token: string): Promise<Actor> => {
    try {
      return JSON.parse(token) as Actor;
    } catch {
      throw new Refusal("auth.required");
    }
  };
  const fetch = createDispatch(handlers, { table, clock, verifyToken });
  const seed = createDeps(memory, clock);
  await seed.commit(
    seed.taxonomy.addCategory({
      id: CATEGORY,
      name: "Web development",
      description: "",
      parentId: null,
      order: 1,
      retired: false,
    }),
    ...SKILLS.map((id) => seed.taxonomy.addSkill({ id, name: id, categoryId: CATEGORY, synonyms: [] })),
  );
  let count = 0;

  async function someone(name: string, roles: Role[], staffRoles: StaffRole[]): Promise<Someone> {
    const id = `usr_${String(++count).padStart(16, "0")}`;
    const account: Account = {
      id,
      email: `${name.toLowerCase()}@example.com`,
      displayName: name,
      roles,
      country: "PT",
      timeZone: "Europe/Lisbon",
      languages: ["en"],
      avatarFileId: null,
      totpEnabled: false,
      unmailed: [],
      joinedAt: iso(now),
      ...(staffRoles.length > 0 && { staffRoles }),
      version: 0,
    };
    const profiles = missingProfiles(seed, { account, freelancer: undefined, client: undefined });
    await seed.commit(seed.accounts.save(account), ...profiles.changes);
    const token = JSON.stringify({ id, roles, staffRoles } satisfies Actor);
    return {
      id,
      roles,
      staffRoles,
      token,
      api: createApiClient({ baseUrl: "http://world", token: () => token, fetch }),
    };
  }

  return {
    memory,
    table,
    clock,
    deps,
    fetch,
    stream,
    anyone: createApiClient({ baseUrl: "http://world", fetch }),
    join: (name, ...roles) => someone(name, roles, []),
    employ: (name, ...staffRoles) => someone(name, [], staffRoles),
  };
}

/** A sound job to post. */
export const jobDraft = {
  title: "Build a booking page for a small hotel",
  description: "Twelve rooms, two languages, payment on arrival. We have designs and an existing API to talk to.",
  type: "fixed",
  budget: { min: 50_000, max: 120_000 },
  currency: "EUR",
  categoryId: CATEGORY,
  skills: SKILLS,
  level: "intermediate",
  duration: "weeks",
} as const;

/** An id of the right shape that nothing has. */
export const unknownJob = (clientId: string) => jobIdOf(clientId, "0000000000");
