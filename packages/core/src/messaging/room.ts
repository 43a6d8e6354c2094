/** A room: one conversation per client and freelancer. Each member has an inbox row; the row is the membership. */
import { Refusal } from "@freelancerm/contracts/errors";
import type { Person } from "@freelancerm/contracts/fields";
import { membersOf } from "@freelancerm/contracts/ids";
import type { Message, Room } from "@freelancerm/contracts/messaging";
import type { Change } from "../entity.ts";
import { ms } from "../time.ts";

/** What a member's inbox says of a room. Its numbers only move forward, so events may arrive in any order. */
export interface InboxRow {
  roomId: string;
  userId: string;
  /** A copy, so that an inbox is one query; it follows each change. */
  counterpart: Person;
  /** Version of the account it is a copy of; older rows lack it. */
  counterpartVersion?: number;
  lastSeq: number;
  preview: string;
  lastMessageAt: string | null;
  readSeq: number;
  theirReadSeq: number | null;
  /** Hidden while no message is newer than this; null: shown. */
  hiddenSeq: number | null;
  /** The notification that waits until the room is read; empty while none does. */
  noticeId: string;
  openedAt: string;
}

/** Steps forward of an inbox row. What is not ahead of the row changes nothing. */
export interface Forward {
  newest?: Newest;
  readSeq?: number;
  theirReadSeq?: number;
}
export interface Newest {
  /** Orders the states of the newest message: its seq, then how long after sending it was changed. */
  stamp: number;
  lastSeq: number;
  preview: string;
  lastMessageAt: string;
}

export interface RoomStore {
  /** Strongly consistent: this decides who is a member. */
  find(userId: string, roomId: string): Promise<InboxRow | undefined>;
  /** All rooms of a user, in one query. */
  listOf(userId: string): Promise<InboxRow[]>;
  open(row: InboxRow): Change;
  /** Moves a row forward; answers it as it is then, undefined when the user is no member. */
  advance(userId: string, roomId: string, forward: Forward): Promise<InboxRow | undefined>;
  hide(userId: string, roomId: string, hiddenSeq: number): Change;
  show(userId: string, roomId: string): Change;
  /** Shows the other side as of a version of their account; refused with "resource.conflict" by a row that shows it or a newer one. */
  introduce(userId: string, roomId: string, counterpart: Person, version: number): Change;
  /** Files which notification waits for the room, if it is still the one after `previous`. */
  notice(userId: string, roomId: string, noticeId: string, previous: string): Change;
}

/** Characters of a message that an inbox shows. */
const PREVIEW = 120;
/** More milliseconds than a message can be changed after it was sent. */
const STAMPS_PER_SEQ = 1_000_000;

/** @rule Only members read and write in a room: those with an inbox row, which opening it gives. */
export function requireMember(row: InboxRow | undefined): InboxRow {
  if (!row) throw new Refusal("room.not_open");
  return row;
}

/** @rule A hidden room shows again with its next message; hiding is for oneself only. */
export const isHidden = (row: InboxRow): boolean => row.hiddenSeq !== null && row.lastSeq <= row.hiddenSeq;

/** The other member. */
export function counterpartOf(roomId: string, userId: string): string {
  const { clientId, freelancerId } = membersOf(roomId);
  return userId === clientId ? freelancerId : clientId;
}

export const presentRoom = (row: InboxRow): Room => ({
  id: row.roomId,
  counterpart: row.counterpart,
  preview: row.preview,
  lastSeq: row.lastSeq,
  readSeq: row.readSeq,
  theirReadSeq: row.theirReadSeq,
  unread: Math.max(0, row.lastSeq - row.readSeq),
  lastMessageAt: row.lastMessageAt,
});

function previewOf({ text, deletedAt, attachments }: Message): string {
  if (deletedAt) return "Message deleted";
  if (text === "") return attachments.length === 1 ? attachments[0]!.name : `${attachments.length} files`;
  return text.length <= PREVIEW ? text : `${text.slice(0, PREVIEW - 1).trimEnd()}…`;
}

/** What a message, sent or changed, makes of an inbox. */
export const newestOf = (message: Message): Newest => {
  const changed = message.deletedAt ?? message.editedAt ?? message.sentAt;
  return {
    stamp: message.seq * STAMPS_PER_SEQ + ms(changed) - ms(message.sentAt),
    lastSeq: message.seq,
    preview: previewOf(message),
    lastMessageAt: message.sentAt,
  };
};
