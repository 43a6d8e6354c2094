import type { FileRef } from "@freelancerm/contracts/fields";
import { ActionIcon } from "@mantine/core";
import { useRef, useState } from "react";
import { drafts } from "../../lib/drafts.ts";
import { left } from "../../lib/format.ts";
import { socket } from "../../lib/socket.ts";
import { UploadList, useUploads } from "../../ui/attachments.tsx";
import { IconAttach, IconSend } from "../../ui/icons.ts";

const MAXIMUM = 5000;

/** Where a message is written. Enter sends, Shift+Enter breaks the line; files can be pasted. */
export function Composer({ roomId, send }: { roomId: string; send: (text: string, files: FileRef[]) => void }) {
  const key = `room:${roomId}`;
  const [text, setText] = useState(() => drafts.load<string>(key) ?? "");
  const uploads = useUploads("message");
  const picker = useRef<HTMLInputElement>(null);
  const empty = text.trim() === "" && uploads.files.length === 0;
  const blocked = empty || uploads.busy || text.length > MAXIMUM;

  function submit() {
    if (blocked) return;
    send(text.trim(), uploads.files);
    setText("");
    drafts.clear(key);
    uploads.clear();
  }

  return (
    <form
      className="composer"
      onSubmit={(event) => {
        event.preventDefault();
        submit();
      }}
    >
      <UploadList of={uploads} />
      <div className="composer-row">
        <input
          ref={picker}
          type="file"
          multiple
          hidden
          onChange={({ currentTarget }) => {
            uploads.add(currentTarget.files ?? []);
            currentTarget.value = "";
          }}
        />
        <ActionIcon
          size={44}
          variant="subtle"
          color="gray"
          aria-label="Attach files"
          disabled={uploads.full}
          onClick={() => picker.current?.click()}
        >
          <IconAttach size={20} />
        </ActionIcon>
        <textarea
          aria-label="Message"
          placeholder="Write a message"
          rows={1}
          value={text}
          onChange={({ currentTarget }) => {
            setText(currentTarget.value);
            drafts.save(key, currentTarget.value);
            socket.typing(roomId);
          }}
          onPaste={(event) => {
            if (event.clipboardData.files.length === 0) return;
            event.preventDefault();
            uploads.add(event.clipboardData.files);
          }}
          onKeyDown={(event) => {
            if (event.key !== "Enter" || event.shiftKey || event.nativeEvent.isComposing) return;
            event.preventDefault();
            submit();
          }}
        />
        <ActionIcon type="submit" size={44} aria-label="Send" disabled={blocked}>
          <IconSend size={20} />
        </ActionIcon>
      </div>
      {text.length > MAXIMUM - 500 && <p className="tiny dim">{left(text, MAXIMUM)}</p>}
    </form>
  );
}
