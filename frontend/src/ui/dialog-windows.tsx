/** The windows of the dialogs; dialogs.tsx brings them when they are wanted. */
import { Button } from "@mantine/core";
import { type ReactNode, useState } from "react";
import { wordsOf } from "../lib/failure.ts";
import { Textarea } from "./kit/forms.ts";
import { Modal } from "./kit/overlays.ts";
import { Notice } from "./states.tsx";

export interface AskOptions {
  title: string;
  /** What will happen, in words. */
  children?: ReactNode;
  confirm: string;
  danger?: boolean;
  /** Asks for a reason of so many characters. */
  reason?: { label: string; minimum: number; maximum: number; placeholder?: string };
  run: (reason: string) => Promise<unknown>;
  onClose: () => void;
}

export function AskWindow({ title, children, confirm, danger, reason, run, onClose }: AskOptions) {
  const [words, setWords] = useState("");
  const [tried, setTried] = useState(false);
  const [busy, setBusy] = useState(false);
  const [failure, setFailure] = useState<unknown>();
  const missing = reason && words.trim().length < reason.minimum;

  async function go() {
    setTried(true);
    if (missing || busy) return;
    setBusy(true);
    setFailure(undefined);
    try {
      await run(words.trim());
      onClose();
    } catch (error) {
      setFailure(error);
    } finally {
      setBusy(false);
    }
  }

  return (
    <Modal opened onClose={onClose} title={title} centered closeButtonProps={{ "aria-label": "Close" }}>
      <div className="stack">
        {children}
        {reason && (
          <Textarea
            data-autofocus
            label={reason.label}
            description={reason.minimum > 0 ? `At least ${reason.minimum} characters` : "Optional"}
            placeholder={reason.placeholder}
            required={reason.minimum > 0}
            maxLength={reason.maximum}
            autosize
            minRows={3}
            value={words}
            onChange={(event) => setWords(event.currentTarget.value)}
            error={tried && missing ? `Use at least ${reason.minimum} characters.` : undefined}
          />
        )}
        {failure !== undefined && <Notice tone="bad">{wordsOf(failure)}</Notice>}
        <div className="row" style={{ justifyContent: "flex-end" }}>
          <Button variant="default" onClick={onClose}>
            Not now
          </Button>
          <Button color={danger ? "red" : undefined} loading={busy} onClick={go}>
            {confirm}
          </Button>
        </div>
      </div>
    </Modal>
  );
}

export interface ConflictOptions {
  differences: { label: string; mine: string; theirs: string }[];
  keepMine: () => void;
  takeTheirs: () => void;
  onClose: () => void;
}

export function ConflictWindow({ differences, keepMine, takeTheirs, onClose }: ConflictOptions) {
  return (
    <Modal
      opened
      onClose={onClose}
      size="lg"
      title="It was changed meanwhile"
      closeButtonProps={{ "aria-label": "Close" }}
    >
      <div className="stack">
        <p>
          Another change was saved after you opened this page. Nothing of yours is lost: choose which version stays.
        </p>
        {differences.map(({ label, mine, theirs }) => (
          <div key={label} className="stack tight">
            <h3>{label}</h3>
            <div className="pair">
              <div className="card quiet">
                <p className="eyebrow">Yours</p>
                <p className="pre">{mine || "Empty"}</p>
              </div>
              <div className="card quiet">
                <p className="eyebrow">Saved meanwhile</p>
                <p className="pre">{theirs || "Empty"}</p>
              </div>
            </div>
          </div>
        ))}
        <div className="row" style={{ justifyContent: "flex-end" }}>
          <Button variant="default" onClick={takeTheirs}>
            Take the saved version
          </Button>
          <Button onClick={keepMine}>Save mine over it</Button>
        </div>
      </div>
    </Modal>
  );
}
