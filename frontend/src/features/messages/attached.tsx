import type { FileRef } from "@freelancerm/contracts/fields";
import { useState } from "react";
import { fileUrl } from "../../lib/files.ts";
import { FileList } from "../../ui/attachments.tsx";

const PICTURES = new Set(["image/png", "image/jpeg", "image/gif", "image/webp"]);

/** The files of a message: pictures are seen, everything else is named. */
export function Attached({ files }: { files: FileRef[] }) {
  const [unseen, setUnseen] = useState<string[]>([]);
  // Without its token nobody but its owner may fetch it, and an image sends no credentials.
  const isPicture = (file: FileRef) =>
    file.token !== undefined && PICTURES.has(file.contentType) && !unseen.includes(fileUrl(file));
  const pictures = files.filter(isPicture);
  return (
    <>
      {pictures.length > 0 && (
        <div className="attached">
          {pictures.map((file) => (
            <a key={file.id} className="picture" href={fileUrl(file)} download={file.name}>
              <img
                src={fileUrl(file)}
                alt={file.name}
                loading="lazy"
                onError={() => setUnseen((before) => [...before, fileUrl(file)])}
              />
            </a>
          ))}
        </div>
      )}
      <FileList files={files.filter((file) => !isPicture(file))} />
    </>
  );
}
