import { refuseField } from "@freelancerm/contracts/errors";
import { partiesOf, roomIdOf } from "@freelancerm/contracts/ids";
import type { Room } from "@freelancerm/contracts/messaging";
import type { Actor } from "../actor.ts";
import { requireUnblocked } from "../blocking/block.ts";
import type { Needs } from "../deps.ts";
import { isRefusal } from "../refusals.ts";
import { iso } from "../time.ts";
import { personOf } from "../users/account.ts";
import { mayRead } from "../users/freelancer-profile.ts";
import { type InboxRow, isHidden, presentRoom } from "./room.ts";

type OpenRoomDeps = Needs<"accounts" | "clock" | "commit" | "rooms">;
/** Proposals of a hidden freelancer that are looked through for one to this client. */
const NEWEST = 100;

/** Makes both members' inbox rows where they are missing; answers the client's. Doing it again changes nothing. */
export const ensureRoom =
  (deps: OpenRoomDeps) =>
  async (clientId: string, freelancerId: string): Promise<InboxRow> => {
    const roomId = roomIdOf(clientId, freelancerId);
    const there = await deps.rooms.find(clientId, roomId);
    if (there) return there;
    const [client, freelancer] = await deps.accounts.findMany([clientId, freelancerId]);
    const blank = {
      roomId,
      lastSeq: 0,
      preview: "",
      lastMessageAt: null,
      readSeq: 0,
      theirReadSeq: null,
      hiddenSeq: null,
      noticeId: "",
      openedAt: iso(deps.clock.now()),
    };
    const seen = (id: string, account: typeof client) => ({
      counterpart: personOf(id, account),
      counterpartVersion: account?.version ?? 0,
    });
    const row = { ...blank, userId: clientId, ...seen(freelancerId, freelancer) };
    try {
      await deps.commit(
        deps.rooms.open(row),
        deps.rooms.open({ ...blank, userId: freelancerId, ...seen(clientId, client) }),
      );
    } catch (error) {
      // Somebody opened it meanwhile, and may have written in it already.
      if (!isRefusal(error, "resource.conflict")) throw error;
      return (await deps.rooms.find(clientId, roomId)) ?? row;
    }
    return row;
  };

/** @rule Whoever hid their profile is written to by those they talk with or proposed to, and by nobody else. */
async function mayReach(
  deps: Needs<"freelancers" | "proposals" | "rooms">,
  actor: Actor,
  freelancerId: string,
): Promise<boolean> {
  const profile = await deps.freelancers.find(freelancerId);
  if (profile && mayRead(profile, actor)) return true;
  if (await deps.rooms.find(actor.id, roomIdOf(actor.id, freelancerId))) return true;
  const { items } = await deps.proposals.listOfFreelancer(freelancerId, { limit: NEWEST });
  return items.some(({ id }) => partiesOf(id).clientId === actor.id);
}

/** @rule A conversation is opened by the client, or by an offer or contract; freelancers do not write first. */
export const openRoom =
  (deps: OpenRoomDeps & Needs<"blocks" | "freelancers" | "proposals">) =>
  async (actor: Actor, { freelancerId }: { freelancerId: string }): Promise<Room> => {
    const [freelancer] = await deps.accounts.findMany([freelancerId]);
    const works = freelancerId !== actor.id && freelancer?.roles.includes("freelancer");
    if (!works || !(await mayReach(deps, actor, freelancerId))) {
      refuseField("request.invalid", "freelancerId", "must be another person who works as a freelancer");
    }
    await requireUnblocked(deps, actor.id, freelancerId);
    const row = await ensureRoom(deps)(actor.id, freelancerId);
    if (isHidden(row)) await deps.commit(deps.rooms.show(actor.id, row.roomId));
    return presentRoom(row);
  };
