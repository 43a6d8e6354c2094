/** The bucket of files: its client, and where each file lies in it. */
import { S3Client } from "@aws-sdk/client-s3";
import { config } from "./config.ts";

export const createBucketClient = () => new S3Client({ forcePathStyle: Boolean(config.awsEndpoint) });

/** Where an upload waits until it was looked at. */
export const quarantined = (fileId: string) => `quarantine/${fileId}`;
/** Where a file is kept. */
export const kept = (fileId: string) => `files/${fileId}`;
