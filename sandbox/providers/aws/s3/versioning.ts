/** `aws.s3.BucketVersioning`. */
import {
  GetBucketVersioningCommand,
  PutBucketVersioningCommand,
  type BucketVersioningStatus,
} from "@aws-sdk/client-s3";
import { oneOf } from "../../bridged/check";
import type { BridgedResource } from "../../bridged/resource";
import { isObject, text, type Schema } from "../../bridged/schema";
import type { Props } from "../../kind";
import type { AwsClients } from "../clients";
import { doing, unless } from "../errors";
import { foundIn, OWNER_FIELDS, targetOf } from "./sub-resource";

/** A bucket that never had versions; AWS has no word for it. */
const DISABLED = "Disabled";

const schema: Schema = {
  ...OWNER_FIELDS,
  mfa: { type: "string" },
  versioningConfiguration: {
    type: "object",
    required: true,
    element: {
      mfaDelete: { type: "string", computed: true, validate: oneOf(["Enabled", "Disabled"]) },
      status: { type: "string", required: true, validate: oneOf(["Enabled", "Suspended", DISABLED]) },
    },
  },
};

export function versioningResource(clients: AwsClients): BridgedResource {
  const put = async (props: Props, configuration: Props): Promise<void> => {
    const { client, bucket } = targetOf(clients, "", props);
    const mfa = text(props, "mfa");
    const mfaDelete = text(configuration, "mfaDelete");
    await client.send(
      new PutBucketVersioningCommand({
        ...bucket,
        ...(mfa !== "" && { MFA: mfa }),
        VersioningConfiguration: {
          Status: text(configuration, "status") as BucketVersioningStatus,
          ...(mfaDelete !== "" && { MFADelete: mfaDelete as "Enabled" | "Disabled" }),
        },
      }),
    );
  };
  const read: BridgedResource["read"] = async (id, state) => {
    const target = targetOf(clients, id, state);
    const ask = target.client.send(new GetBucketVersioningCommand(target.bucket));
    return foundIn(target, [], ask, ({ Status, MFADelete }) => ({
      ...(text(state, "mfa") !== "" && { mfa: text(state, "mfa") }),
      versioningConfiguration: { status: Status ?? DISABLED, mfaDelete: MFADelete ?? "" },
    }));
  };
  const settings = (props: Props): Props =>
    isObject(props.versioningConfiguration) ? props.versioningConfiguration : {};

  return {
    token: "aws:s3/bucketVersioning:BucketVersioning",
    schema,
    importState: () => ({}),
    read,

    async create(planned, context) {
      const { id } = targetOf(clients, "", planned);
      await doing(`creating S3 Bucket (${id}) Versioning`, async () => {
        if (text(settings(planned), "status") !== DISABLED) await put(planned, settings(planned));
      });
      return (await read(id, planned, context)) ?? { id, state: planned };
    },

    async update(id, olds, planned, context) {
      const [before, after] = [text(settings(olds), "status"), text(settings(planned), "status")];
      if (after === DISABLED && before !== DISABLED) {
        throw new Error(`versioning_configuration.status cannot be updated from '${before}' to '${after}'`);
      }
      await doing(`updating S3 Bucket Versioning (${id})`, () => put(planned, settings(planned)));
      return (await read(id, planned, context))?.state ?? planned;
    },

    async delete(id, state) {
      if (text(settings(state), "status") === DISABLED) return;
      await doing(`deleting S3 Bucket Versioning (${id})`, () =>
        unless(["NoSuchBucket"], put(state, { status: "Suspended" })),
      );
    },
  };
}
