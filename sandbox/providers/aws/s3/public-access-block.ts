/** `aws.s3.BucketPublicAccessBlock`. */
import {
  DeletePublicAccessBlockCommand,
  GetPublicAccessBlockCommand,
  PutPublicAccessBlockCommand,
} from "@aws-sdk/client-s3";
import type { BridgedResource } from "../../bridged/resource";
import { flag, type Schema } from "../../bridged/schema";
import type { Props } from "../../kind";
import type { AwsClients } from "../clients";
import { doing, unless } from "../errors";
import { BUCKET_FIELDS, foundIn, targetOf } from "./sub-resource";

const schema: Schema = {
  ...BUCKET_FIELDS,
  blockPublicAcls: { type: "bool", default: false },
  blockPublicPolicy: { type: "bool", default: false },
  ignorePublicAcls: { type: "bool", default: false },
  restrictPublicBuckets: { type: "bool", default: false },
  skipDestroy: { type: "bool" },
};

const NOT_FOUND = "NoSuchPublicAccessBlockConfiguration";

export function publicAccessBlockResource(clients: AwsClients): BridgedResource {
  const put = async (props: Props): Promise<void> => {
    const { client, bucket } = targetOf(clients, "", props);
    const configuration = {
      BlockPublicAcls: flag(props, "blockPublicAcls"),
      BlockPublicPolicy: flag(props, "blockPublicPolicy"),
      IgnorePublicAcls: flag(props, "ignorePublicAcls"),
      RestrictPublicBuckets: flag(props, "restrictPublicBuckets"),
    };
    await client.send(new PutPublicAccessBlockCommand({ ...bucket, PublicAccessBlockConfiguration: configuration }));
  };
  const read: BridgedResource["read"] = (id, state) => {
    const target = targetOf(clients, id, state);
    const ask = target.client.send(new GetPublicAccessBlockCommand(target.bucket));
    return foundIn(target, [NOT_FOUND], ask, ({ PublicAccessBlockConfiguration: found }) => ({
      blockPublicAcls: found?.BlockPublicAcls ?? false,
      blockPublicPolicy: found?.BlockPublicPolicy ?? false,
      ignorePublicAcls: found?.IgnorePublicAcls ?? false,
      restrictPublicBuckets: found?.RestrictPublicBuckets ?? false,
      ...(state.skipDestroy !== undefined && { skipDestroy: state.skipDestroy }),
    }));
  };

  return {
    token: "aws:s3/bucketPublicAccessBlock:BucketPublicAccessBlock",
    schema,
    importState: () => ({}),
    read,

    async create(planned, context) {
      const { id } = targetOf(clients, "", planned);
      await doing(`creating S3 Bucket (${id}) Public Access Block`, () => put(planned));
      return (await read(id, planned, context)) ?? { id, state: planned };
    },

    async update(id, _olds, planned, context) {
      await doing(`updating S3 Bucket Public Access Block (${id})`, () => put(planned));
      return (await read(id, planned, context))?.state ?? planned;
    },

    async delete(id, state) {
      if (flag(state, "skipDestroy")) return;
      const { client, bucket } = targetOf(clients, id, state);
      await doing(`deleting S3 Bucket Public Access Block (${id})`, () =>
        unless(["NoSuchBucket", NOT_FOUND], client.send(new DeletePublicAccessBlockCommand(bucket))),
      );
    },
  };
}
