import { existsSync } from "node:fs";
import { isAbsolute, join } from "node:path";
import { LocalCloudError } from "../errors.ts";
import { type Deployment, REGION, type Resource } from "../kit.ts";
import { type Json, readAssembly, type Stack, type TemplateResource } from "./assembly.ts";
import { resolve } from "./intrinsics.ts";
import { createNaming, identify, type LocalEndpoints } from "./resource-types.ts";
import { isSimulated } from "./simulated.ts";

export type { LocalEndpoints } from "./resource-types.ts";

export interface LocalDeployment extends Deployment {
  /** Resources of a type no part of the local cloud acts on. */
  notSimulated: Resource[];
  /** Folder of the resource's asset (a function's code), when it has one. */
  assetFolder(resource: Resource): string | undefined;
}

/**
 * Reads a cloud assembly folder and resolves every resource of every stack, as a deployment would have.
 * Throws a LocalCloudError naming stack and logical id when something cannot be resolved.
 */
export function loadDeployment({
  assembly,
  endpoints,
}: {
  assembly: string;
  endpoints: LocalEndpoints;
}): LocalDeployment {
  const exports = new Map<string, () => Json>();
  const localise = createLocaliser(endpoints);
  const resolved = readAssembly(assembly).map((stack) => ({
    stack,
    ...resolveStack(stack, endpoints, exports, localise),
  }));
  const resources = resolved.flatMap(({ all }) => all());
  const outputs = Object.assign({}, ...resolved.map((stack) => stack.outputs()));
  const stacks = new Map(resolved.map(({ stack }) => [stack.name, stack]));

  const byName = new Map<string, Resource>();
  for (const resource of resources) {
    const { Arn, StreamArn, QueueName } = resource.attributes;
    for (const name of [resource.physicalId, Arn, StreamArn, QueueName]) {
      if (name && !byName.has(name)) byName.set(name, resource);
    }
  }
  const byLogicalId = new Map(resources.map((resource) => [resource.logicalId, resource]));

  return {
    resources,
    outputs,
    notSimulated: resources.filter(({ type }) => !isSimulated(type)),
    ofType: (type) => resources.filter((resource) => resource.type === type),
    find: (idOrArn) => byName.get(idOrArn) ?? byLogicalId.get(idOrArn),
    assetFolder({ metadata, properties, stack }) {
      const { folder, assets } = stacks.get(stack)!;
      const path = metadata["aws:asset:path"] ?? assets[String(properties.Code?.S3Key).split(".")[0]!];
      if (typeof path !== "string") return undefined;
      return isAbsolute(path) ? path : join(folder, path);
    },
  };
}

