import type { Currency } from "@freelancerm/contracts/fields";
import { Button, TextInput } from "@mantine/core";
import { now } from "../../lib/clock.ts";
import { money } from "../../lib/format.ts";
import type { ApiForm } from "../../ui/form.tsx";
import { Select } from "../../ui/kit/selects.ts";
import { MoneyInput } from "../../ui/money-input.tsx";
import { FeeQuote } from "./fee-quote.tsx";
import { emptyMilestone, type TermsForm, totalOf } from "./terms.ts";

const DAYS = Array.from({ length: 12 }, (_, index) => ({ value: String(index + 3), label: `${index + 3} days` }));

/** Milestones with their prices, and how long silence may last before it approves. */
export function TermsFields({
  of,
  currency,
  side,
  fees = true,
}: {
  of: ApiForm;
  currency: Currency;
  side: "client" | "freelancer";
  /** Whether the fees are shown below; not where they already are beside the form. */
  fees?: boolean;
}) {
  const terms = (of.form.values as { terms: TermsForm }).terms;
  const total = totalOf(terms);
  return (
    <fieldset className="stack">
      <legend style={{ padding: 0 }}>
        <h2>Milestones</h2>
      </legend>
      <p className="dim small">Each is funded before its work starts and paid when it is approved.</p>
      {terms.milestones.map((_, index) => {
        const path = `terms.milestones.${index}`;
        return (
          // biome-ignore lint/suspicious/noArrayIndexKey: a milestone is known by its position.
          <div className="card stack" key={index}>
            <div className="row apart">
              <h3>Milestone {index + 1}</h3>
              {terms.milestones.length > 1 && (
                <Button
                  variant="subtle"
                  color="gray"
                  aria-label={`Remove milestone ${index + 1}`}
                  onClick={() => of.form.removeListItem("terms.milestones", index)}
                >
                  Remove
                </Button>
              )}
            </div>
            <TextInput
              {...of.field(`${path}.title`, "What is delivered")}
              placeholder="First draft, ready to comment"
              maxLength={120}
              required
            />
            <div className="pair">
              <MoneyInput
                key={terms.milestones.length}
                {...of.field(`${path}.amount`, "Price")}
                currency={currency}
                required
              />
              <TextInput
                {...of.field(`${path}.dueAt`, "Due")}
                type="date"
                min={new Date(now()).toISOString().slice(0, 10)}
              />
            </div>
          </div>
        );
      })}
      <div className="row apart">
        <Button
          variant="default"
          disabled={terms.milestones.length >= 50}
          onClick={() => of.form.insertListItem("terms.milestones", { ...emptyMilestone })}
        >
          Add a milestone
        </Button>
        <p>
          Total <strong className="num">{money(total, currency)}</strong>
        </p>
      </div>
      <Select
        {...of.field("terms.reviewDays", "Time to review")}
        description="If the client stays silent that long after a submission, the work counts as approved"
        data={DAYS}
        allowDeselect={false}
      />
      {fees && <FeeQuote amount={total} currency={currency} side={side} />}
    </fieldset>
  );
}
