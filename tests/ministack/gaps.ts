/**
 * What MiniStack lacks, and what the harness does instead: nothing else of the deployment differs from AWS's. Each is
 * also in docs/compatibility.md.
 */
import { readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";

/** Types its CloudFormation refuses or cannot carry out, with the reason. */
export const leftOut: Record<string, string> = {
  "AWS::ApiGatewayV2::RouteResponse": "CloudFormation does not know the type; made through the API instead.",
  "AWS::Events::Archive": "CloudFormation does not know the type; made through the API instead.",
  "Custom::CDKBucketDeployment":
    "The CDK's helper wants boto3 and a layer mounted at /opt, which needs Docker; the site's files are not copied.",
};

/** Journeys it cannot pass, by a part of their names, with the fault of its own. */
export const faults: Record<string, string> = {
  "opens for nobody without a ticket":
    "A refusal by $connect reaches the client as 403, whatever status the function gave.",
};

interface Template {
  Resources: Record<string, { Type: string; Properties?: Record<string, unknown>; DependsOn?: string | string[] }>;
}

/** Takes what is left out from the templates of an assembly; returns the resources that went, by type. */
export function leaveOut(assembly: string): Record<string, Record<string, unknown>[]> {
  const gone: Record<string, Record<string, unknown>[]> = {};
  for (const file of readdirSync(assembly).filter((name) => name.endsWith(".template.json"))) {
    const template: Template = JSON.parse(readFileSync(join(assembly, file), "utf8"));
    const ids = Object.keys(template.Resources).filter((id) => template.Resources[id]!.Type in leftOut);
    if (ids.length === 0) continue;
    for (const id of ids) {
      const { Type, Properties = {} } = template.Resources[id]!;
      gone[Type] = [...(gone[Type] ?? []), Properties];
      delete template.Resources[id];
    }
    for (const resource of Object.values(template.Resources)) {
      if (resource.DependsOn) resource.DependsOn = [resource.DependsOn].flat().filter((id) => !ids.includes(id));
    }
    writeFileSync(join(assembly, file), JSON.stringify(template));
  }
  return gone;
}