function resolveStack(
  stack: Stack,
  endpoints: LocalEndpoints,
  exports: Map<string, () => Json>,
  localise: ReturnType<typeof createLocaliser>,
) {
  const { template, name } = stack;
  const entries = Object.entries(template.Resources ?? {});
  const done = new Map<string, Resource>();
  const underway: string[] = [];

  for (const { Export, Value, Condition } of Object.values(template.Outputs ?? {})) {
    if (!Export || !holds(Condition)) continue;
    exports.set(evaluate(Export.Name, "Outputs"), () => evaluate(Value, "Outputs"));
  }

  return {
    all: () => entries.filter(([, { Condition }]) => holds(Condition)).map(([id]) => resourceOf(id, id)),
    outputs: () =>
      Object.fromEntries(
        Object.entries(template.Outputs ?? {})
          .filter(([, { Condition }]) => holds(Condition))
          .map(([key, { Value }]) => [key, evaluate(Value, key)]),
      ),
  };

  function resourceOf(logicalId: string, askedBy: string): Resource {
    const known = done.get(logicalId);
    if (known) return known;
    const source = template.Resources?.[logicalId];
    if (!source) return fail(askedBy, `${logicalId} is neither a parameter nor a resource`);
    if (underway.includes(logicalId)) {
      return fail(askedBy, `it depends on itself through ${[...underway, logicalId].join(" → ")}`);
    }
    underway.push(logicalId);
    const resource = build(logicalId, source);
    underway.pop();
    done.set(logicalId, resource);
    return resource;
  }

  function build(logicalId: string, source: TemplateResource): Resource {
    const naming = createNaming(name, logicalId, endpoints);
    const properties = evaluate(source.Properties ?? {}, logicalId);
    const identity = identify(source.Type, properties, naming);
    if (source.Type === "AWS::ApiGatewayV2::Api") localise.protocols.set(identity.physicalId, properties.ProtocolType);
    return { stack: name, logicalId, type: source.Type, properties, metadata: source.Metadata ?? {}, ...identity };
  }

  function holds(condition: string | undefined): boolean {
    return condition === undefined || Boolean(evaluate({ Condition: condition }, condition));
  }

  function evaluate(value: Json, logicalId: string): Json {
    return resolve(value, {
      stack: name,
      template,
      ref: (id) => {
        const parameter = template.Parameters?.[id];
        if (!parameter) return resourceOf(id, logicalId).physicalId;
        if (String(parameter.Default).startsWith("/cdk-bootstrap/")) return BOOTSTRAP_VERSION;
        return parameter.Default ?? fail(logicalId, `the parameter ${id} has no default`);
      },
      getAtt: (id, attribute) => {
        const { attributes, type } = resourceOf(id, logicalId);
        if (attributes[attribute] !== undefined) return attributes[attribute];
        if (isSimulated(type) && !type.startsWith("Custom::")) {
          return fail(logicalId, `${id} (${type}) has no attribute ${attribute} here`);
        }
        return `${id}.${attribute}`;
      },
      importValue: (exported) => (exports.get(exported) ?? (() => fail(logicalId, `no stack exports ${exported}`)))(),
      localise: localise.text,
      fail: (reason) => fail(logicalId, reason),
    });
  }

  function fail(logicalId: string, reason: string): never {
    throw new LocalCloudError(`Stack ${name}, ${logicalId}: ${reason}.`);
  }
}

/** What the parameter of a bootstrapped account would hold: no local deployment needs bootstrapping. */
const BOOTSTRAP_VERSION = "999";

const EXECUTE_API = new RegExp(
  `(https|wss)://([a-z0-9]{10})\\.execute-api\\.${REGION}\\.amazonaws\\.com(/[\\w$-]+)?`,
  "g",
);

/**
 * Addresses of API Gateway that a template spells out lead to this machine: `wss` and HTTP APIs to the application's
 * port, `https` of a WebSocket API to the edge, which answers @connections there. Locally a WebSocket API has one
 * stage, which its address does not name.
 */
function createLocaliser(endpoints: LocalEndpoints) {
  const protocols = new Map<string, string>();
  return {
    protocols,
    text(text: string): string {
      if (text.includes(".execute-api.")) {
        return text.replace(EXECUTE_API, (_, scheme: string, apiId: string, stage = "") => {
          if (scheme === "wss") return endpoints.api("WEBSOCKET", apiId);
          return (protocols.get(apiId) === "WEBSOCKET" ? endpoints.edge : endpoints.api("HTTP", apiId)) + stage;
        });
      }
      for (const [apiId, protocol] of protocols) {
        const url = protocol === "WEBSOCKET" && endpoints.api(protocol, apiId);
        if (url && text.startsWith(`${url}/`)) return url;
      }
      return text;
    },
  };
}

/** File of a function's code folder that holds its handler, and the exported name; built code wins over source. */
export function findHandler(
  folder: string,
  handler: string,
): { file: string; exportName: string; built: boolean } | undefined {
  const [base = "index", exportName = "handler"] = handler.split(".");
  const candidates = [
    ...[".mjs", ".js", ".cjs"].map((ending) => ({ file: `${base}${ending}`, built: true })),
    { file: `${base}.ts`, built: false },
    { file: "handler.ts", built: false },
  ];
  const found = candidates.find(({ file }) => existsSync(join(folder, file)));
  return found && { file: join(folder, found.file), exportName, built: found.built };
}
