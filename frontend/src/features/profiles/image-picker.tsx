import type { FilePurpose } from "@freelancerm/contracts/files";
import { Button } from "@mantine/core";
import { useRef, useState } from "react";
import { wordsOf } from "../../lib/failure.ts";
import { MAX_MEGABYTES, upload } from "../../lib/upload.ts";

/** Chooses and uploads one picture; hands on its file id and an address to show it meanwhile. */
export function ImagePicker({
  purpose,
  label,
  onPicked,
  onRemove,
}: {
  purpose: FilePurpose;
  label: string;
  onPicked: (fileId: string, preview: string) => unknown;
  onRemove?: () => unknown;
}) {
  const input = useRef<HTMLInputElement>(null);
  const [fraction, setFraction] = useState<number>();
  const [failure, setFailure] = useState<string>();

  async function pick(file: File | undefined) {
    if (!file) return;
    setFailure(undefined);
    if (file.size > MAX_MEGABYTES[purpose] * 1024 * 1024) {
      setFailure(`The picture is larger than ${MAX_MEGABYTES[purpose]} MB.`);
      return;
    }
    setFraction(0);
    try {
      const { id } = await upload(file, purpose, { onProgress: setFraction });
      await onPicked(id, URL.createObjectURL(file));
    } catch (error) {
      setFailure(wordsOf(error));
    } finally {
      setFraction(undefined);
    }
  }

  return (
    <div className="stack tight">
      <input
        ref={input}
        type="file"
        accept="image/png,image/jpeg,image/webp"
        hidden
        onChange={({ currentTarget }) => {
          void pick(currentTarget.files?.[0]);
          currentTarget.value = "";
        }}
      />
      <div className="row">
        <Button variant="default" loading={fraction !== undefined} onClick={() => input.current?.click()}>
          {label}
        </Button>
        {onRemove && (
          <Button variant="subtle" color="gray" onClick={() => void onRemove()}>
            Remove
          </Button>
        )}
      </div>
      {fraction !== undefined && <progress value={fraction} max={1} aria-label="Uploading the picture" />}
      {failure && (
        <p role="alert" className="small" style={{ color: "var(--bad-ink)" }}>
          {failure}
        </p>
      )}
    </div>
  );
}
