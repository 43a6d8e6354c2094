import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createClock } from "../clock.ts";
import type { Service } from "../kit.ts";
import { deployFixture } from "../template/assembly-fixture.ts";
import { generateSecretString } from "./generate.ts";
import { createSecrets } from "./index.ts";
import { createParameters } from "./parameters.ts";

const deployment = deployFixture({
  Generated: {
    Type: "AWS::SecretsManager::Secret",
    Properties: {
      Name: "db",
      GenerateSecretString: {
        SecretStringTemplate: '{"user":"me"}',
        GenerateStringKey: "password",
        ExcludePunctuation: true,
      },
    },
  },
  Fixed: { Type: "AWS::SecretsManager::Secret", Properties: { SecretString: "fixed" } },
  Parameter: { Type: "AWS::SSM::Parameter", Properties: { Name: "/app/rate", Type: "String", Value: 5 } },
});
const clock = createClock();

async function call(service: Service, operation: string, input: object) {
  const { body, status } = await service.handle({
    service: "secretsmanager",
    method: "POST",
    path: "/",
    query: new URLSearchParams(),
    headers: { "x-amz-target": `secretsmanager.${operation}` },
    body: Buffer.from(JSON.stringify(input)),
    principal: { kind: "developer" },
  });
  return { status, ...JSON.parse(String(body)) };
}

describe("secrets", () => {
  test("are generated as the template asks, found by name, ARN and ARN without suffix, and outlive a restart", async () => {
    const stateDir = mkdtempSync(join(tmpdir(), "secrets-"));
    const first = createSecrets({ deployment, clock, stateDir });
    const { SecretString, ARN, VersionStages } = await call(first, "GetSecretValue", { SecretId: "db" });
    expect(JSON.parse(SecretString)).toEqual({ user: "me", password: expect.stringMatching(/^[A-Za-z0-9]{32}$/) });
    expect([ARN, VersionStages]).toEqual([deployment.find("Generated")!.physicalId, ["AWSCURRENT"]]);
    const again = createSecrets({ deployment, clock, stateDir });
    for (const SecretId of ["db", ARN, ARN.slice(0, -7)]) {
      expect((await call(again, "GetSecretValue", { SecretId })).SecretString).toBe(SecretString);
    }
    const overridden = createSecrets({ deployment, clock, stateDir, overrides: { db: "mine" } });
    expect(overridden.valueOf("Generated")).toBe("mine");
    rmSync(stateDir, { recursive: true });
  });

  test("change by PutSecretValue and keep the previous version", async () => {
    const secrets = createSecrets({ deployment, clock });
    await call(secrets, "PutSecretValue", { SecretId: "Fixed", SecretString: "rotated" });
    const value = async (VersionStage?: string) =>
      (await call(secrets, "GetSecretValue", { SecretId: "Fixed", VersionStage })).SecretString;
    expect([await value(), await value("AWSPREVIOUS")]).toEqual(["rotated", "fixed"]);
    expect(await call(secrets, "GetSecretValue", { SecretId: "none" })).toMatchObject({
      status: 400,
      __type: "ResourceNotFoundException",
    });
  });

  test("hold at least one character of each type they include", () => {
    for (let i = 0; i < 50; i += 1) {
      const secret = generateSecretString({ PasswordLength: 4, ExcludeCharacters: "abc" });
      expect(secret).toMatch(/^(?=.*[d-z])(?=.*[A-Z])(?=.*\d)(?=.*[^\w]|.*_).{4}$/);
    }
  });
});

test("parameters of the template can be read", async () => {
  const parameters = createParameters(deployment);
  expect(await call(parameters, "GetParameter", { Name: "/app/rate" })).toMatchObject({ Parameter: { Value: "5" } });
  expect(await call(parameters, "GetParametersByPath", { Path: "/app" })).toMatchObject({
    Parameters: [{ Name: "/app/rate" }],
  });
  expect(await call(parameters, "GetParameter", { Name: "/app" })).toMatchObject({ __type: "ParameterNotFound" });
});
