import type { AwsResponse } from "../kit.ts";

/** "You may not" in the protocol of each service. */
export function accessDenied(service: string, message: string): AwsResponse {
  switch (service) {
    case "s3":
      return {
        status: 403,
        headers: { "content-type": "application/xml" },
        body: `<?xml version="1.0" encoding="UTF-8"?>\n<Error><Code>AccessDenied</Code><Message>${escapeXml(message)}</Message></Error>`,
      };
    case "execute-api":
      return rest("ForbiddenException", message);
    case "lambda":
    case "ses":
      return rest("AccessDeniedException", message);
    default:
      return {
        status: 400,
        headers: { "content-type": "application/x-amz-json-1.0", "x-amzn-errortype": "AccessDeniedException" },
        body: JSON.stringify({ __type: "com.amazon.coral.service#AccessDeniedException", message, Message: message }),
      };
  }
}

function rest(type: string, message: string): AwsResponse {
  return {
    status: 403,
    headers: { "content-type": "application/json", "x-amzn-errortype": type },
    body: JSON.stringify({ message, Message: message }),
  };
}

function escapeXml(text: string): string {
  return text.replaceAll("&", "&amp;").replaceAll("<", "&lt;").replaceAll(">", "&gt;");
}
