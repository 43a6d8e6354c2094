/**
 * Stands in for @aws-sdk/endpoint-cache in bundles: the DynamoDB client makes one for endpoint discovery, which is off
 * unless asked for, so nothing is ever looked up or kept.
 */
export class EndpointCache {
  get(): undefined {}
  getEndpoint(): undefined {}
  set(): void {}
  delete(): void {}
  clear(): void {}
  has(): boolean {
    return false;
  }
}
