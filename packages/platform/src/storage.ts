/** The file storage port over S3. */
import { CopyObjectCommand, DeleteObjectCommand, GetObjectCommand } from "@aws-sdk/client-s3";
import { createPresignedPost } from "@aws-sdk/s3-presigned-post";
import { getSignedUrl } from "@aws-sdk/s3-request-presigner";
import type { Clock } from "@freelancerm/core/entity";
import { FIRST_BYTES } from "@freelancerm/core/files/file-type";
import type { FileStorage } from "@freelancerm/core/files/storage";
import { createBucketClient, kept, quarantined } from "./bucket.ts";
import { ahead } from "./clock.ts";
import { config } from "./config.ts";

const ADDRESS_LIVES = 60;
/** Without the right to list the bucket, S3 says "forbidden" where there is nothing. */
const NOTHING = new Set(["NoSuchKey", "NotFound", "AccessDenied", "Forbidden"]);

export function createFileStorage(clock: Clock, client = createBucketClient()): FileStorage {
  const at = (Key: string) => ({ Bucket: config.bucketName, Key });

  return {
    form: async ({ id, contentType, size }, expiresAt) => {
      // The form is dated by the SDK's own clock, which the local cloud may be ahead of.
      client.config.systemClockOffset = clock.now() - ahead() - Date.now();
      const { url, fields } = await createPresignedPost(client, {
        ...at(quarantined(id)),
        Fields: { "Content-Type": contentType },
        Conditions: [["content-length-range", size, size]],
        Expires: Math.floor((expiresAt - clock.now()) / 1000),
      });
      return { url, fields };
    },

    inspect: async (fileId) => {
      try {
        const Range = `bytes=0-${FIRST_BYTES - 1}`;
        const found = await client.send(new GetObjectCommand({ ...at(quarantined(fileId)), Range }));
        return {
          size: Number(found.ContentRange?.split("/")[1] ?? found.ContentLength ?? 0),
          contentType: found.ContentType ?? "",
          first: (await found.Body?.transformToByteArray()) ?? new Uint8Array(),
          tag: found.ETag ?? "",
        };
      } catch (error) {
        if (error instanceof Error && NOTHING.has(error.name)) return undefined;
        throw error;
      }
    },

    keep: async ({ id, contentType }, tag, disposition) => {
      try {
        await client.send(
          new CopyObjectCommand({
            ...at(kept(id)),
            CopySource: `${config.bucketName}/${quarantined(id)}`,
            CopySourceIfMatch: tag,
            MetadataDirective: "REPLACE",
            ContentType: contentType,
            ContentDisposition: disposition,
          }),
        );
        return true;
      } catch (error) {
        if (error instanceof Error && error.name === "PreconditionFailed") return false;
        throw error;
      }
    },

    discard: async (fileId) => {
      await client.send(new DeleteObjectCommand(at(quarantined(fileId))));
    },

    address: ({ id, contentType }, disposition) =>
      getSignedUrl(
        client,
        new GetObjectCommand({
          ...at(kept(id)),
          ResponseContentType: contentType,
          ResponseContentDisposition: disposition,
        }),
        { expiresIn: ADDRESS_LIVES, signingDate: new Date(clock.now() - ahead()) },
      ),
  };
}
