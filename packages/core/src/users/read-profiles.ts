import { Refusal } from "@freelancerm/contracts/errors";
import type { ClientProfile, FreelancerProfile } from "@freelancerm/contracts/users";
import type { Actor } from "../actor.ts";
import type { Needs } from "../deps.ts";
import { presentClient } from "./client-profile.ts";
import { mayRead, presentFreelancer } from "./freelancer-profile.ts";

/** A freelancer's profile, if it shows to this reader. */
export const getFreelancer =
  (deps: Needs<"freelancers">) =>
  async (actor: Actor | undefined, { userId }: { userId: string }): Promise<FreelancerProfile> => {
    const freelancer = await deps.freelancers.find(userId, { consistent: false });
    if (!freelancer || !mayRead(freelancer, actor)) throw new Refusal("resource.not_found");
    return presentFreelancer(freelancer);
  };

export const getClient =
  (deps: Needs<"clients">) =>
  async ({ userId }: { userId: string }): Promise<ClientProfile> => {
    const client = await deps.clients.find(userId, { consistent: false });
    if (!client) throw new Refusal("resource.not_found");
    return presentClient(client);
  };
