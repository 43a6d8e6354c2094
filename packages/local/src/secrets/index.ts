import { randomUUID } from "node:crypto";
import { join } from "node:path";
import {
  AwsError,
  type AwsRequest,
  type AwsResponse,
  type Deployment,
  json,
  jsonError,
  type Resource,
  type Service,
  type VirtualClock,
} from "../kit.ts";
import { openStore } from "../store.ts";
import { generateSecretString } from "./generate.ts";

export interface Secrets extends Service {
  /** Current value by ARN, name or logical id. Throws ResourceNotFoundException. */
  valueOf(id: string): string;
}

interface Version {
  id: string;
  value: string;
  /** Virtual time, milliseconds since the epoch. */
  createdAt: number;
}

/** Versions of a secret, the current one last. */
type Versions = Version[];

/** Secrets Manager for the secrets of the templates: made once, kept until the state is emptied. */
export function createSecrets(options: {
  deployment: Deployment;
  clock: VirtualClock;
  stateDir?: string;
  /** Values by name or logical id; they win over what was generated or kept. */
  overrides?: Record<string, string>;
}): Secrets {
  const { deployment, clock, stateDir, overrides = {} } = options;
  const resources = deployment.ofType("AWS::SecretsManager::Secret");
  const store = openStore<Record<string, Versions>>(stateDir && join(stateDir, "secrets.json"), {});
  for (const resource of resources) {
    const override = overrides[resource.properties.Name] ?? overrides[resource.logicalId];
    const kept = store.value[resource.physicalId];
    if (!kept) add(resource, override ?? initialValue(resource));
    else if (override !== undefined && kept.at(-1)?.value !== override) add(resource, override);
  }

  return {
    valueOf: (id) => current(find(id)).value,
    async handle(request) {
      try {
        return answer(request);
      } catch (error) {
        return jsonError(error);
      }
    },
  };

  function answer({ headers, body }: AwsRequest): AwsResponse {
    const operation = headers["x-amz-target"]?.split(".").at(-1);
    const input = JSON.parse(body.toString() || "{}");
    switch (operation) {
      case "GetSecretValue": {
        const resource = find(input.SecretId);
        const version = versionOf(resource, input.VersionId, input.VersionStage);
        return json({
          ...identity(resource),
          VersionId: version.id,
          VersionStages: stagesOf(resource, version),
          SecretString: version.value,
          CreatedDate: version.createdAt / 1000,
        });
      }
      case "PutSecretValue": {
        const resource = find(input.SecretId);
        const version = add(resource, String(input.SecretString), input.ClientRequestToken);
        return json({ ...identity(resource), VersionId: version.id, VersionStages: ["AWSCURRENT"] });
      }
      case "DescribeSecret": {
        const resource = find(input.SecretId);
        const versions = store.value[resource.physicalId]!;
        const VersionIdsToStages = Object.fromEntries(versions.map((v) => [v.id, stagesOf(resource, v)]));
        return json({ ...identity(resource), CreatedDate: versions[0]!.createdAt / 1000, VersionIdsToStages });
      }
      case "ListSecrets":
        return json({ SecretList: resources.map(identity) });
      default:
        throw new AwsError("InvalidRequestException", `The local cloud has no Secrets Manager operation ${operation}.`);
    }
  }

  function find(id: string): Resource {
    const found = resources.find(({ physicalId, properties, logicalId }) => {
      const withoutSuffix = physicalId.slice(0, -7);
      return [physicalId, withoutSuffix, properties.Name, logicalId].includes(id);
    });
    if (!found) {
      throw new AwsError("ResourceNotFoundException", "Secrets Manager can't find the specified secret.");
    }
    return found;
  }

  function add(resource: Resource, value: string, id: string = randomUUID()): Version {
    const versions = store.value[resource.physicalId] ?? [];
    const version = { id, value, createdAt: clock.now() };
    // Secrets Manager keeps the current and the previous version of an unlabelled history.
    store.value[resource.physicalId] = [...versions.filter((one) => one.id !== id), version].slice(-2);
    store.save();
    return version;
  }

  function versionOf(resource: Resource, id?: string, stage = "AWSCURRENT"): Version {
    const versions = store.value[resource.physicalId]!;
    const found = id
      ? versions.find((version) => version.id === id)
      : versions.find((version) => stagesOf(resource, version).includes(stage));
    if (found) return found;
    const label = id ? `VersionId: ${id}` : `staging label: ${stage}`;
    throw new AwsError(
      "ResourceNotFoundException",
      `Secrets Manager can't find the specified secret value for ${label}`,
    );
  }

  function current({ physicalId }: Resource): Version {
    return store.value[physicalId]!.at(-1)!;
  }

  function stagesOf(resource: Resource, version: Version): string[] {
    return [version === current(resource) ? "AWSCURRENT" : "AWSPREVIOUS"];
  }
}

function identity({ physicalId, properties, logicalId }: Resource) {
  return { ARN: physicalId, Name: properties.Name ?? physicalId.split(":secret:")[1]?.slice(0, -7) ?? logicalId };
}

function initialValue({ properties }: Resource): string {
  return properties.SecretString ?? generateSecretString(properties.GenerateSecretString ?? {});
}
