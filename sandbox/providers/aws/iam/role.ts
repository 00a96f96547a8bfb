/** `aws.iam.Role`. */
import {
  CreateRoleCommand,
  DeleteRolePermissionsBoundaryCommand,
  GetRoleCommand,
  ListAttachedRolePoliciesCommand,
  PutRolePermissionsBoundaryCommand,
  TagRoleCommand,
  UntagRoleCommand,
  UpdateAssumeRolePolicyCommand,
  UpdateRoleCommand,
} from "@aws-sdk/client-iam";
import { intBetween, lengthBetween } from "../../bridged/check";
import { changed } from "../../bridged/diff";
import type { BridgedResource } from "../../bridged/resource";
import { flag, integer, isZero, text, textMap, type Field, type Schema } from "../../bridged/schema";
import type { Props } from "../../kind";
import type { AwsClients } from "../clients";
import { doing, unless } from "../errors";
import { prefixOf, uniqueName } from "../names";
import { decoded, normalized, POLICY_FIELD, unlessEquivalent } from "../policy";
import { removedTags, TAG_FIELDS, tagList, tagsFound } from "../tags";
import { NOT_FOUND, nameFields, validArn } from "./fields";
import { inlinePoliciesOf, removeRole } from "./role-policies";

const output: Field = { type: "string", computed: true, output: true };
const replaced = (successor: string): Partial<Field> => ({
  computed: true,
  deprecated: true,
  validate: (value, name) =>
    isZero(value) ? undefined : `${name} is deprecated and not played in the sandbox: use aws.iam.${successor} instead`,
});

const schema: Schema = {
  arn: output,
  assumeRolePolicy: { ...POLICY_FIELD, required: true },
  createDate: output,
  description: { type: "string", validate: lengthBetween(0, 1000) },
  forceDetachPolicies: { type: "bool", default: false },
  inlinePolicies: {
    type: "set",
    element: { name: { type: "string" }, policy: { type: "string" } },
    ...replaced("RolePolicy"),
  },
  managedPolicyArns: { type: "set", ...replaced("RolePolicyAttachment") },
  maxSessionDuration: { type: "int", default: 3600, validate: intBetween(3600, 43200) },
  ...nameFields(64),
  path: { type: "string", default: "/", forceNew: true, validate: lengthBetween(0, 512) },
  permissionsBoundary: { type: "string", validate: validArn },
  ...TAG_FIELDS,
  uniqueId: output,
};

export function roleResource(clients: AwsClients): BridgedResource {
  const read: BridgedResource["read"] = async (id, state) => {
    const found = await doing(`reading IAM Role (${id})`, () => readRole(clients, id, state));
    return found && { id, state: found };
  };

  return {
    token: "aws:iam/role:Role",
    schema,
    importState: () => ({}),
    read,

    async create(planned, context) {
      const name = text(planned, "name") || uniqueName(text(planned, "namePrefix"));
      await doing(`creating IAM Role (${name})`, () => clients.iam.send(new CreateRoleCommand(request(name, planned))));
      return (await read(name, planned, context)) ?? { id: name, state: planned };
    },

    async update(id, olds, planned, context) {
      const differs = (key: string): boolean => changed(schema, key, olds, planned);
      if (differs("assumeRolePolicy")) await putAssumeRolePolicy(clients, id, planned);
      if (differs("description") || differs("maxSessionDuration")) await putDetails(clients, id, planned);
      if (differs("permissionsBoundary")) await putBoundary(clients, id, text(planned, "permissionsBoundary"));
      if (differs("tagsAll")) await putTags(clients, id, olds, planned);
      return (await read(id, planned, context))?.state ?? planned;
    },

    delete: (id, state) => removeRole(clients.iam, id, state),
  };
}

function request(name: string, planned: Props): ConstructorParameters<typeof CreateRoleCommand>[0] {
  const [description, boundary] = [text(planned, "description"), text(planned, "permissionsBoundary")];
  const tags = tagList(textMap(planned, "tagsAll"));
  return {
    RoleName: name,
    AssumeRolePolicyDocument: normalized(text(planned, "assumeRolePolicy")),
    Path: text(planned, "path"),
    MaxSessionDuration: integer(planned, "maxSessionDuration"),
    ...(description !== "" && { Description: description }),
    ...(boundary !== "" && { PermissionsBoundary: boundary }),
    ...(tags.length > 0 && { Tags: tags }),
  };
}

async function readRole({ iam, settings }: AwsClients, name: string, state: Props): Promise<Props | undefined> {
  const role = (await unless(NOT_FOUND, iam.send(new GetRoleCommand({ RoleName: name }))))?.Role;
  if (role === undefined) return undefined;
  const attached = await iam.send(new ListAttachedRolePoliciesCommand({ RoleName: name }));
  const document = decoded(role.AssumeRolePolicyDocument);
  const boundary = role.PermissionsBoundary?.PermissionsBoundaryArn;
  return {
    arn: role.Arn ?? "",
    assumeRolePolicy: unlessEquivalent(text(state, "assumeRolePolicy"), document),
    createDate: (role.CreateDate ?? new Date(0)).toISOString().replace(/\.\d+Z$/, "Z"),
    description: role.Description ?? "",
    forceDetachPolicies: flag(state, "forceDetachPolicies"),
    inlinePolicies: await inlinePoliciesOf(iam, name),
    managedPolicyArns: (attached.AttachedPolicies ?? []).map(({ PolicyArn = "" }) => PolicyArn).sort(),
    maxSessionDuration: role.MaxSessionDuration ?? 0,
    name,
    namePrefix: prefixOf(name),
    path: role.Path ?? "",
    ...(boundary !== undefined && { permissionsBoundary: boundary }),
    ...tagsFound(settings, role.Tags ?? [], state),
    uniqueId: role.RoleId ?? "",
  };
}

async function putAssumeRolePolicy({ iam }: AwsClients, name: string, planned: Props): Promise<void> {
  const document = normalized(text(planned, "assumeRolePolicy"));
  await doing(`updating IAM Role (${name}) assume role policy`, () =>
    iam.send(new UpdateAssumeRolePolicyCommand({ RoleName: name, PolicyDocument: document })),
  );
}

async function putDetails({ iam }: AwsClients, name: string, planned: Props): Promise<void> {
  const details = {
    RoleName: name,
    Description: text(planned, "description"),
    MaxSessionDuration: integer(planned, "maxSessionDuration"),
  };
  await doing(`updating IAM Role (${name}) description`, () => iam.send(new UpdateRoleCommand(details)));
}

async function putBoundary({ iam }: AwsClients, name: string, arn: string): Promise<void> {
  await doing(`updating IAM Role (${name}) permissions boundary`, async () => {
    if (arn === "") await iam.send(new DeleteRolePermissionsBoundaryCommand({ RoleName: name }));
    else await iam.send(new PutRolePermissionsBoundaryCommand({ RoleName: name, PermissionsBoundary: arn }));
  });
}

async function putTags({ iam }: AwsClients, name: string, olds: Props, planned: Props): Promise<void> {
  const [removed, tags] = [removedTags(olds, planned), tagList(textMap(planned, "tagsAll"))];
  await doing(`updating tags for IAM Role (${name})`, async () => {
    if (removed.length > 0) await iam.send(new UntagRoleCommand({ RoleName: name, TagKeys: removed }));
    if (tags.length > 0) await iam.send(new TagRoleCommand({ RoleName: name, Tags: tags }));
  });
}
