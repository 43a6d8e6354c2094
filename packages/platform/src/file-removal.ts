/** Removes kept files from S3. */
import { DeleteObjectCommand, type S3Client } from "@aws-sdk/client-s3";
import type { FileRemoval } from "@freelancerm/core/files/file-removal";
import { createBucketClient, kept } from "./bucket.ts";
import { config } from "./config.ts";

export function createFileRemoval(): FileRemoval {
  let client: S3Client | undefined;
  return {
    remove: async (fileId) => {
      client ??= createBucketClient();
      await client.send(new DeleteObjectCommand({ Bucket: config.bucketName, Key: kept(fileId) }));
    },
  };
}
