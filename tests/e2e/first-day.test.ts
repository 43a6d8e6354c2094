/** The operator's first steps after a deployment, by the commands the runbook names. */
import { spawnSync } from "node:child_process";
import { anyone, newcomer, newEmail, PASSWORD, signIn } from "./kit.ts";

const appoint = (...args: string[]) => {
  const command = ["--import", "tsx", "scripts/appoint.ts", ...args, "--stage", "local"];
  const { status, stdout, stderr } = spawnSync(process.execPath, command, {
    encoding: "utf8",
    env: { ...process.env, NODE_OPTIONS: "" },
  });
  return { status, said: (stdout + stderr).trim() };
};

test("somebody who signed up is appointed, acts as staff from the next sign-in on, and is dismissed again", async () => {
  const { email } = await newcomer("Appointed", "client");
  expect(appoint(email, "administrator")).toEqual({
    status: 0,
    said: `${email} is administrator from the next sign-in on.`,
  });
  const staff = await signIn(email, PASSWORD);
  expect((await staff.api.getMe()).staffRoles).toEqual(["administrator"]);
  expect(appoint(email, "administrator", "--dismiss").status).toBe(0);
  const nobody = await signIn(email, PASSWORD);
  expect((await nobody.api.getMe()).staffRoles).toEqual([]);
});

test("whoever cannot be appointed is named in one sentence", async () => {
  const email = newEmail("nobody");
  expect(appoint(email, "administrator")).toEqual({
    status: 1,
    said: expect.stringMatching(`^Nobody signed up as ${email} in .*: they do that first, on the site.$`),
  });
  await anyone.signUp({ body: { email, password: PASSWORD, displayName: "Not Yet", role: "client" } });
  expect(appoint(email, "administrator")).toEqual({
    status: 1,
    said: `${email} has not confirmed the address yet: the code is in their mail.`,
  });
  expect(appoint(email, "king")).toEqual({
    status: 1,
    said: 'There is no role "king"; the staff\'s are moderator, mediator, finance, administrator.',
  });
});
