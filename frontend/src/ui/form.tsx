/** Forms: checked with the schemas of the API, told about refusals field by field, never losing what was typed. */
import { ApiError } from "@freelancerm/contracts/client";
import { Button } from "@mantine/core";
import { type UseFormReturnType, useForm } from "@mantine/form";
import { type FormEvent, type ReactNode, useEffect, useRef, useState } from "react";
import type * as z from "zod/mini";
import { drafts } from "../lib/drafts.ts";
import { faultsOf, requestIdOf, wordsOf } from "../lib/failure.ts";
import { capitalised } from "../lib/format.ts";
import { checkedBy } from "../lib/validation.ts";
import { Countdown } from "./states.tsx";

interface Options<V extends object> {
  initial: V;
  schema?: z.ZodMiniType;
  /** Shapes the form's values into what the schema checks; the values themselves unless said. */
  toBody?: (values: V) => unknown;
  /** Further faults by field, beyond the schema. */
  check?: (values: V) => Record<string, string | null>;
  send: (values: V) => Promise<unknown>;
  /** Keeps what is typed in this browser under this key until it is sent. */
  draft?: string;
  /** Takes a failure; answers true when it was dealt with. */
  onFailure?: (error: unknown) => boolean;
}

export function useApiForm<V extends object>(options: Options<V>) {
  const { schema, toBody, draft } = options;
  const [busy, setBusy] = useState(false);
  const [failure, setFailure] = useState<unknown>();
  const [attempts, setAttempts] = useState(0);
  const labels = useRef<Record<string, string>>({});
  const form = useForm<V>({
    initialValues: { ...options.initial, ...(draft ? drafts.load<Partial<V>>(draft) : undefined) },
    onValuesChange: (values) => draft && drafts.save(draft, values),
    validate: (values) => {
      const faults: Record<string, ReactNode> = schema ? checkedBy(schema)(toBody ? toBody(values) : values) : {};
      const further = Object.entries(options.check?.(values) ?? {}).filter(([, message]) => message);
      return { ...faults, ...Object.fromEntries(further) };
    },
  });

  async function submit(event?: FormEvent) {
    event?.preventDefault();
    setFailure(undefined);
    setAttempts((count) => count + 1);
    if (form.validate().hasErrors || busy) return;
    setBusy(true);
    try {
      await options.send(form.getValues());
      if (draft) drafts.clear(draft);
    } catch (error) {
      if (options.onFailure?.(error)) return;
      const { faults, saysAll } = error instanceof ApiError ? faultsOf(error) : { faults: {}, saysAll: false };
      form.setErrors(faults);
      // A summary above a field that is shown would say the same twice.
      if (!saysAll || Object.keys(faults).some((path) => !labels.current[path])) setFailure(error);
    } finally {
      setBusy(false);
    }
  }

  return {
    form,
    busy,
    failure,
    attempts,
    submit,
    labels,
    /** Props of the input of one field. */
    field(path: string, label: string, type?: "checkbox") {
      labels.current[path] = label;
      const { error, ...props } = form.getInputProps(path, type ? { type } : undefined);
      return { ...props, error: error ? sentence(error) : undefined, label, id: idOf(path) };
    },
  };
}
// biome-ignore lint/suspicious/noExplicitAny: the values' shape does not matter to what only shows the form.
export type ApiForm = ReturnType<typeof useApiForm<any>>;

const idOf = (path: string) => `field-${path.replaceAll(".", "-")}`;
const sentence = (error: ReactNode) =>
  typeof error === "string" ? `${capitalised(error).replace(/\.$/, "")}.` : error;

export function Form({ of, children, label }: { of: ApiForm; children: ReactNode; label?: string }) {
  return (
    <form noValidate onSubmit={of.submit} className="stack" aria-label={label}>
      <ErrorSummary of={of} />
      {children}
    </form>
  );
}

/** Lists what is wrong, each with a link to its field, and takes the focus after a refused try. */
export function ErrorSummary({ of }: { of: ApiForm }) {
  const box = useRef<HTMLDivElement>(null);
  const faults = Object.entries((of.form as UseFormReturnType<object>).errors);
  const { attempts, failure, busy } = of;
  const shown = attempts > 0 && (faults.length > 1 || failure !== undefined);
  useEffect(() => {
    if (attempts === 0 || busy) return;
    if (shown) box.current?.focus();
    else document.querySelector<HTMLElement>("[aria-invalid=true]")?.focus();
    // Only a further try moves the focus, not each key that is typed.
  }, [attempts, busy, shown]);
  if (!shown) return null;
  const retryAfter = failure instanceof ApiError && failure.status === 429 ? (failure.retryAfter ?? 10) : undefined;
  const requestId = requestIdOf(failure);
  return (
    <div ref={box} tabIndex={-1} role="alert" className="notice" data-tone="bad">
      <div className="stack tight">
        <p className="strong">{failure === undefined ? "Some fields need your attention" : wordsOf(failure)}</p>
        {faults.length > 0 && (
          <ul style={{ paddingLeft: 18 }}>
            {faults.map(([path, message]) => (
              <li key={path}>
                <a
                  href={`#${idOf(path)}`}
                  onClick={(event) => {
                    event.preventDefault();
                    document.getElementById(idOf(path))?.focus();
                  }}
                >
                  {of.labels.current[path] ?? "This form"}: {sentence(message as ReactNode)}
                </a>
              </li>
            ))}
          </ul>
        )}
        {retryAfter && <Countdown seconds={retryAfter} then={() => of.submit()} />}
        {faults.length === 0 && requestId && !(failure as ApiError).status.toString().startsWith("4") && (
          <p className="tiny dim">
            Request <code>{requestId}</code>
          </p>
        )}
      </div>
    </div>
  );
}

export function SubmitButton({ of, children, ...rest }: { of: ApiForm; children: ReactNode; fullWidth?: boolean }) {
  return (
    <Button type="submit" size="md" loading={of.busy} {...rest}>
      {children}
    </Button>
  );
}
