/** Errors as Stripe words them. */
export class StripeFault extends Error {
  constructor(
    readonly status: number,
    readonly type: "invalid_request_error" | "card_error" | "idempotency_error" | "api_error" | "rate_limit_error",
    message: string,
    /** `code`, `param`, `decline_code`, `payment_intent`, … of the error object. */
    readonly details: Record<string, unknown> = {},
  ) {
    super(message);
  }

  get body() {
    return { error: { ...this.details, message: this.message, type: this.type } };
  }
}

export function invalid(message: string, param?: string, code?: string): StripeFault {
  return new StripeFault(400, "invalid_request_error", message, {
    ...(code ? { code, doc_url: `https://stripe.com/docs/error-codes/${code.replaceAll("_", "-")}` } : {}),
    ...(param ? { param } : {}),
  });
}

export function missing(kind: string, id: string, param = "id", status = 404): StripeFault {
  const details = { code: "resource_missing", doc_url: "https://stripe.com/docs/error-codes/resource-missing", param };
  return new StripeFault(status, "invalid_request_error", `No such ${kind}: '${id}'`, details);
}

export const insufficientFunds = () =>
  invalid(
    "You have insufficient available funds in your Stripe account. Try adding funds directly to your available balance " +
      "by creating Charges using the 4000000000000077 test card. See: https://stripe.com/docs/testing#available-balance",
    undefined,
    "balance_insufficient",
  );
