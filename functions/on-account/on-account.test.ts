import { CognitoIdentityProviderClient } from "@aws-sdk/client-cognito-identity-provider";
import type { EventType } from "@freelancerm/contracts/events";
import { suspensionOf } from "@freelancerm/core/trust/suspend";
import { clientOptions } from "@freelancerm/local/sqs/service-fixture";
import type { BusEvent } from "@freelancerm/platform/consume";
import { createIdentity } from "@freelancerm/platform/identity";
import type { Context } from "aws-lambda";
import { createMembers, type Members, PASSWORD } from "../../tests/world/members.ts";
import { handler as messaging } from "../messaging/handler.ts";
import { onAccountWith } from "./handler.ts";

process.env.SOCKET_URL ??= "wss://socket.example/live";

let members: Members;
let sdk: CognitoIdentityProviderClient;
beforeEach(async () => {
  members = await createMembers({ messaging });
  sdk = new CognitoIdentityProviderClient(clientOptions(process.env.AWS_ENDPOINT_URL!));
});
afterEach(async () => {
  sdk.destroy();
  await members.close();
});

const refused = (code: string) => expect.objectContaining({ code });
async function hear(type: EventType, userId: string, closed: string[] = []) {
  const clock = { now: members.now };
  const sockets = { post: async () => "gone" as const, close: async (id: string) => void closed.push(id) };
  const consumer = onAccountWith({
    identity: createIdentity(sdk, clock),
    sockets,
    fileRemoval: { remove: async () => {} },
  }).with({
    table: members.memory,
    clock,
  });
  const detail = { id: "evt_1", at: "2026-01-05T09:00:00.000Z", data: { userId } };
  await consumer({ "detail-type": type, detail } as BusEvent, { awsRequestId: "req-1" } as Context);
}
async function suspend(userId: string) {
  const staff = { id: "usr_9", roles: [], staffRoles: ["moderator" as const] };
  await members.deps.commit(...(await suspensionOf(members.deps, staff, userId))!.changes);
}

test("somebody suspended is refused at once, before anybody else hears of it", async () => {
  const ana = await members.join("Ana", "client");
  await suspend(ana.session.user.id);
  await expect(ana.refresh()).rejects.toEqual(refused("account.disabled"));
  await expect(members.browser().signIn(ana.email)).rejects.toEqual(refused("account.disabled"));
});

test("the pool lets nobody in who is suspended, sessions and sockets end, and no socket opens with the token that is left", async () => {
  const ana = await members.join("Ana", "client");
  const { id } = ana.session.user;
  const at = new Date(members.now()).toISOString();
  await members.deps.commit(
    members.deps.connections.open({ id: "socket-1", userId: id, openedAt: at, expiresAt: members.now() + 60_000 }),
  );
  await suspend(id);
  members.advance(2000);
  const closed: string[] = [];
  await hear("account.suspended.v1", id, closed);
  expect(closed).toEqual(["socket-1"]);
  const identity = createIdentity(sdk, { now: members.now });
  await expect(identity.signIn(ana.email, PASSWORD)).rejects.toEqual(refused("account.disabled"));
  await expect(identity.refresh(ana.cookie!.value)).rejects.toBeInstanceOf(Error);
  await expect(ana.api.createSocketTicket()).rejects.toEqual(refused("auth.required"));
});

test("somebody let in again signs in as before, and what comes late changes nothing", async () => {
  const ana = await members.join("Ana", "client");
  const { id } = ana.session.user;
  await suspend(id);
  await hear("account.suspended.v1", id);
  const { suspendedAt: _, ...account } = (await members.deps.accounts.find(id))!;
  await members.deps.commit(members.deps.accounts.save(account));
  await hear("account.reinstated.v1", id);
  await hear("account.suspended.v1", id);
  const { user } = await members.browser().signIn(ana.email);
  expect(user.id).toBe(id);
});
