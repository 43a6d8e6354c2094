import { readFileSync } from "node:fs";
import { join } from "node:path";
import { root } from "../ministack/paths.ts";

const compose = readFileSync(join(root, "localstack-compose.yml"), "utf8");
const pins = readFileSync(new URL("requirements.txt", import.meta.url), "utf8");
/** What a list or a map of the file has below a name, line by line. */
const below = (name: string) => {
  const [, lines = ""] = new RegExp(`^ {4}${name}:\\n((?: {6}.*\\n)+)`, "m").exec(compose) ?? [];
  return lines.split("\n").map((line) => line.trim());
};

test("the container is the version whose runtime is tested, which needs no token", () => {
  const [, image] = /image: \$\{LOCALSTACK_IMAGE:-(.+)\}/.exec(compose)!;
  const [, version] = /^localstack-core==(.+)$/m.exec(pins)!;
  expect(image).toBe(`localstack/localstack:${version}`);
  expect(below("environment")).toContainEqual(
    expect.stringMatching(/^LOCALSTACK_AUTH_TOKEN: \$\{LOCALSTACK_AUTH_TOKEN:-\}$/),
  );
});

test("its documented ports are open to this machine alone", () => {
  const ports = below("ports").filter(Boolean);
  expect(ports).toEqual(['- "127.0.0.1:4566:4566"', '- "127.0.0.1:4510-4559:4510-4559"']);
});

test("its settings are those the journeys run with", () => {
  const server = readFileSync(new URL("server.ts", import.meta.url), "utf8");
  for (const name of [
    "PROVIDER_OVERRIDE_DYNAMODBSTREAMS",
    "DYNAMODB_REMOVE_EXPIRED_ITEMS",
    "S3_SKIP_SIGNATURE_VALIDATION",
  ]) {
    const [, value] = new RegExp(`${name}: "(.+)"`).exec(server)!;
    expect(below("environment").map((line) => line.replaceAll('"', ""))).toContain(`${name}: ${value}`);
  }
});
