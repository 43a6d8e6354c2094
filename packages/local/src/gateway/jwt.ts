/**
 * JWT authorizer of HTTP APIs: signature by the issuer's keys, iss, aud or client_id, exp, nbf, iat and scopes.
 * Rules: API Gateway developer guide, "Control access to HTTP APIs with JWT authorizers".
 */
import { createLocalJWKSet, errors, type JSONWebKeySet, type JWTPayload, jwtVerify } from "jose";
import type { VirtualClock } from "../kit.ts";
import type { HttpRoute, JwtAuthorizer } from "./model.ts";
import type { AuthorizedToken } from "./payload.ts";

export type Authorization =
  | { allowed: true; token: AuthorizedToken }
  | { allowed: false; status: 401 | 403; challenge: string };

export interface TokenSource {
  headers: Record<string, string | string[] | undefined>;
  query: URLSearchParams;
}

/** Public keys of an issuer, as its jwks_uri would serve them. */
export type IssuerKeys = (issuer: string) => Promise<JSONWebKeySet>;

export function createJwtAuthorization(issuerKeys: IssuerKeys, clock: VirtualClock) {
  const cache = new Map<string, ReturnType<typeof createLocalJWKSet>>();

  async function keysOf(issuer: string, fresh = false) {
    let keys = cache.get(issuer);
    if (!keys || fresh) {
      keys = createLocalJWKSet(await issuerKeys(issuer));
      cache.set(issuer, keys);
    }
    return keys;
  }

  async function verify(token: string, authorizer: JwtAuthorizer): Promise<JWTPayload> {
    const options = {
      issuer: authorizer.issuer,
      algorithms: ["RS256", "RS384", "RS512"],
      currentDate: new Date(clock.now()),
      requiredClaims: ["exp"],
    };
    try {
      return (await jwtVerify(token, await keysOf(authorizer.issuer), options)).payload;
    } catch (error) {
      // An issuer may have rotated its keys since they were read.
      if (!(error instanceof errors.JWKSNoMatchingKey)) throw error;
      return (await jwtVerify(token, await keysOf(authorizer.issuer, true), options)).payload;
    }
  }

  /** Decides whether a request may pass to a route that asks for a token. */
  return async (route: HttpRoute, authorizer: JwtAuthorizer, source: TokenSource): Promise<Authorization> => {
    const token = tokenIn(source, authorizer.identitySource);
    if (!token) return { allowed: false, status: 401, challenge: "Bearer" };
    let claims: JWTPayload;
    try {
      claims = await verify(token, authorizer);
    } catch (error) {
      return invalidToken(reasonOf(error));
    }
    const audiences = [claims.aud ?? claims.client_id ?? []].flat();
    if (!audiences.some((audience) => authorizer.audience.includes(audience as string))) {
      return invalidToken("the token does not have a valid audience");
    }
    if (claims.iat !== undefined && claims.iat * 1000 > clock.now()) return invalidToken("the token is not valid yet");

    const scopes = scopesOf(claims);
    if (route.scopes.length > 0 && !route.scopes.some((scope) => scopes.includes(scope))) {
      const challenge = `Bearer scope="${route.scopes.join(" ")}" error="insufficient_scope" error_description="the token does not have the required scopes"`;
      return { allowed: false, status: 403, challenge };
    }
    const texts = Object.entries(claims).map(([name, value]) => [name, claimText(value)]);
    return {
      allowed: true,
      token: { claims: Object.fromEntries(texts), scopes: route.scopes.length > 0 ? scopes : null },
    };
  };
}

function tokenIn({ headers, query }: TokenSource, identitySource: string): string | undefined {
  const [, place, name = ""] = /^\$request\.(header|querystring)\.(.+)$/.exec(identitySource) ?? [];
  const value = place === "header" ? headers[name.toLowerCase()] : query.get(name);
  return typeof value === "string" ? value.replace(/^Bearer\s+/i, "").trim() : undefined;
}

function scopesOf(claims: JWTPayload): string[] {
  const scope = claims.scope ?? claims.scp ?? [];
  return [scope].flat().flatMap((entry) => String(entry).split(" ").filter(Boolean));
}

/** Claims reach the function as strings; a list is written "[a b]". */
function claimText(value: unknown): string {
  if (Array.isArray(value)) return `[${value.map(claimText).join(" ")}]`;
  return typeof value === "object" ? JSON.stringify(value) : String(value);
}

function invalidToken(reason: string): Authorization {
  const challenge = `Bearer scope="" error="invalid_token" error_description="${reason}"`;
  return { allowed: false, status: 401, challenge };
}

function reasonOf(error: unknown): string {
  if (error instanceof errors.JWTExpired) return "the token has expired";
  if (error instanceof errors.JWTClaimValidationFailed) return `the token has an invalid claim: ${error.claim}`;
  if (error instanceof errors.JWSSignatureVerificationFailed) return "the token's signature is invalid";
  if (error instanceof errors.JOSEError) return "the token is malformed or signed by an unknown key";
  return "OIDC discovery endpoint communications error";
}
