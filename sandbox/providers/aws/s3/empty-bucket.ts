/** Deletes every object of a bucket, with all its versions. */
import { DeleteObjectsCommand, ListObjectVersionsCommand, type S3Client } from "@aws-sdk/client-s3";

export async function emptyBucket(client: S3Client, bucket: string, objectLock: boolean): Promise<void> {
  for (;;) {
    const { Versions = [], DeleteMarkers = [] } = await client.send(new ListObjectVersionsCommand({ Bucket: bucket }));
    const objects = [...Versions, ...DeleteMarkers].map(({ Key, VersionId }) => ({ Key, VersionId }));
    if (objects.length === 0) return;
    const { Errors = [] } = await client.send(
      new DeleteObjectsCommand({
        Bucket: bucket,
        Delete: { Objects: objects, Quiet: true },
        ...(objectLock && { BypassGovernanceRetention: true }),
      }),
    );
    // What can't be deleted would be listed for ever.
    if (Errors.length > 0) {
      const words = Errors.map(({ Key = "", Code = "", Message = "" }) => `${Code}: ${Message} (${Key})`);
      throw new Error(`deleting ${Errors.length} objects: ${words.join("; ")}`);
    }
  }
}
