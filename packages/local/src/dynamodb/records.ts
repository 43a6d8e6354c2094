import { isDeepStrictEqual } from "node:util";

/** A DynamoDB attribute map in its wire form: {"pk": {"S": "…"}}. */
export type AttributeMap = Record<string, unknown>;

/** A change as a Lambda function gets it. */
export interface StreamRecord {
  eventID: string;
  eventName: "INSERT" | "MODIFY" | "REMOVE";
  eventVersion: string;
  eventSource: string;
  awsRegion: string;
  eventSourceARN: string;
  userIdentity?: { type: string; principalId: string };
  dynamodb: {
    /** Seconds since the epoch. */
    ApproximateCreationDateTime: number;
    Keys: AttributeMap;
    NewImage?: AttributeMap;
    OldImage?: AttributeMap;
    SequenceNumber: string;
    SizeBytes: number;
    StreamViewType: string;
  };
}

/** DynamoDB writes no record for a write that changes nothing; an engine may. */
export function changesNothing({ eventName, dynamodb: { NewImage, OldImage } }: StreamRecord): boolean {
  return eventName === "MODIFY" && NewImage !== undefined && isDeepStrictEqual(NewImage, OldImage);
}

/** Splits into batches of at most `size`. */
export function batches<T>(records: T[], size: number): T[][] {
  return Array.from({ length: Math.ceil(records.length / size) }, (_, i) => records.slice(i * size, (i + 1) * size));
}
