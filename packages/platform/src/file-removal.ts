/** Removes kept files from S3. */
import { DeleteObjectCommand, S3Client } from "@aws-sdk/client-s3";
import type { FileRemoval } from "@freelancerm/core/files/file-removal";
import { config } from "./config.ts";

export function createFileRemoval(): FileRemoval {
  let client: S3Client | undefined;
  return {
    remove: async (fileId) => {
      client ??= new S3Client({ forcePathStyle: Boolean(config.awsEndpoint) });
      await client.send(new DeleteObjectCommand({ Bucket: config.bucketName, Key: `files/${fileId}` }));
    },
  };
}
