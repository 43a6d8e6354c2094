import { ROLES, STAFF_ROLES } from "@freelancerm/contracts/route";
import { Duration, Validations } from "aws-cdk-lib";
import {
  AccountRecovery,
  CfnUserPoolGroup,
  FeaturePlan,
  Mfa,
  StringAttribute,
  UserPool,
  UserPoolClient,
} from "aws-cdk-lib/aws-cognito";
import type { Construct } from "constructs";
import { removalOf } from "../constructs/log-group.ts";
import { StageStack } from "../constructs/stage-stack.ts";
import type { StageConfig } from "../stages.ts";

/** Accounts: the pool, its one client and a group per role. */
export class IdentityStack extends StageStack {
  readonly userPool: UserPool;
  readonly client: UserPoolClient;

  constructor(scope: Construct, stage: StageConfig) {
    super(scope, "identity", stage, "User pool, its client and the groups of roles");
    this.userPool = new UserPool(this, "Users", {
      userPoolName: `freelancerm-${stage.name}`,
      featurePlan: FeaturePlan.LITE,
      selfSignUpEnabled: true,
      signInAliases: { email: true },
      signInCaseSensitive: false,
      autoVerify: { email: true },
      // One text for every code: Cognito uses it for a new address and for a forgotten password alike.
      userVerification: {
        emailSubject: "Your FreelancerM code",
        emailBody:
          "Your code for FreelancerM is {####}. Enter it on the page that asked for it. " +
          "If you did not ask for a code, ignore this mail: without it nobody gets in.",
      },
      standardAttributes: { email: { required: true, mutable: true }, fullname: { required: false, mutable: true } },
      customAttributes: { role: new StringAttribute({ mutable: true, maxLen: 20 }) },
      passwordPolicy: {
        minLength: 10,
        requireLowercase: true,
        requireDigits: true,
        requireUppercase: false,
        requireSymbols: false,
      },
      mfa: Mfa.OPTIONAL,
      mfaSecondFactor: { otp: true, sms: false },
      accountRecovery: AccountRecovery.EMAIL_ONLY,
      deletionProtection: stage.retainsData,
      removalPolicy: removalOf(stage),
    });
    this.client = new UserPoolClient(this, "Client", {
      userPool: this.userPool,
      generateSecret: false,
      authFlows: { userPassword: true },
      disableOAuth: true,
      accessTokenValidity: Duration.minutes(15),
      idTokenValidity: Duration.minutes(15),
      refreshTokenValidity: Duration.days(30),
      preventUserExistenceErrors: true,
      enableTokenRevocation: true,
    });
    for (const groupName of [...ROLES, ...STAFF_ROLES]) {
      new CfnUserPoolGroup(this, `Group-${groupName}`, { userPoolId: this.userPool.userPoolId, groupName });
    }
    Validations.of(this.userPool).acknowledge(
      {
        id: "AwsSolutions-COG1",
        reason:
          "Length before character classes: at least 10 characters with a letter and a digit, as NIST 800-63B advises.",
      },
      { id: "AwsSolutions-COG2", reason: "A second factor is offered to everybody (TOTP) and forced on nobody." },
      {
        id: "AwsSolutions-COG3",
        reason: "Threat protection needs the PLUS plan; sign-in is rate limited per address.",
      },
      { id: "AwsSolutions-COG8", reason: "The LITE plan has all that is used; idle must cost nothing." },
    );
    this.output("UserPoolId", this.userPool.userPoolId);
    this.output("UserPoolClientId", this.client.userPoolClientId);
  }
}
