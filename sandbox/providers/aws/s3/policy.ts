/** `aws.s3.BucketPolicy`. */
import { DeleteBucketPolicyCommand, GetBucketPolicyCommand, PutBucketPolicyCommand } from "@aws-sdk/client-s3";
import type { BridgedResource } from "../../bridged/resource";
import { text, type Schema } from "../../bridged/schema";
import type { Props } from "../../kind";
import type { AwsClients } from "../clients";
import { doing, unless } from "../errors";
import { normalized, POLICY_FIELD, unlessEquivalent } from "../policy";
import { BUCKET_FIELDS, foundIn, targetOf } from "./sub-resource";

const schema: Schema = { ...BUCKET_FIELDS, policy: { ...POLICY_FIELD, required: true } };

export function bucketPolicyResource(clients: AwsClients): BridgedResource {
  const put = async (props: Props): Promise<void> => {
    const { client, bucket } = targetOf(clients, "", props);
    await doing(`putting S3 Bucket (${bucket.Bucket}) Policy`, () =>
      client.send(new PutBucketPolicyCommand({ ...bucket, Policy: normalized(text(props, "policy")) })),
    );
  };
  const read: BridgedResource["read"] = (id, state) => {
    const target = targetOf(clients, id, state);
    const ask = target.client.send(new GetBucketPolicyCommand(target.bucket));
    return foundIn(target, ["NoSuchBucketPolicy"], ask, ({ Policy = "" }) => ({
      policy: unlessEquivalent(text(state, "policy"), Policy),
    }));
  };

  return {
    token: "aws:s3/bucketPolicy:BucketPolicy",
    schema,
    importState: () => ({}),
    read,

    async create(planned, context) {
      await put(planned);
      const { id } = targetOf(clients, "", planned);
      return (await read(id, planned, context)) ?? { id, state: planned };
    },

    async update(id, _olds, planned, context) {
      await put(planned);
      return (await read(id, planned, context))?.state ?? planned;
    },

    async delete(id, state) {
      const { client, bucket } = targetOf(clients, id, state);
      await doing(`deleting S3 Bucket Policy (${id})`, () =>
        unless(["NoSuchBucket"], client.send(new DeleteBucketPolicyCommand(bucket))),
      );
    },
  };
}
