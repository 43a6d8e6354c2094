import { siteHeaders } from "@freelancerm/contracts/site-headers";
import { Duration, Stack, Validations } from "aws-cdk-lib";
import { Certificate } from "aws-cdk-lib/aws-certificatemanager";
import {
  AllowedMethods,
  CachePolicy,
  Distribution,
  Function as EdgeFunction,
  FunctionCode,
  FunctionEventType,
  FunctionRuntime,
  HeadersFrameOption,
  HeadersReferrerPolicy,
  HttpVersion,
  OriginRequestPolicy,
  PriceClass,
  ResponseHeadersPolicy,
  SecurityPolicyProtocol,
  ViewerProtocolPolicy,
} from "aws-cdk-lib/aws-cloudfront";
import { HttpOrigin, S3BucketOrigin } from "aws-cdk-lib/aws-cloudfront-origins";
import { type Bucket, ObjectOwnership } from "aws-cdk-lib/aws-s3";
import { BucketDeployment, CacheControl, Source } from "aws-cdk-lib/aws-s3-deployment";
import type { Construct } from "constructs";
import { logGroup } from "../constructs/log-group.ts";
import { accessLogBucket, privateBucket } from "../constructs/private-bucket.ts";
import { StageStack } from "../constructs/stage-stack.ts";
import type { StageConfig } from "../stages.ts";
import type { Addresses } from "./gateway.ts";
import { filesBucketName } from "./stateful.ts";

/** A path without a file ending is a page of the application: index.html shows it. */
export const PAGES = `function handler(event) {
  var request = event.request;
  if (!/\\.[a-z0-9]+$/i.test(request.uri)) request.uri = "/index.html";
  return request;
}`;

/** The API knows nothing of the prefix the site reaches it by. */
export const STRIP_API = `function handler(event) {
  var request = event.request;
  request.uri = request.uri.replace(/^\\/api(?=\\/|$)/, "") || "/";
  return request;
}`;

/** Files whose name changes with their content. */
const HASHED = "assets/*";

/** The web front end behind CloudFront; the API is at /api/* of the same origin, so its cookie is of this site only. */
export class SiteStack extends StageStack {
  /** https://… without a slash at the end. */
  readonly url: string;

  /** @param built folder of the built front end; without it, only the configuration is deployed. */
  constructor(scope: Construct, stage: StageConfig, addresses: Addresses, built?: string) {
    super(scope, "site", stage, "The web front end and its CDN");
    const bucket = privateBucket(this, "Pages", stage, {
      serverAccessLogsBucket: accessLogBucket(this, "PagesLogs", stage),
      autoDeleteObjects: false,
    });
    const distribution = this.createDistribution(bucket, addresses);
    // Kept also while nobody imports it, so that a custom domain can be added to a running stage.
    this.exportValue(distribution.distributionDomainName);
    this.url = `https://${stage.domain?.name ?? distribution.distributionDomainName}`;
    this.deploy(bucket, addresses, built);
    this.output("SiteUrl", this.url);
  }

  private createDistribution(bucket: Bucket, { httpDomain, socketUrl }: Addresses): Distribution {
    const { domain, name } = this.config;
    const headers = this.securityHeaders(socketUrl);
    const distribution = new Distribution(this, "Cdn", {
      comment: `freelancerm-${name}`,
      defaultRootObject: "index.html",
      httpVersion: HttpVersion.HTTP2_AND_3,
      priceClass: PriceClass.PRICE_CLASS_100,
      ...(domain && {
        domainNames: [domain.name],
        certificate: Certificate.fromCertificateArn(this, "Certificate", domain.certificateArn),
        minimumProtocolVersion: SecurityPolicyProtocol.TLS_V1_2_2021,
      }),
      enableLogging: true,
      logBucket: accessLogBucket(this, "CdnLogs", this.config, { objectOwnership: ObjectOwnership.OBJECT_WRITER }),
      logIncludesCookies: false,
      defaultBehavior: {
        origin: S3BucketOrigin.withOriginAccessControl(bucket),
        viewerProtocolPolicy: ViewerProtocolPolicy.REDIRECT_TO_HTTPS,
        cachePolicy: CachePolicy.CACHING_OPTIMIZED,
        responseHeadersPolicy: headers,
        compress: true,
        functionAssociations: [this.viewerRequest("PagesOfApplication", PAGES)],
      },
      additionalBehaviors: {
        "/api/*": {
          origin: new HttpOrigin(httpDomain),
          viewerProtocolPolicy: ViewerProtocolPolicy.HTTPS_ONLY,
          allowedMethods: AllowedMethods.ALLOW_ALL,
          cachePolicy: CachePolicy.CACHING_DISABLED,
          originRequestPolicy: OriginRequestPolicy.ALL_VIEWER_EXCEPT_HOST_HEADER,
          functionAssociations: [this.viewerRequest("StripApi", STRIP_API)],
        },
      },
    });
    Validations.of(distribution).acknowledge(
      { id: "AwsSolutions-CFR1", reason: "The marketplace is open to every country the operator does not block." },
      {
        id: "AwsSolutions-CFR2",
        reason: "A firewall costs by the month, idle too; limits are per route and per actor.",
      },
      {
        id: "AwsSolutions-CFR4",
        reason: "Without a domain of its own CloudFront's certificate is used, whose TLS version cannot be chosen.",
      },
    );
    return distribution;
  }

