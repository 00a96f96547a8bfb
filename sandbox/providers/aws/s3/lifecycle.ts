/** `aws.s3.BucketLifecycleConfiguration`. */
import {
  DeleteBucketLifecycleCommand,
  GetBucketLifecycleConfigurationCommand,
  PutBucketLifecycleConfigurationCommand,
  TransitionDefaultMinimumObjectSize,
  TransitionStorageClass,
} from "@aws-sdk/client-s3";
import { intAtLeast, oneOf } from "../../bridged/check";
import type { BridgedResource } from "../../bridged/resource";
import { isArray, isObject, text, type Field, type Schema } from "../../bridged/schema";
import type { Props } from "../../kind";
import type { AwsClients } from "../clients";
import { doing, unless } from "../errors";
import { ruleFound, ruleOf } from "./lifecycle-rules";
import { foundIn, OWNER_FIELDS, targetOf } from "./sub-resource";

const storageClass: Field = { type: "string", required: true, validate: oneOf(Object.values(TransitionStorageClass)) };
const noncurrent: Schema = {
  newerNoncurrentVersions: { type: "int", validate: intAtLeast(1) },
  noncurrentDays: { type: "int", required: true, validate: intAtLeast(0) },
};
const sizes: Schema = {
  objectSizeGreaterThan: { type: "int" },
  objectSizeLessThan: { type: "int" },
};

const schema: Schema = {
  ...OWNER_FIELDS,
  rules: {
    type: "list",
    terraformName: "rule",
    element: {
      id: { type: "string", required: true },
      prefix: { type: "string" },
      status: { type: "string", required: true, validate: oneOf(["Enabled", "Disabled"]) },
      abortIncompleteMultipartUpload: { type: "object", element: { daysAfterInitiation: { type: "int" } } },
      expiration: {
        type: "object",
        element: {
          date: { type: "string" },
          days: { type: "int" },
          expiredObjectDeleteMarker: { type: "bool" },
        },
      },
      filter: {
        type: "object",
        element: {
          and: {
            type: "object",
            element: { ...sizes, prefix: { type: "string" }, tags: { type: "map" } },
          },
          ...sizes,
          prefix: { type: "string" },
          tag: {
            type: "object",
            element: { key: { type: "string", required: true }, value: { type: "string", required: true } },
          },
        },
      },
      noncurrentVersionExpiration: { type: "object", element: noncurrent },
      noncurrentVersionTransitions: { type: "set", element: { ...noncurrent, storageClass } },
      transitions: {
        type: "set",
        element: { date: { type: "string" }, days: { type: "int" }, storageClass },
      },
    },
  },
  timeouts: { type: "object", element: { create: { type: "string" }, update: { type: "string" } } },
  transitionDefaultMinimumObjectSize: {
    type: "string",
    computed: true,
    validate: oneOf(Object.values(TransitionDefaultMinimumObjectSize)),
  },
};

export function lifecycleResource(clients: AwsClients): BridgedResource {
  const put = async (props: Props): Promise<void> => {
    const { client, bucket } = targetOf(clients, "", props);
    const size = text(props, "transitionDefaultMinimumObjectSize") as TransitionDefaultMinimumObjectSize | "";
    const request = {
      ...bucket,
      LifecycleConfiguration: { Rules: rulesIn(props).map(ruleOf) },
      ...(size !== "" && { TransitionDefaultMinimumObjectSize: size }),
    };
    await client.send(new PutBucketLifecycleConfigurationCommand(request));
  };
  const read: BridgedResource["read"] = (id, state) => {
    const target = targetOf(clients, id, state);
    const wanted = rulesIn(state);
    const ask = target.client.send(new GetBucketLifecycleConfigurationCommand(target.bucket));
    return foundIn(
      target,
      ["NoSuchLifecycleConfiguration"],
      ask,
      ({ Rules = [], TransitionDefaultMinimumObjectSize: size }) => ({
        rules: Rules.map((rule) =>
          ruleFound(
            rule,
            wanted.find(({ id: known }) => known === rule.ID),
          ),
        ),
        transitionDefaultMinimumObjectSize: size ?? TransitionDefaultMinimumObjectSize.all_storage_classes_128K,
        ...(isObject(state.timeouts) && { timeouts: state.timeouts }),
      }),
    );
  };

  return {
    token: "aws:s3/bucketLifecycleConfiguration:BucketLifecycleConfiguration",
    schema,
    importState: () => ({}),
    read,

    async create(planned, context) {
      const { id } = targetOf(clients, "", planned);
      await doing(`creating S3 Bucket (${id}) Lifecycle Configuration`, () => put(planned));
      return (await read(id, planned, context)) ?? { id, state: planned };
    },

    async update(id, _olds, planned, context) {
      await doing(`updating S3 Bucket (${id}) Lifecycle Configuration`, () => put(planned));
      return (await read(id, planned, context))?.state ?? planned;
    },

    async delete(id, state) {
      const { client, bucket } = targetOf(clients, id, state);
      await doing(`deleting S3 Bucket Lifecycle Configuration (${id})`, () =>
        unless(["NoSuchBucket", "NoSuchLifecycleConfiguration"], client.send(new DeleteBucketLifecycleCommand(bucket))),
      );
    },
  };
}

const rulesIn = (props: Props): readonly Props[] => (isArray(props.rules) ? props.rules.filter(isObject) : []);
