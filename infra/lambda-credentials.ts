/**
 * Stands in for @aws-sdk/credential-provider-node in bundles: Lambda hands a function its credentials in the
 * environment, so the clients of STS, SSO and sign-in that other places need stay out.
 */
import { fromEnv } from "@aws-sdk/credential-provider-env";

export const defaultProvider = () => fromEnv();
