import { environment } from "./server.ts";

test("no account, role or proxy of this machine reaches a deployment to MiniStack", () => {
  const own = { AWS_PROFILE: "prod", AWS_SESSION_TOKEN: "real", CDK_DEFAULT_ACCOUNT: "1", https_proxy: "http://proxy" };
  const before = { ...process.env };
  Object.assign(process.env, own);
  const made = environment("http://127.0.0.1:1");
  process.env = before;
  const strange = Object.entries(made).filter(([name]) => /^(AWS_|CDK_)|_proxy$/i.test(name));
  expect(Object.fromEntries(strange)).toEqual({
    AWS_ENDPOINT_URL: "http://127.0.0.1:1",
    AWS_ENDPOINT_URL_S3: "http://127.0.0.1:1",
    AWS_ACCESS_KEY_ID: "test",
    AWS_SECRET_ACCESS_KEY: "test",
    AWS_REGION: "eu-west-1",
    AWS_CONFIG_FILE: "/dev/null",
    AWS_SHARED_CREDENTIALS_FILE: "/dev/null",
    CDK_DEFAULT_ACCOUNT: "000000000000",
    CDK_DEFAULT_REGION: "eu-west-1",
    CDK_DISABLE_CLI_TELEMETRY: "true",
  });
});