  private viewerRequest(id: string, code: string) {
    const edge = new EdgeFunction(this, id, {
      code: FunctionCode.fromInline(code),
      runtime: FunctionRuntime.JS_2_0,
    });
    return { function: edge, eventType: FunctionEventType.VIEWER_REQUEST };
  }

  private securityHeaders(socket: string): ResponseHeadersPolicy {
    const bucket = filesBucketName(this.config);
    const files = [`https://${bucket}.s3.${this.region}.${this.urlSuffix}`];
    const headers = siteHeaders({ socket, files });
    const custom = ["permissions-policy", "cross-origin-opener-policy"] as const;
    return new ResponseHeadersPolicy(this, "SecurityHeaders", {
      securityHeadersBehavior: {
        contentSecurityPolicy: {
          contentSecurityPolicy: headers["content-security-policy"],
          override: true,
        },
        contentTypeOptions: { override: true },
        frameOptions: { frameOption: HeadersFrameOption.DENY, override: true },
        referrerPolicy: { referrerPolicy: HeadersReferrerPolicy.STRICT_ORIGIN_WHEN_CROSS_ORIGIN, override: true },
        strictTransportSecurity: { accessControlMaxAge: Duration.days(730), includeSubdomains: true, override: true },
      },
      customHeadersBehavior: {
        customHeaders: custom.map((header) => ({ header, value: headers[header], override: true })),
      },
    });
  }

  /** Files with a hash in their name are kept for a year, pages and configuration are asked for anew. */
  private deploy(destinationBucket: Bucket, { socketUrl }: Addresses, built?: string): void {
    const common = { destinationBucket, prune: false, logGroup: logGroup(this, "DeployLogs", this.config) };
    const files = built ? [Source.asset(built)] : [];
    const config = Source.jsonData("config.json", { stage: this.config.name, socketUrl });
    const assets =
      files.length > 0 &&
      new BucketDeployment(this, "DeployAssets", {
        ...common,
        sources: files,
        exclude: ["*"],
        include: [HASHED],
        cacheControl: [CacheControl.fromString("public, max-age=31536000, immutable")],
      });
    const pages = new BucketDeployment(this, "DeployPages", {
      ...common,
      sources: [...files, config],
      exclude: [HASHED],
      // The CDN asks again for what may not be kept, so nothing has to be invalidated.
      cacheControl: [CacheControl.fromString("no-cache")],
    });
    // A page must not be there before what it loads.
    if (assets) pages.node.addDependency(assets);
    acknowledgeDeployment(pages);
  }
}

/** The CDK's own helper copies the files; it runs during a deployment only. */
function acknowledgeDeployment(deployment: BucketDeployment): void {
  const reason = "Granted by the CDK to its helper that copies the pages into their bucket, at deployment only.";
  const wildcards = [
    "Action::s3:GetObject*",
    "Action::s3:GetBucket*",
    "Action::s3:List*",
    "Action::s3:DeleteObject*",
    "Action::s3:Abort*",
    "Resource::*",
    "Resource::<Pages127DFD1A.Arn>/*",
    "Resource::arn:<AWS::Partition>:s3:::cdk-hnb659fds-assets-<AWS::AccountId>-<AWS::Region>/*",
  ];
  const role = Validations.of(deployment.handlerRole);
  for (const wildcard of wildcards) role.acknowledge({ id: `AwsSolutions-IAM5[${wildcard}]`, reason });
  const policy = "Policy::arn:<AWS::Partition>:iam::aws:policy/service-role/AWSLambdaBasicExecutionRole";
  role.acknowledge({ id: `AwsSolutions-IAM4[${policy}]`, reason });
  Validations.of(Stack.of(deployment)).acknowledge({
    id: "AwsSolutions-L1",
    reason: "The CDK chooses the runtime of its helper, the only function of this stack.",
  });
}
