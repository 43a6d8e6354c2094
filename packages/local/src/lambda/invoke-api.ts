import { AwsError, type AwsRequest, type AwsResponse, type FunctionInvoker } from "../kit.ts";

/** Lambda's Invoke: RequestResponse, Event and DryRun. */
export async function lambdaApi(request: AwsRequest, functions: FunctionInvoker): Promise<AwsResponse> {
  try {
    return await answer(request, functions);
  } catch (error) {
    if (error instanceof AwsError) return failed(error);
    throw error;
  }
}

async function answer({ method, path, headers, body }: AwsRequest, functions: FunctionInvoker): Promise<AwsResponse> {
  const name = /^\/2015-03-31\/functions\/([^/]+)\/invocations$/.exec(path)?.[1];
  if (method !== "POST" || !name) {
    throw new AwsError("UnknownOperationException", `The local cloud has no Lambda operation ${method} ${path}.`, 404);
  }
  const functionName = decodeURIComponent(name);
  const event = parse(body.toString());
  switch (headers["x-amz-invocation-type"] ?? "RequestResponse") {
    case "Event":
      await functions.send(functionName, event);
      return { status: 202 };
    case "DryRun":
      return { status: 204 };
    default: {
      const { payload, functionError } = await functions.invoke(functionName, event);
      return {
        status: 200,
        headers: {
          "content-type": "application/json",
          "x-amz-executed-version": "$LATEST",
          ...(functionError && { "x-amz-function-error": functionError }),
        },
        body: JSON.stringify(payload),
      };
    }
  }
}

function parse(body: string): unknown {
  try {
    return body ? JSON.parse(body) : {};
  } catch {
    throw new AwsError("InvalidRequestContentException", "Could not parse request body into json");
  }
}

function failed({ code, message, status }: AwsError): AwsResponse {
  return {
    status,
    headers: { "content-type": "application/json", "x-amzn-errortype": code },
    body: JSON.stringify({ Type: "User", Message: message }),
  };
}
