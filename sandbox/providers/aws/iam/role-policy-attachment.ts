/** `aws.iam.RolePolicyAttachment`. */
import { AttachRolePolicyCommand, DetachRolePolicyCommand, ListAttachedRolePoliciesCommand } from "@aws-sdk/client-iam";
import type { BridgedResource } from "../../bridged/resource";
import { text, type Schema } from "../../bridged/schema";
import type { Props } from "../../kind";
import type { AwsClients } from "../clients";
import { doing, unless } from "../errors";
import { NOT_FOUND, validArn } from "./fields";

const schema: Schema = {
  policyArn: { type: "string", required: true, forceNew: true, validate: validArn },
  role: { type: "string", required: true, forceNew: true },
};

export function rolePolicyAttachmentResource(clients: AwsClients): BridgedResource {
  const request = (props: Props): { RoleName: string; PolicyArn: string } => ({
    RoleName: text(props, "role"),
    PolicyArn: text(props, "policyArn"),
  });

  return {
    token: "aws:iam/rolePolicyAttachment:RolePolicyAttachment",
    schema,
    /** A new one would be the old one: whoever deletes afterwards takes away what was just made. */
    deleteBeforeReplace: true,
    importState: parseId,

    async create(planned) {
      const { RoleName, PolicyArn } = request(planned);
      await doing(`attaching IAM Policy (${PolicyArn}) to IAM Role (${RoleName})`, () =>
        clients.iam.send(new AttachRolePolicyCommand({ RoleName, PolicyArn })),
      );
      return { id: `${RoleName}/${PolicyArn}`, state: planned };
    },

    async read(id, state) {
      const { RoleName, PolicyArn } = request(state);
      const ask = clients.iam.send(new ListAttachedRolePoliciesCommand({ RoleName }));
      const found = await doing(`reading IAM Role Policy Attachment (${id})`, () => unless(NOT_FOUND, ask));
      const isAttached = found?.AttachedPolicies?.some((policy) => policy.PolicyArn === PolicyArn) ?? false;
      return isAttached ? { id, state } : undefined;
    },

    update: (_id, _olds, planned) => Promise.resolve(planned),

    async delete(_id, state) {
      const { RoleName, PolicyArn } = request(state);
      await doing(`detaching IAM Policy (${PolicyArn}) from IAM Role (${RoleName})`, () =>
        unless(NOT_FOUND, clients.iam.send(new DetachRolePolicyCommand({ RoleName, PolicyArn }))),
      );
    },
  };
}

function parseId(id: string): Props {
  const separator = id.indexOf("/");
  if (separator <= 0 || separator === id.length - 1) {
    throw new Error(`unexpected format of ID (${JSON.stringify(id)}), expected <role-name>/<policy_arn>`);
  }
  return { role: id.slice(0, separator), policyArn: id.slice(separator + 1) };
}
