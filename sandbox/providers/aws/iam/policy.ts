/** `aws.iam.Policy`. */
import {
  CreatePolicyCommand,
  CreatePolicyVersionCommand,
  DeletePolicyCommand,
  DeletePolicyVersionCommand,
  GetPolicyCommand,
  GetPolicyVersionCommand,
  ListPolicyVersionsCommand,
  TagPolicyCommand,
  UntagPolicyCommand,
  type IAMClient,
} from "@aws-sdk/client-iam";
import { lengthBetween } from "../../bridged/check";
import { changed } from "../../bridged/diff";
import type { BridgedResource } from "../../bridged/resource";
import { text, textMap, type Field, type Schema } from "../../bridged/schema";
import type { Props } from "../../kind";
import type { AwsClients } from "../clients";
import { doing, unless } from "../errors";
import { prefixOf, uniqueName } from "../names";
import { decoded, normalized, POLICY_FIELD, unlessEquivalent } from "../policy";
import { removedTags, TAG_FIELDS, tagList, tagsFound } from "../tags";
import { NOT_FOUND, nameFields } from "./fields";

const output: Field = { type: "string", computed: true, output: true };

const schema: Schema = {
  arn: output,
  attachmentCount: { type: "int", computed: true, output: true },
  delayAfterPolicyCreationInMs: { type: "int" },
  description: { type: "string", forceNew: true, validate: lengthBetween(0, 1000) },
  ...nameFields(128),
  path: { type: "string", default: "/", forceNew: true },
  policy: { ...POLICY_FIELD, required: true },
  policyId: output,
  ...TAG_FIELDS,
};

/** AWS keeps no more of one policy. */
const MOST_VERSIONS = 5;

export function policyResource(clients: AwsClients): BridgedResource {
  const read: BridgedResource["read"] = async (id, state) => {
    const found = await doing(`reading IAM Policy (${id})`, () =>
      unless(NOT_FOUND, clients.iam.send(new GetPolicyCommand({ PolicyArn: id }))),
    );
    const policy = found?.Policy;
    if (policy === undefined) return undefined;
    const version = { PolicyArn: id, VersionId: policy.DefaultVersionId };
    const { PolicyVersion } = await clients.iam.send(new GetPolicyVersionCommand(version));
    const { PolicyName: name = "", Description: description } = policy;
    return {
      id,
      state: {
        arn: id,
        attachmentCount: policy.AttachmentCount ?? 0,
        ...(state.delayAfterPolicyCreationInMs !== undefined && {
          delayAfterPolicyCreationInMs: state.delayAfterPolicyCreationInMs,
        }),
        ...(description !== undefined && { description }),
        name,
        namePrefix: prefixOf(name),
        path: policy.Path ?? "",
        policy: unlessEquivalent(text(state, "policy"), decoded(PolicyVersion?.Document)),
        policyId: policy.PolicyId ?? "",
        ...tagsFound(clients.settings, policy.Tags ?? [], state),
      },
    };
  };

  return {
    token: "aws:iam/policy:Policy",
    schema,
    importState: () => ({}),
    read,

    async create(planned, context) {
      const name = text(planned, "name") || uniqueName(text(planned, "namePrefix"));
      const description = text(planned, "description");
      const tags = tagList(textMap(planned, "tagsAll"));
      const { Policy } = await doing(`creating IAM Policy (${name})`, () =>
        clients.iam.send(
          new CreatePolicyCommand({
            PolicyName: name,
            PolicyDocument: normalized(text(planned, "policy")),
            Path: text(planned, "path"),
            ...(description !== "" && { Description: description }),
            ...(tags.length > 0 && { Tags: tags }),
          }),
        ),
      );
      const id = Policy?.Arn ?? "";
      return (await read(id, planned, context)) ?? { id, state: planned };
    },

    async update(id, olds, planned, context) {
      if (changed(schema, "policy", olds, planned)) await putVersion(clients.iam, id, text(planned, "policy"));
      if (changed(schema, "tagsAll", olds, planned)) await putTags(clients.iam, id, olds, planned);
      return (await read(id, planned, context))?.state ?? planned;
    },

    async delete(id) {
      await doing(`deleting IAM Policy (${id})`, () => unless(NOT_FOUND, remove(clients.iam, id)));
    },
  };
}

/** A change is a new version; the oldest makes room for it. */
async function putVersion(iam: IAMClient, arn: string, document: string): Promise<void> {
  const { Versions = [] } = await iam.send(new ListPolicyVersionsCommand({ PolicyArn: arn }));
  const oldest = Versions.filter(({ IsDefaultVersion }) => !IsDefaultVersion).sort(
    (a, b) => (a.CreateDate?.getTime() ?? 0) - (b.CreateDate?.getTime() ?? 0),
  )[0];
  if (Versions.length >= MOST_VERSIONS && oldest) {
    await iam.send(new DeletePolicyVersionCommand({ PolicyArn: arn, VersionId: oldest.VersionId }));
  }
  const version = { PolicyArn: arn, PolicyDocument: normalized(document), SetAsDefault: true };
  await doing(`updating IAM Policy (${arn})`, () => iam.send(new CreatePolicyVersionCommand(version)));
}

async function putTags(iam: IAMClient, arn: string, olds: Props, planned: Props): Promise<void> {
  const [removed, tags] = [removedTags(olds, planned), tagList(textMap(planned, "tagsAll"))];
  await doing(`updating tags for IAM Policy (${arn})`, async () => {
    if (removed.length > 0) await iam.send(new UntagPolicyCommand({ PolicyArn: arn, TagKeys: removed }));
    if (tags.length > 0) await iam.send(new TagPolicyCommand({ PolicyArn: arn, Tags: tags }));
  });
}

async function remove(iam: IAMClient, arn: string): Promise<void> {
  const { Versions = [] } = await iam.send(new ListPolicyVersionsCommand({ PolicyArn: arn }));
  for (const { VersionId, IsDefaultVersion } of Versions) {
    if (!IsDefaultVersion) await iam.send(new DeletePolicyVersionCommand({ PolicyArn: arn, VersionId }));
  }
  await iam.send(new DeletePolicyCommand({ PolicyArn: arn }));
}
