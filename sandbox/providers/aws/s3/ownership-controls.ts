/** `aws.s3.BucketOwnershipControls`. */
import {
  DeleteBucketOwnershipControlsCommand,
  GetBucketOwnershipControlsCommand,
  ObjectOwnership,
  PutBucketOwnershipControlsCommand,
} from "@aws-sdk/client-s3";
import { oneOf } from "../../bridged/check";
import type { BridgedResource } from "../../bridged/resource";
import { isObject, text, type Schema } from "../../bridged/schema";
import type { Props } from "../../kind";
import type { AwsClients } from "../clients";
import { doing, unless } from "../errors";
import { BUCKET_FIELDS, foundIn, targetOf } from "./sub-resource";

const schema: Schema = {
  ...BUCKET_FIELDS,
  rule: {
    type: "object",
    required: true,
    element: { objectOwnership: { type: "string", required: true, validate: oneOf(Object.values(ObjectOwnership)) } },
  },
};

const NOT_FOUND = "OwnershipControlsNotFoundError";

export function ownershipControlsResource(clients: AwsClients): BridgedResource {
  const put = async (props: Props): Promise<void> => {
    const { client, bucket } = targetOf(clients, "", props);
    const ownership = text(isObject(props.rule) ? props.rule : {}, "objectOwnership") as ObjectOwnership;
    const controls = { Rules: [{ ObjectOwnership: ownership }] };
    await client.send(new PutBucketOwnershipControlsCommand({ ...bucket, OwnershipControls: controls }));
  };
  const read: BridgedResource["read"] = (id, state) => {
    const target = targetOf(clients, id, state);
    const ask = target.client.send(new GetBucketOwnershipControlsCommand(target.bucket));
    return foundIn(target, [NOT_FOUND], ask, ({ OwnershipControls }) => ({
      rule: { objectOwnership: OwnershipControls?.Rules?.[0]?.ObjectOwnership ?? "" },
    }));
  };

  return {
    token: "aws:s3/bucketOwnershipControls:BucketOwnershipControls",
    schema,
    importState: () => ({}),
    read,

    async create(planned, context) {
      const { id } = targetOf(clients, "", planned);
      await doing(`creating S3 Bucket (${id}) Ownership Controls`, () => put(planned));
      return (await read(id, planned, context)) ?? { id, state: planned };
    },

    async update(id, _olds, planned, context) {
      await doing(`updating S3 Bucket Ownership Controls (${id})`, () => put(planned));
      return (await read(id, planned, context))?.state ?? planned;
    },

    async delete(id, state) {
      const { client, bucket } = targetOf(clients, id, state);
      await doing(`deleting S3 Bucket Ownership Controls (${id})`, () =>
        unless(["NoSuchBucket", NOT_FOUND], client.send(new DeleteBucketOwnershipControlsCommand(bucket))),
      );
    },
  };
}
