/** Values of Secrets Manager, read on first use and again after a while, so that a rolled secret arrives without a deployment. */
import { GetSecretValueCommand, SecretsManagerClient } from "@aws-sdk/client-secrets-manager";

const CACHED = 5 * 60_000;
let client: SecretsManagerClient | undefined;

export function createSecretReader(arn: () => string): () => Promise<string> {
  let cached: { at: number; value: Promise<string> } | undefined;

  async function read(): Promise<string> {
    client ??= new SecretsManagerClient({});
    const { SecretString } = await client.send(new GetSecretValueCommand({ SecretId: arn() }));
    if (!SecretString) throw new Error("The secret has no text value.");
    return SecretString;
  }

  return () => {
    // Real time: a sandbox's clock does not age secrets.
    if (!cached || performance.now() - cached.at > CACHED) {
      const value = read();
      value.catch(() => {
        cached = undefined;
      });
      cached = { at: performance.now(), value };
    }
    return cached.value;
  };
}
