import type { Currency } from "@freelancerm/contracts/fields";
import { ProposalDraft } from "@freelancerm/contracts/proposals";
import { type ReactNode, useState } from "react";
import { left } from "../../lib/format.ts";
import { UploadField, type Uploads } from "../../ui/attachments.tsx";
import { Form, SubmitButton, useApiForm } from "../../ui/form.tsx";
import { Textarea } from "../../ui/kit/forms.ts";
import { Prose } from "../../ui/prose.tsx";
import { bodyOfProposal, type ProposalForm } from "./terms.ts";
import { TermsFields } from "./terms-fields.tsx";

/** The letter, the terms, the answers and the files of a proposal. */
export function useProposalForm(options: {
  initial: ProposalForm;
  uploads: Uploads;
  draft?: string;
  send: (values: ProposalForm) => Promise<unknown>;
}) {
  return useApiForm<ProposalForm>({
    ...options,
    schema: ProposalDraft,
    toBody: (values) => bodyOfProposal(values, options.uploads.ids),
  });
}

export function ProposalFields({
  of,
  questions,
  currency,
  uploads,
  letterFixed,
  submit,
  feesBeside,
  children,
}: {
  of: ReturnType<typeof useProposalForm>;
  questions: string[];
  currency: Currency;
  uploads: Uploads;
  letterFixed?: boolean;
  submit: string;
  /** The fees are shown beside the form, not in it. */
  feesBeside?: boolean;
  children?: ReactNode;
}) {
  const [preview, setPreview] = useState(false);
  const { letter } = of.form.values;
  return (
    <Form of={of} label="Proposal">
      <section className="stack">
        <div className="row apart">
          <h2>Your letter</h2>
          <fieldset className="switch" aria-label="Letter">
            <button type="button" aria-pressed={!preview} onClick={() => setPreview(false)}>
              Write
            </button>
            <button type="button" aria-pressed={preview} onClick={() => setPreview(true)}>
              Preview
            </button>
          </fieldset>
        </div>
        {preview ? (
          <div className="card" style={{ minHeight: 220 }}>
            <Prose text={letter || "Nothing written yet"} />
          </div>
        ) : (
          <Textarea
            {...of.field("letter", "Letter")}
            description={
              letterFixed ? "The client has read it; it stays as it is." : `Markdown works. ${left(letter, 5000)}`
            }
            readOnly={letterFixed}
            placeholder="How you would do it, and why you"
            required
            autosize
            minRows={8}
            maxRows={24}
          />
        )}
      </section>
      {questions.length > 0 && (
        <section className="stack">
          <h2>The client's questions</h2>
          {questions.map((question, index) => (
            <Textarea
              key={question}
              {...of.field(`answers.${index}`, question)}
              required
              autosize
              minRows={2}
              maxLength={1000}
            />
          ))}
        </section>
      )}
      <TermsFields of={of} currency={currency} side="freelancer" fees={!feesBeside} />
      <UploadField of={uploads} label="Files" description="Up to 10 files of 25 MB each" />
      {children}
      <div>
        <SubmitButton of={of}>{uploads.busy ? "Uploading" : submit}</SubmitButton>
      </div>
    </Form>
  );
}
