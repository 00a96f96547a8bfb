/** `aws.iam.RolePolicy`: a policy that is a part of one role. */
import { DeleteRolePolicyCommand, GetRolePolicyCommand, PutRolePolicyCommand } from "@aws-sdk/client-iam";
import type { BridgedResource } from "../../bridged/resource";
import { text, type Schema } from "../../bridged/schema";
import type { Props } from "../../kind";
import type { AwsClients } from "../clients";
import { doing, unless } from "../errors";
import { prefixOf, uniqueName } from "../names";
import { decoded, POLICY_FIELD, unlessEquivalent, versionFirst } from "../policy";
import { iamName, NOT_FOUND, nameFields } from "./fields";

const schema: Schema = {
  ...nameFields(128),
  policy: { ...POLICY_FIELD, required: true, stored: versionFirst },
  role: { type: "string", required: true, forceNew: true, validate: iamName(64) },
};

export function rolePolicyResource(clients: AwsClients): BridgedResource {
  const put = async (role: string, name: string, planned: Props): Promise<void> => {
    const document = versionFirst(text(planned, "policy"));
    await doing(`putting IAM Role (${role}) Policy (${name})`, () =>
      clients.iam.send(new PutRolePolicyCommand({ RoleName: role, PolicyName: name, PolicyDocument: document })),
    );
  };
  const read: BridgedResource["read"] = async (id, state) => {
    const [role, name] = parseId(id);
    const ask = clients.iam.send(new GetRolePolicyCommand({ RoleName: role, PolicyName: name }));
    const found = await doing(`reading IAM Role Policy (${id})`, () => unless(NOT_FOUND, ask));
    if (found === undefined) return undefined;
    const policy = unlessEquivalent(text(state, "policy"), decoded(found.PolicyDocument), versionFirst);
    return { id, state: { name, namePrefix: prefixOf(name), policy, role } };
  };

  return {
    token: "aws:iam/rolePolicy:RolePolicy",
    schema,
    importState: () => ({}),
    read,

    async create(planned, context) {
      const [role, name] = [text(planned, "role"), text(planned, "name") || uniqueName(text(planned, "namePrefix"))];
      await put(role, name, planned);
      const id = `${role}:${name}`;
      return (await read(id, planned, context)) ?? { id, state: planned };
    },

    async update(id, _olds, planned, context) {
      await put(...parseId(id), planned);
      return (await read(id, planned, context))?.state ?? planned;
    },

    async delete(id) {
      const [role, name] = parseId(id);
      await doing(`deleting IAM Role Policy (${id})`, () =>
        unless(NOT_FOUND, clients.iam.send(new DeleteRolePolicyCommand({ RoleName: role, PolicyName: name }))),
      );
    },
  };
}

function parseId(id: string): readonly [string, string] {
  const separator = id.indexOf(":");
  if (separator < 0) throw new Error("role_policy id must be of the form <role name>:<policy name>");
  return [id.slice(0, separator), id.slice(separator + 1)];
}
