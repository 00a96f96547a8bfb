/** `aws.s3.BucketServerSideEncryptionConfiguration`. */
import {
  DeleteBucketEncryptionCommand,
  GetBucketEncryptionCommand,
  PutBucketEncryptionCommand,
  type EncryptionType,
  type ServerSideEncryption,
  type ServerSideEncryptionRule,
} from "@aws-sdk/client-s3";
import { oneOf } from "../../bridged/check";
import type { BridgedResource } from "../../bridged/resource";
import { flag, isArray, isObject, text, texts, type Schema } from "../../bridged/schema";
import type { Props } from "../../kind";
import type { AwsClients } from "../clients";
import { doing, unless } from "../errors";
import { foundIn, OWNER_FIELDS, targetOf } from "./sub-resource";

const schema: Schema = {
  ...OWNER_FIELDS,
  rules: {
    type: "set",
    required: true,
    terraformName: "rule",
    element: {
      applyServerSideEncryptionByDefault: {
        type: "object",
        element: {
          kmsMasterKeyId: { type: "string", computed: true },
          sseAlgorithm: { type: "string", required: true, validate: oneOf(["AES256", "aws:kms", "aws:kms:dsse"]) },
        },
      },
      blockedEncryptionTypes: { type: "set", computed: true },
      bucketKeyEnabled: { type: "bool", computed: true },
    },
  },
};

export function encryptionResource(clients: AwsClients): BridgedResource {
  const put = async (props: Props): Promise<void> => {
    const { client, bucket } = targetOf(clients, "", props);
    const rules = isArray(props.rules) ? props.rules.filter(isObject).map(ruleOf) : [];
    const request = { ...bucket, ServerSideEncryptionConfiguration: { Rules: rules } };
    await client.send(new PutBucketEncryptionCommand(request));
  };
  const read: BridgedResource["read"] = (id, state) => {
    const target = targetOf(clients, id, state);
    const ask = target.client.send(new GetBucketEncryptionCommand(target.bucket));
    return foundIn(target, ["ServerSideEncryptionConfigurationNotFoundError"], ask, (answer) => ({
      rules: encryptionRules(answer.ServerSideEncryptionConfiguration?.Rules),
    }));
  };

  return {
    token: "aws:s3/bucketServerSideEncryptionConfiguration:BucketServerSideEncryptionConfiguration",
    schema,
    importState: () => ({}),
    read,

    async create(planned, context) {
      const { id } = targetOf(clients, "", planned);
      await doing(`creating S3 Bucket (${id}) Server-side Encryption Configuration`, () => put(planned));
      return (await read(id, planned, context)) ?? { id, state: planned };
    },

    async update(id, _olds, planned, context) {
      await doing(`updating S3 Bucket Server-side Encryption Configuration (${id})`, () => put(planned));
      return (await read(id, planned, context))?.state ?? planned;
    },

    /** The bucket goes back to AWS's own encryption, so something is always found afterwards. */
    async delete(id, state) {
      const { client, bucket } = targetOf(clients, id, state);
      await doing(`deleting S3 Bucket Server-side Encryption Configuration (${id})`, () =>
        unless(
          ["NoSuchBucket", "ServerSideEncryptionConfigurationNotFoundError"],
          client.send(new DeleteBucketEncryptionCommand(bucket)),
        ),
      );
    },
  };
}

function ruleOf(rule: Props): ServerSideEncryptionRule {
  const byDefault = rule.applyServerSideEncryptionByDefault;
  const blocked = texts(rule, "blockedEncryptionTypes");
  return {
    ...(isObject(byDefault) && {
      ApplyServerSideEncryptionByDefault: {
        SSEAlgorithm: text(byDefault, "sseAlgorithm") as ServerSideEncryption,
        ...(text(byDefault, "kmsMasterKeyId") !== "" && { KMSMasterKeyID: text(byDefault, "kmsMasterKeyId") }),
      },
    }),
    ...(blocked.length > 0 && { BlockedEncryptionTypes: { EncryptionType: blocked as EncryptionType[] } }),
    BucketKeyEnabled: flag(rule, "bucketKeyEnabled"),
  };
}

export function encryptionRules(rules: readonly ServerSideEncryptionRule[] = []): readonly Props[] {
  return rules.map(({ ApplyServerSideEncryptionByDefault: byDefault, BlockedEncryptionTypes, BucketKeyEnabled }) => ({
    ...(byDefault && {
      applyServerSideEncryptionByDefault: {
        kmsMasterKeyId: byDefault.KMSMasterKeyID ?? "",
        sseAlgorithm: byDefault.SSEAlgorithm ?? "",
      },
    }),
    blockedEncryptionTypes: BlockedEncryptionTypes?.EncryptionType ?? [],
    bucketKeyEnabled: BucketKeyEnabled ?? false,
  }));
}
