/** The people of the demo join: accounts, profiles, payout accounts. */
import { createHash } from "node:crypto";
import type { Currency } from "@freelancerm/contracts/fields";
import type { Role, StaffRole } from "@freelancerm/contracts/route";
import type { Actor } from "@freelancerm/core/actor";
import { happenedAt } from "@freelancerm/core/entity";
import { openPayoutAccount } from "@freelancerm/core/payments/payout-accounts";
import { receiveEvent } from "@freelancerm/core/payments/receive-event";
import { DAY, HOUR, iso } from "@freelancerm/core/time";
import type { Account } from "@freelancerm/core/users/account";
import { missingProfiles } from "@freelancerm/core/users/session";
import { updateClientProfile, updateFreelancerProfile } from "@freelancerm/core/users/update-profiles";
import { userIdOf } from "@freelancerm/platform/auth";
import { categories } from "./content/categories.ts";
import { personal, practice, trades } from "./content/freelancer-texts.ts";
import { clients, freelancers, places, rowsOf, staff, stars } from "./content/people.ts";
import { price } from "./money.ts";
import type { Random } from "./random.ts";
import type { Simulation, World } from "./simulation.ts";

export interface Member extends Actor {
  /** Identity in the user pool. */
  sub: string;
  email: string;
  name: string;
  /** What others call them. */
  calledBy: string;
  country: string;
  currency: Currency;
  /** Of freelancers. */
  categoryId: string;
  company: string;
  about: string;
}

export interface Cast {
  clients: Member[];
  freelancers: Member[];
  staff: Member[];
  demo: { client: Member; freelancer: Member; both: Member };
}

/** Addresses of those who are meant to be signed in as. */
const KNOWN: Record<string, string> = {
  "Clara Weiss": "client@example.com",
  "Inês Carvalho": "freelancer@example.com",
  "Mateo Rossi": "both@example.com",
  "Alma Berg": "admin@example.com",
  "Noah Fischer": "moderator@example.com",
  "Iris van Dijk": "mediator@example.com",
  "Samuel Cohen": "finance@example.com",
};

/** Without accents and spaces, as in an address. */
const plain = (name: string) =>
  name
    .normalize("NFD")
    .replaceAll(/\p{M}/gu, "")
    .replaceAll("ł", "l")
    .replaceAll("ø", "o")
    .toLowerCase()
    .replaceAll(/[^a-z]+/g, ".");

function subOf(email: string): string {
  const hex = createHash("sha256").update(`freelancerm demo ${email}`).digest("hex");
  return [hex.slice(0, 8), hex.slice(8, 12), `4${hex.slice(13, 16)}`, `8${hex.slice(17, 20)}`, hex.slice(20, 32)].join(
    "-",
  );
}

function member(name: string, country: string, roles: Role[], more: Partial<Member> = {}): Member {
  const email = KNOWN[name] ?? `${plain(name)}@example.com`;
  const sub = subOf(email);
  return {
    id: userIdOf(sub),
    sub,
    email,
    name,
    calledBy: name.split(" ")[0]!,
    country,
    currency: places[country]!.currency,
    roles,
    staffRoles: [],
    categoryId: "",
    company: "",
    about: "",
    ...more,
  };
}

export function createCast(): Cast {
  const clientCast = rowsOf(clients).map(([name, country, company, about]) =>
    member(name!, country!, ["client"], { company, about }),
  );
  const freelancerCast = rowsOf(freelancers).map(([name, country, categoryId]) =>
    member(name!, country!, name === "Mateo Rossi" ? ["client", "freelancer"] : ["freelancer"], { categoryId }),
  );
  const [inês, mateo] = freelancerCast as [Member, Member];
  Object.assign(mateo, {
    company: "Studio Rossi",
    about: "A design studio of one that hires friends when things get busy.",
  });
  return {
    clients: [...clientCast, mateo],
    freelancers: freelancerCast,
    staff: rowsOf(staff).map(([name, country, role]) =>
      member(name!, country!, [], { staffRoles: [role as StaffRole] }),
    ),
    demo: { client: clientCast[0]!, freelancer: inês, both: mateo },
  };
}

const skillsOf = (categoryId: string) => categories.find(({ id }) => id === categoryId)!.skills.map(({ id }) => id);

async function join(world: World, { id, email, name, roles, country }: Member): Promise<void> {
  const at = iso(world.clock.now());
  const place = places[country]!;
  const account: Account = {
    id,
    email,
    displayName: name,
    roles,
    country,
    timeZone: place.timeZone,
    languages: place.languages,
    avatarFileId: null,
    totpEnabled: false,
    unmailed: [],
    joinedAt: at,
    version: 0,
  };
  const { changes } = missingProfiles(world, { account, freelancer: undefined, client: undefined });
  const events = [happenedAt(world, "user.joined.v1", { userId: id, roles }, at)];
  await world.commit(world.accounts.save(account, { events }), ...changes);
}

async function describeFreelancer(world: World, random: Random, person: Member, position: number): Promise<void> {
  const trade = trades[person.categoryId]!;
  const [headline, first] = trade.voices[position % trade.voices.length]!;
  const [low, high] = trade.rate;
  const account = await world.accounts.find(person.id);
  const works = random.some(trade.works, position === 0 ? 3 : random.whole(1, 2));
  await updateFreelancerProfile(world)(person, {
    version: account!.version,
    headline,
    bio: `${first}\n\n${random.pick(practice)} ${random.pick(personal)}`,
    categoryId: person.categoryId,
    skills: random.some(skillsOf(person.categoryId), random.whole(3, 6)),
    hourlyRate: price(random.between(low, high), person.currency),
    currency: person.currency,
    availability:
      position === 0 ? "now" : random.pick(["now", "now", "part_time", "part_time", "unavailable"] as const),
    visibility: "public",
    portfolio: works.map(([title, description]) => ({ title, description, link: null, imageFileId: null })),
  });
}

/** Everybody joins: those who will be busiest last, since lists show the newest first. */
export function tellOfJoining(simulation: Simulation, random: Random, cast: Cast, opening: number): void {
  const { world, tell } = simulation;
  for (const [index, person] of cast.staff.entries())
    tell(opening - 200 * DAY + index * HOUR, () => join(world, person));

  for (const person of cast.clients) {
    if (person === cast.demo.both) continue;
    tell(opening - random.between(5, 190) * DAY, async ({ pass }) => {
      await join(world, person);
      await pass(HOUR);
      await introduceClient(world, person);
    });
  }
  const positions = new Map<string, number>();
  for (const person of cast.freelancers) {
    const position = positions.get(person.categoryId) ?? 0;
    positions.set(person.categoryId, position + 1);
    const early = stars.includes(person.name) ? random.between(0.2, 2) : random.between(3, 180);
    tell(opening - early * DAY, async ({ pass }) => {
      await join(world, person);
      await pass(HOUR);
      await describeFreelancer(world, random, person, position);
      if (person.roles.includes("client")) await introduceClient(world, person);
    });
  }
}

async function introduceClient(world: World, person: Member): Promise<void> {
  const account = await world.accounts.find(person.id);
  const { company, about } = person;
  await updateClientProfile(world)(person, { version: account!.version, company, about });
}

/** Sets a payout account up and finishes the onboarding. */
export async function openPayouts(world: World, person: Member): Promise<void> {
  if (await world.payoutAccounts.find(person.id)) return;
  await openPayoutAccount(world)(person);
  const { accountId } = (await world.payoutAccounts.find(person.id))!;
  await receiveEvent(world)({ id: `evt_${world.ids.unique()}`, about: "account", accountId: accountId! });
}
