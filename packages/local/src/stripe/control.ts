/** The sandbox's own switches under `/_control/`: faults, webhook modes, disputes, payouts, and the request log. */
import { closeDispute, openDispute } from "./disputes.ts";
import { invalid } from "./errors.ts";
import { list, optionalInteger, optionalText, type Params, text } from "./params.ts";
import { failPayout, payPayout } from "./payouts.ts";
import { WEBHOOK_MODES, type WebhookMode, type Webhooks } from "./webhooks.ts";
import type { World } from "./world.ts";

export const FAULT_KINDS = ["500", "500-after", "429", "timeout", "lost-response"] as const;

export interface Fault {
  /** Path prefix, with `*` for one segment; empty for every path. */
  path: string;
  method?: string;
  /** How many more requests it hits. */
  count: number;
  /** How many matching requests pass before it begins. */
  skip: number;
  /**
   * "500": not executed, the error is kept under the idempotency key; "500-after": executed, then the same error;
   * "429": rate limited; "timeout": not executed, never answered; "lost-response": executed, the connection breaks.
   */
  kind: (typeof FAULT_KINDS)[number];
}

export interface LoggedRequest {
  id: string;
  at: number;
  method: string;
  path: string;
  params: Params;
  account?: string;
  idempotencyKey?: string;
  replayed: boolean;
  fault?: string;
  status: number;
  responseId?: string;
}

const KEPT_REQUESTS = 5000;

export class Sandbox {
  readonly faults: Fault[] = [];
  readonly requests: LoggedRequest[] = [];

  constructor(
    private readonly world: World,
    private readonly webhooks: Webhooks,
  ) {}

  /** The fault that hits this request, counted down. */
  takeFault(method: string, path: string): Fault["kind"] | undefined {
    for (const fault of this.faults) {
      const prefix = fault.path.split("*").map((part) => part.replace(/[.+?^${}()|[\]\\]/g, "\\$&"));
      const hit =
        fault.count > 0 && (fault.method ?? method) === method && new RegExp(`^${prefix.join("[^/]+")}`).test(path);
      if (!hit) continue;
      if (fault.skip > 0) fault.skip -= 1;
      else {
        fault.count -= 1;
        return fault.kind;
      }
    }
    return undefined;
  }

  log(entry: LoggedRequest): void {
    this.requests.push(entry);
    if (this.requests.length > KEPT_REQUESTS) this.requests.shift();
  }

  /** Answers a control request; throws for one it does not know. */
  handle(method: string, path: string, params: Params): unknown {
    const { world, webhooks } = this;
    const [name, id, action] = path.split("/").slice(2);
    switch (`${method} ${name}${action ? `/:id/${action}` : ""}`) {
      case "GET requests":
        return { data: this.requests };
      case "DELETE requests":
        return { cleared: this.requests.splice(0).length };
      case "POST faults": {
        const kind = text(params, "kind") as Fault["kind"];
        if (!FAULT_KINDS.includes(kind)) throw invalid(`kind is one of ${FAULT_KINDS.join(", ")}`, "kind");
        const count = optionalInteger(params, "count") ?? 1;
        const skip = optionalInteger(params, "skip") ?? 0;
        this.faults.push({
          path: optionalText(params, "path") ?? "",
          method: optionalText(params, "method"),
          count,
          skip,
          kind,
        });
        return { faults: this.faults };
      }
      case "DELETE faults":
        return { cleared: this.faults.splice(0).length };
      case "GET webhooks":
        return { mode: webhooks.mode, delayMs: webhooks.delayMs, deliveries: Object.values(world.state.deliveries) };
      case "POST webhooks": {
        const mode = (optionalText(params, "mode") ?? webhooks.mode) as WebhookMode;
        if (!WEBHOOK_MODES.includes(mode)) throw invalid(`mode is one of ${WEBHOOK_MODES.join(", ")}`, "mode");
        webhooks.setMode(mode, optionalInteger(params, "delayMs"));
        webhooks.resend(list(params, "resend").map(String));
        return { mode: webhooks.mode, delayMs: webhooks.delayMs };
      }
      case "POST disputes":
        return openDispute(world, text(params, "charge"), optionalText(params, "reason"));
      case "POST disputes/:id/close":
        return closeDispute(world, id!, text(params, "status") === "won" ? "won" : "lost");
      case "POST payouts/:id/pay":
        payPayout(world, id!);
        return world.find(id!);
      case "POST payouts/:id/fail":
        return failPayout(world, id!, optionalText(params, "failure_code"));
      default:
        throw invalid(`Unknown control: ${method} ${path}`);
    }
  }
}
