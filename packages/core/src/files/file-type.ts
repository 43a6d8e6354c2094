/** Which files are accepted for what: sizes, types, and how the first bytes of each type look. */
import { refuseField } from "@freelancerm/contracts/errors";
import type { FilePurpose } from "@freelancerm/contracts/files";

const MB = 1024 * 1024;

const starts = (bytes: Uint8Array, signature: readonly number[], at = 0): boolean =>
  signature.every((byte, index) => bytes[at + index] === byte);
const ascii = (text: string): number[] => [...text].map((letter) => letter.charCodeAt(0));

type Looks = (bytes: Uint8Array) => boolean;
const zip: Looks = (bytes) => [3, 5, 7].some((kind) => starts(bytes, [0x50, 0x4b, kind, kind + 1]));
/** Compound files of the older office programs. */
const compound: Looks = (bytes) => starts(bytes, [0xd0, 0xcf, 0x11, 0xe0, 0xa1, 0xb1, 0x1a, 0xe1]);
const text: Looks = (bytes) => !bytes.includes(0);

const images: Record<string, Looks> = {
  "image/jpeg": (bytes) => starts(bytes, [0xff, 0xd8, 0xff]),
  "image/png": (bytes) => starts(bytes, [0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]),
  "image/gif": (bytes) => starts(bytes, ascii("GIF87a")) || starts(bytes, ascii("GIF89a")),
  "image/webp": (bytes) => starts(bytes, ascii("RIFF")) && starts(bytes, ascii("WEBP"), 8),
};

const documents: Record<string, Looks> = {
  ...images,
  "application/pdf": (bytes) => starts(bytes, ascii("%PDF-")),
  "application/zip": zip,
  "text/plain": text,
  "text/csv": text,
  "text/markdown": text,
  "application/msword": compound,
  "application/vnd.ms-excel": compound,
  "application/vnd.ms-powerpoint": compound,
  "application/vnd.openxmlformats-officedocument.wordprocessingml.document": zip,
  "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet": zip,
  "application/vnd.openxmlformats-officedocument.presentationml.presentation": zip,
  "application/vnd.oasis.opendocument.text": zip,
  "application/vnd.oasis.opendocument.spreadsheet": zip,
  "application/vnd.oasis.opendocument.presentation": zip,
  "audio/mpeg": (bytes) => starts(bytes, ascii("ID3")) || (bytes[0] === 0xff && (bytes[1]! & 0xe0) === 0xe0),
  "video/mp4": (bytes) => starts(bytes, ascii("ftyp"), 4),
};

/** How names of files of each type end; the first is put where none of them stands. */
const endings: Record<string, readonly string[]> = {
  "image/jpeg": ["jpg", "jpeg"],
  "image/png": ["png"],
  "image/gif": ["gif"],
  "image/webp": ["webp"],
  "application/pdf": ["pdf"],
  "application/zip": ["zip"],
  "text/plain": ["txt", "log"],
  "text/csv": ["csv"],
  "text/markdown": ["md", "markdown"],
  "application/msword": ["doc"],
  "application/vnd.ms-excel": ["xls"],
  "application/vnd.ms-powerpoint": ["ppt"],
  "application/vnd.openxmlformats-officedocument.wordprocessingml.document": ["docx"],
  "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet": ["xlsx"],
  "application/vnd.openxmlformats-officedocument.presentationml.presentation": ["pptx"],
  "application/vnd.oasis.opendocument.text": ["odt"],
  "application/vnd.oasis.opendocument.spreadsheet": ["ods"],
  "application/vnd.oasis.opendocument.presentation": ["odp"],
  "audio/mpeg": ["mp3"],
  "video/mp4": ["mp4", "m4v"],
};

/**
 * The name a file is saved under: without a path, and ending as its type does.
 * @rule A file is opened by what its name ends in, so a plain text called setup.bat is saved as setup.bat.txt.
 */
export function savedName({ name, contentType }: { name: string; contentType: string }): string {
  const bare = name.replaceAll(/[/\\]/g, "_").replaceAll(/[\ud800-\udfff]/gu, "_");
  const fitting = endings[contentType] ?? [];
  const ending = /\.([^.]+)$/.exec(bare)?.[1]?.toLowerCase();
  return fitting.length === 0 || fitting.includes(ending ?? "") ? bare : `${bare}.${fitting[0]}`;
}

/** How many first bytes a type shows itself in. */
export const FIRST_BYTES = 512;

/**
 * @rule Pictures of profiles are JPEG, PNG, GIF or WebP up to 5 MB; attachments of work up to 25 MB, of messages up to 100 MB.
 * Nothing a browser would run (HTML, SVG, scripts) is accepted.
 */
const accepted: Record<FilePurpose, { bytes: number; types: Record<string, Looks> }> = {
  avatar: { bytes: 5 * MB, types: images },
  portfolio: { bytes: 5 * MB, types: images },
  job: { bytes: 25 * MB, types: documents },
  proposal: { bytes: 25 * MB, types: documents },
  milestone: { bytes: 25 * MB, types: documents },
  message: { bytes: 100 * MB, types: documents },
};

/** Pictures of profiles are shown to everybody; all other files are for those who share what they belong to. */
export const isPublic = (purpose: FilePurpose): boolean => purpose === "avatar" || purpose === "portfolio";

const looksOf = (purpose: FilePurpose, type: string): Looks | undefined =>
  Object.hasOwn(accepted[purpose].types, type) ? accepted[purpose].types[type] : undefined;

/** Types of files that are accepted for a purpose. */
export const acceptedTypes = (purpose: FilePurpose): string[] => Object.keys(accepted[purpose].types);

/** Refuses an announced file that would not be accepted. */
export function requireAcceptable(file: { purpose: FilePurpose; contentType: string; size: number }): void {
  const { bytes } = accepted[file.purpose];
  if (!looksOf(file.purpose, file.contentType)) refuseField("file.type_refused", "contentType");
  if (file.size > bytes) refuseField("file.too_large", "size", `must not be larger than ${bytes / MB} MB`);
}

/** Whether a file begins as files of its type do. */
export const looksLike = (purpose: FilePurpose, contentType: string, first: Uint8Array): boolean =>
  looksOf(purpose, contentType)?.(first) ?? false;

/** Content-Disposition: only pictures of profiles show in place, everything else is saved under its name. */
export function dispositionOf(file: { name: string; contentType: string; purpose: FilePurpose }): string {
  const name = savedName(file);
  const plain = name.replaceAll(/[^\w.() -]/g, "_");
  const encoded = encodeURIComponent(name).replaceAll(
    /['()*]/g,
    (letter) => `%${letter.charCodeAt(0).toString(16).toUpperCase()}`,
  );
  return `${isPublic(file.purpose) ? "inline" : "attachment"}; filename="${plain}"; filename*=UTF-8''${encoded}`;
}
