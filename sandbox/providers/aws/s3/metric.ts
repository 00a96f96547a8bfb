/** `aws.s3.BucketMetric`: request metrics, without which CloudWatch knows nothing of a bucket's requests. */
import {
  DeleteBucketMetricsConfigurationCommand,
  GetBucketMetricsConfigurationCommand,
  PutBucketMetricsConfigurationCommand,
  type MetricsConfiguration,
  type MetricsFilter,
} from "@aws-sdk/client-s3";
import { lengthBetween } from "../../bridged/check";
import type { BridgedResource } from "../../bridged/resource";
import { isObject, isZero, text, textMap, type Schema } from "../../bridged/schema";
import type { Props } from "../../kind";
import type { AwsClients } from "../clients";
import { doing, unless } from "../errors";
import { tagList } from "../tags";
import { BUCKET_FIELDS, foundIn, targetOf, type Target } from "./sub-resource";

const schema: Schema = {
  ...BUCKET_FIELDS,
  name: {
    type: "string",
    required: true,
    forceNew: true,
    autoNamed: { maxLength: 255 },
    validate: lengthBetween(1, 64),
  },
  filter: {
    type: "object",
    element: { accessPoint: { type: "string" }, prefix: { type: "string" }, tags: { type: "map" } },
  },
};

interface Named {
  readonly target: Target;
  readonly name: string;
}

export function metricResource(clients: AwsClients): BridgedResource {
  const named = (id: string, props: Props): Named => {
    const [bucket = "", name = ""] = text(props, "name") === "" ? id.split(":") : ["", text(props, "name")];
    if (name === "")
      throw new Error(`please make sure the ID is in the form BUCKET:NAME (i.e. my-bucket:EntireBucket)`);
    const target = targetOf(clients, bucket, props);
    return { target: { ...target, id: `${target.bucket.Bucket}:${name}` }, name };
  };
  const put = async (props: Props): Promise<void> => {
    const { target, name } = named("", props);
    const configuration: MetricsConfiguration = { Id: name, ...withFilter(props.filter) };
    await doing(`putting S3 Bucket (${target.bucket.Bucket}) Metric (${name})`, () =>
      target.client.send(
        new PutBucketMetricsConfigurationCommand({ ...target.bucket, Id: name, MetricsConfiguration: configuration }),
      ),
    );
  };
  const read: BridgedResource["read"] = (id, state) => {
    const { target, name } = named(id, state);
    const ask = target.client.send(new GetBucketMetricsConfigurationCommand({ ...target.bucket, Id: name }));
    return foundIn(target, ["NoSuchConfiguration"], ask, ({ MetricsConfiguration: found }) => ({
      name,
      ...(found?.Filter && { filter: filterFound(found.Filter) }),
    }));
  };

  return {
    token: "aws:s3/bucketMetric:BucketMetric",
    schema,
    importState: () => ({}),
    read,
    refuse: ({ filter }) =>
      isObject(filter) && isZero(filter.prefix) && isZero(filter.tags) && isZero(filter.accessPoint)
        ? '"filter": one of `filter.0.access_point,filter.0.prefix,filter.0.tags` must be specified'
        : undefined,

    async create(planned, context) {
      await put(planned);
      const { id } = named("", planned).target;
      return (await read(id, planned, context)) ?? { id, state: planned };
    },

    async update(id, _olds, planned, context) {
      await put(planned);
      return (await read(id, planned, context))?.state ?? planned;
    },

    async delete(id, state) {
      const { target, name } = named(id, state);
      const command = new DeleteBucketMetricsConfigurationCommand({ ...target.bucket, Id: name });
      await doing(`deleting S3 Bucket Metric (${id})`, () =>
        unless(["NoSuchBucket", "NoSuchConfiguration"], target.client.send(command)),
      );
    },
  };
}

/** One condition stands alone, several stand in an `And`. */
function withFilter(filter: Props[string] | undefined): { readonly Filter?: MetricsFilter } {
  if (!isObject(filter)) return {};
  const [prefix, accessPoint, tags] = [
    text(filter, "prefix"),
    text(filter, "accessPoint"),
    tagList(textMap(filter, "tags")),
  ];
  const [tag, ...others] = tags;
  const conditions = [prefix !== "", accessPoint !== "", ...tags.map(() => true)].filter(Boolean).length;
  if (conditions > 1) {
    return {
      Filter: {
        And: {
          ...(prefix !== "" && { Prefix: prefix }),
          ...(accessPoint !== "" && { AccessPointArn: accessPoint }),
          ...(tags.length > 0 && { Tags: tags }),
        },
      },
    };
  }
  if (tag !== undefined && others.length === 0) return { Filter: { Tag: tag } };
  return { Filter: accessPoint === "" ? { Prefix: prefix } : { AccessPointArn: accessPoint } };
}

function filterFound(filter: MetricsFilter): Props {
  const { Prefix, AccessPointArn, Tags } = filter.And ?? {
    Prefix: filter.Prefix,
    AccessPointArn: filter.AccessPointArn,
    Tags: filter.Tag && [filter.Tag],
  };
  const tags = Object.fromEntries((Tags ?? []).map(({ Key = "", Value = "" }) => [Key, Value]));
  return {
    ...(Prefix !== undefined && { prefix: Prefix }),
    ...(AccessPointArn !== undefined && { accessPoint: AccessPointArn }),
    ...(Object.keys(tags).length > 0 && { tags }),
  };
}
