import { type AwsRequest, type AwsResponse, type Deployment, REGION, type Service } from "../kit.ts";
import type { CorsRule } from "../s3/cors.ts";
import { parseForm } from "../s3/multipart.ts";
import { type SecretOf, verifyPolicySignature } from "../s3/signature.ts";
import { S3Error, xml, xmlError } from "../s3/xml.ts";
import type { UpstreamEndpoint } from "./endpoint.ts";

/**
 * The deployment's buckets at another endpoint, made there with their CORS rules and versioning. Who signed nothing is
 * refused here, and so is a browser's form with a wrong signature: LocalStack lets anybody in, and of a form it checks
 * the policy alone.
 */
export async function createUpstreamBuckets(options: {
  deployment: Deployment;
  endpoint: UpstreamEndpoint;
  secretOf: SecretOf;
}): Promise<Service> {
  const { deployment, endpoint, secretOf } = options;
  for (const { physicalId, properties } of deployment.ofType("AWS::S3::Bucket")) {
    await put(`/${physicalId}`);
    const { CorsRules } = properties.CorsConfiguration ?? {};
    if (CorsRules)
      await put(`/${physicalId}?cors`, xml(200, "CORSConfiguration", { CORSRule: CorsRules.map(corsRule) }));
    const { Status } = properties.VersioningConfiguration ?? {};
    if (Status) await put(`/${physicalId}?versioning`, xml(200, "VersioningConfiguration", { Status }));
  }

  return {
    async handle(request) {
      try {
        verify(request);
      } catch (error) {
        return xmlError(error);
      }
      return endpoint.forward(request);
    },
  };

  function verify({ method, query, headers, body }: AwsRequest): void {
    const contentType = headers["content-type"] ?? "";
    if (method === "OPTIONS" || headers.authorization || query.has("X-Amz-Signature")) return;
    if (method !== "POST" || !contentType.startsWith("multipart/form-data")) {
      throw new S3Error("AccessDenied", "Access Denied", 403);
    }
    const fields = new Map(
      [...parseForm(contentType, body).fields].map(([name, value]) => [name.toLowerCase(), value]),
    );
    const field = (name: string) => fields.get(name) ?? "";
    verifyPolicySignature(
      {
        policy: field("policy"),
        algorithm: field("x-amz-algorithm"),
        credential: field("x-amz-credential"),
        signature: field("x-amz-signature"),
      },
      secretOf,
    );
  }

  async function put(address: string, document?: AwsResponse): Promise<void> {
    const [path = "", search] = address.split("?");
    const scope = `Credential=test/20260101/${REGION}/s3/aws4_request, SignedHeaders=host, Signature=0`;
    const answer = await endpoint.forward({
      method: "PUT",
      path,
      query: new URLSearchParams(search),
      headers: { authorization: `AWS4-HMAC-SHA256 ${scope}`, ...document?.headers },
      body: Buffer.from(document?.body ?? ""),
    });
    const there = /<Code>BucketAlreadyOwnedByYou</.test(String(answer.body));
    if (answer.status !== 200 && !there) throw new Error(`The bucket ${path} could not be made: ${answer.body}`);
  }
}

const corsRule = ({ AllowedOrigins, AllowedMethods, AllowedHeaders, ExposedHeaders, MaxAge }: CorsRule) => ({
  AllowedOrigin: AllowedOrigins,
  AllowedMethod: AllowedMethods,
  AllowedHeader: AllowedHeaders,
  ExposeHeader: ExposedHeaders,
  MaxAgeSeconds: MaxAge,
});
