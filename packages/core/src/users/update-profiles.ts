/** The owner's edits of the profiles of their roles. */
import { Refusal } from "@freelancerm/contracts/errors";
import type { Me } from "@freelancerm/contracts/users";
import type { Actor } from "../actor.ts";
import { requireKnown } from "../categories/taxonomy.ts";
import type { Needs } from "../deps.ts";
import { requireFiles } from "../files/file.ts";
import type { ClientRecord } from "./client-profile.ts";
import { type FreelancerRecord, listingChange } from "./freelancer-profile.ts";
import { presentMe, saved } from "./me.ts";
import { requireMeAt } from "./update-me.ts";

type FreelancerDraft = Partial<
  Pick<
    FreelancerRecord,
    "headline" | "bio" | "categoryId" | "skills" | "hourlyRate" | "currency" | "availability" | "visibility"
  >
> & { portfolio?: Omit<FreelancerRecord["portfolio"][number], "id">[] };

export const updateFreelancerProfile =
  (deps: Needs<"accounts" | "clock" | "commit" | "files" | "freelancers" | "ids" | "taxonomy">) =>
  async (actor: Actor, { version, portfolio, ...draft }: FreelancerDraft & { version: number }): Promise<Me> => {
    const me = await requireMeAt(deps, actor, version);
    const before = me.freelancer;
    if (!before || !me.account.roles.includes("freelancer")) throw new Refusal("auth.role_required");
    if (draft.categoryId !== undefined || draft.skills) {
      requireKnown(await deps.taxonomy.read(), draft.categoryId ?? null, draft.skills ?? []);
    }
    const freelancer: FreelancerRecord = {
      ...before,
      ...draft,
      skills: draft.skills ? [...new Set(draft.skills)] : before.skills,
      portfolio: portfolio ? await withImages(deps, actor, portfolio) : before.portfolio,
    };
    await deps.commit(
      deps.accounts.save(me.account, { orElse: "resource.changed" }),
      deps.freelancers.save(freelancer, listingChange(deps, before, freelancer)),
    );
    return presentMe({ ...me, account: saved(me.account), freelancer }, actor.staffRoles);
  };

async function withImages(
  deps: Needs<"files" | "ids">,
  actor: Actor,
  portfolio: NonNullable<FreelancerDraft["portfolio"]>,
): Promise<FreelancerRecord["portfolio"]> {
  const pictured = portfolio.flatMap(({ imageFileId }, index) => (imageFileId ? [{ imageFileId, index }] : []));
  await requireFiles(
    deps.files,
    actor.id,
    "portfolio",
    pictured.map(({ imageFileId }) => imageFileId),
    (position) => `portfolio.${pictured[position]!.index}.imageFileId`,
  );
  return portfolio.map((item) => ({ ...item, id: deps.ids.unique() }));
}

export const updateClientProfile =
  (deps: Needs<"accounts" | "clients" | "commit">) =>
  async (
    actor: Actor,
    { version, ...draft }: Partial<Pick<ClientRecord, "company" | "about">> & { version: number },
  ): Promise<Me> => {
    const me = await requireMeAt(deps, actor, version);
    if (!me.client || !me.account.roles.includes("client")) throw new Refusal("auth.role_required");
    const client: ClientRecord = { ...me.client, ...draft };
    await deps.commit(deps.accounts.save(me.account, { orElse: "resource.changed" }), deps.clients.save(client));
    return presentMe({ ...me, account: saved(me.account), client }, actor.staffRoles);
  };
