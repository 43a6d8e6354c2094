/** Files: shown, and uploaded with their progress. */
import type { FileRef } from "@freelancerm/contracts/fields";
import type { FilePurpose } from "@freelancerm/contracts/files";
import { ActionIcon, Button } from "@mantine/core";
import { useRef, useState } from "react";
import { wordsOf } from "../lib/failure.ts";
import { fileUrl } from "../lib/files.ts";
import { fileSize } from "../lib/format.ts";
import { MAX_MEGABYTES, upload } from "../lib/upload.ts";
import { IconAttach, IconClose, IconFile, IconRetry } from "./icons.ts";

export function FileList({ files }: { files: FileRef[] }) {
  if (files.length === 0) return null;
  return (
    <ul className="plain stack tight">
      {files.map((file) => (
        <li key={file.id}>
          <a className="chip" href={fileUrl(file)} download={file.name} style={{ minHeight: 44, maxWidth: "100%" }}>
            <IconFile size={16} aria-hidden style={{ flex: "none" }} />
            <span className="ellipsis">{file.name}</span>
            <span className="dim num">{fileSize(file.size)}</span>
          </a>
        </li>
      ))}
    </ul>
  );
}

interface Transfer {
  key: string;
  file: File;
  fraction: number;
  error?: string;
  abort: AbortController;
}

/** Files that are uploaded beside a form. `ids` are those that are done. */
export function useUploads(purpose: FilePurpose, initial: FileRef[] = [], maximum = 10) {
  const [files, setFiles] = useState(initial);
  const [transfers, setTransfers] = useState<Transfer[]>([]);

  const change = (key: string, part: Partial<Transfer>) =>
    setTransfers((all) => all.map((one) => (one.key === key ? { ...one, ...part } : one)));

  async function run(transfer: Transfer) {
    try {
      const done = await upload(transfer.file, purpose, {
        signal: transfer.abort.signal,
        onProgress: (fraction) => change(transfer.key, { fraction }),
      });
      setFiles((all) => [...all, done]);
      setTransfers((all) => all.filter(({ key }) => key !== transfer.key));
    } catch (error) {
      if (!transfer.abort.signal.aborted) change(transfer.key, { error: wordsOf(error) });
    }
  }

  return {
    files,
    transfers,
    busy: transfers.some(({ error }) => !error),
    full: files.length + transfers.length >= maximum,
    ids: files.map(({ id }) => id),
    add(chosen: Iterable<File>) {
      const room = maximum - files.length - transfers.length;
      const started = [...chosen].slice(0, Math.max(0, room)).map((file): Transfer => {
        const tooLarge = file.size > MAX_MEGABYTES[purpose] * 1024 * 1024;
        return {
          key: crypto.randomUUID(),
          file,
          fraction: 0,
          abort: new AbortController(),
          error: tooLarge ? `Larger than ${MAX_MEGABYTES[purpose]} MB.` : undefined,
        };
      });
      setTransfers((all) => [...all, ...started]);
      for (const transfer of started) if (!transfer.error) void run(transfer);
    },
    retry(transfer: Transfer) {
      change(transfer.key, { error: undefined, fraction: 0 });
      void run(transfer);
    },
    remove(key: string) {
      transfers.find((one) => one.key === key)?.abort.abort();
      setTransfers((all) => all.filter((one) => one.key !== key));
      setFiles((all) => all.filter(({ id }) => id !== key));
    },
    clear() {
      setFiles([]);
    },
  };
}
export type Uploads = ReturnType<typeof useUploads>;

/** Files that were chosen: done, on their way or failed. */
export function UploadList({ of }: { of: Uploads }) {
  if (of.files.length + of.transfers.length === 0) return null;
  return (
    <ul className="plain stack tight">
      {of.files.map((file) => (
        <li key={file.id} className="row nowrap">
          <span className="chip" style={{ minWidth: 0 }}>
            <IconFile size={16} aria-hidden style={{ flex: "none" }} />
            <span className="ellipsis">{file.name}</span>
            <span className="dim num">{fileSize(file.size)}</span>
          </span>
          <Remove name={file.name} onClick={() => of.remove(file.id)} />
        </li>
      ))}
      {of.transfers.map((transfer) => (
        <li key={transfer.key} className="stack tight">
          <div className="row nowrap">
            <span className="chip" style={{ minWidth: 0 }}>
              <span className="ellipsis">{transfer.file.name}</span>
            </span>
            {transfer.error ? (
              <>
                <span className="small" role="alert" style={{ color: "var(--bad-ink)" }}>
                  {transfer.error}
                </span>
                <ActionIcon
                  size={44}
                  variant="subtle"
                  aria-label={`Upload ${transfer.file.name} again`}
                  onClick={() => of.retry(transfer)}
                >
                  <IconRetry size={18} />
                </ActionIcon>
              </>
            ) : (
              <progress
                value={transfer.fraction}
                max={1}
                aria-label={`Uploading ${transfer.file.name}`}
                style={{ flex: 1 }}
              />
            )}
            <Remove name={transfer.file.name} onClick={() => of.remove(transfer.key)} />
          </div>
        </li>
      ))}
    </ul>
  );
}

const Remove = ({ name, onClick }: { name: string; onClick: () => void }) => (
  <ActionIcon size={44} variant="subtle" color="gray" aria-label={`Remove ${name}`} onClick={onClick}>
    <IconClose size={18} />
  </ActionIcon>
);

/** A button that chooses files, also by dropping them on it. */
export function UploadField({
  of,
  label,
  accept,
  description,
}: {
  of: Uploads;
  label: string;
  accept?: string;
  description?: string;
}) {
  const input = useRef<HTMLInputElement>(null);
  return (
    <fieldset className="stack tight">
      <legend className="small strong" style={{ padding: 0, marginBottom: 4 }}>
        {label}
      </legend>
      {description && <p className="tiny dim">{description}</p>}
      <UploadList of={of} />
      <input
        ref={input}
        type="file"
        multiple
        hidden
        accept={accept}
        onChange={({ currentTarget }) => {
          of.add(currentTarget.files ?? []);
          currentTarget.value = "";
        }}
      />
      <div>
        <Button
          variant="default"
          disabled={of.full}
          leftSection={<IconAttach size={18} />}
          onClick={() => input.current?.click()}
          onDragOver={(event) => event.preventDefault()}
          onDrop={(event) => {
            event.preventDefault();
            of.add(event.dataTransfer.files);
          }}
        >
          Add files
        </Button>
      </div>
    </fieldset>
  );
}
