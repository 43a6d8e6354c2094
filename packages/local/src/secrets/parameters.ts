import { ACCOUNT_ID, AwsError, type Deployment, json, jsonError, REGION, type Resource, type Service } from "../kit.ts";

/** SSM Parameter Store, reading only: the parameters of the templates. */
export function createParameters(deployment: Deployment): Service & { valueOf(name: string): string } {
  const parameters = deployment.ofType("AWS::SSM::Parameter");
  const find = (name: string) => parameters.find(({ physicalId }) => physicalId === name);

  function require(name: string): Resource {
    const found = find(name);
    if (!found) throw new AwsError("ParameterNotFound", `Parameter ${name} not found.`);
    return found;
  }

  return {
    valueOf: (name) => String(require(name).properties.Value),
    async handle({ headers, body }) {
      try {
        const input = JSON.parse(body.toString() || "{}");
        switch (headers["x-amz-target"]?.split(".").at(-1)) {
          case "GetParameter":
            return json({ Parameter: describe(require(input.Name)) });
          case "GetParameters": {
            const names: string[] = input.Names ?? [];
            return json({
              Parameters: names.flatMap((name) => find(name) ?? []).map(describe),
              InvalidParameters: names.filter((name) => !find(name)),
            });
          }
          case "GetParametersByPath": {
            const prefix = `${String(input.Path).replace(/\/$/, "")}/`;
            const below = parameters.filter(({ physicalId }) => physicalId.startsWith(prefix));
            const direct = below.filter(({ physicalId }) => !physicalId.slice(prefix.length).includes("/"));
            return json({ Parameters: (input.Recursive ? below : direct).map(describe) });
          }
          default:
            throw new AwsError("InvalidAction", `The local cloud has no operation ${headers["x-amz-target"]}.`);
        }
      } catch (error) {
        return jsonError(error);
      }
    },
  };
}

function describe({ physicalId, properties }: Resource) {
  return {
    Name: physicalId,
    Type: properties.Type,
    Value: String(properties.Value),
    Version: 1,
    ARN: `arn:aws:ssm:${REGION}:${ACCOUNT_ID}:parameter/${physicalId.replace(/^\//, "")}`,
    DataType: "text",
  };
}
