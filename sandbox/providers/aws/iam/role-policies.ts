/** Policies of a role, which have to go before the role can. */
import {
  DeleteRoleCommand,
  DeleteRolePolicyCommand,
  DetachRolePolicyCommand,
  GetRolePolicyCommand,
  ListAttachedRolePoliciesCommand,
  ListInstanceProfilesForRoleCommand,
  ListRolePoliciesCommand,
  RemoveRoleFromInstanceProfileCommand,
  type IAMClient,
} from "@aws-sdk/client-iam";
import { flag, isZero } from "../../bridged/schema";
import type { Props } from "../../kind";
import { doing, unless } from "../errors";
import { decoded, versionFirst } from "../policy";
import { NOT_FOUND } from "./fields";

export async function inlinePoliciesOf(iam: IAMClient, role: string): Promise<readonly Props[]> {
  const { PolicyNames = [] } = await iam.send(new ListRolePoliciesCommand({ RoleName: role }));
  return Promise.all(
    PolicyNames.toSorted().map(async (name) => {
      const { PolicyDocument } = await iam.send(new GetRolePolicyCommand({ RoleName: role, PolicyName: name }));
      return { name, policy: versionFirst(decoded(PolicyDocument)) };
    }),
  );
}

/** Policies go with the role where the program says so, or where the role's own state has them. */
export async function removeRole(iam: IAMClient, name: string, state: Props): Promise<void> {
  const force = flag(state, "forceDetachPolicies");
  await doing(`deleting IAM Role (${name})`, () =>
    unless(
      NOT_FOUND,
      remove(iam, name, force || !isZero(state.inlinePolicies), force || !isZero(state.managedPolicyArns)),
    ),
  );
}

async function remove(iam: IAMClient, name: string, inline: boolean, managed: boolean): Promise<void> {
  const RoleName = { RoleName: name };
  const { InstanceProfiles = [] } = await iam.send(new ListInstanceProfilesForRoleCommand(RoleName));
  for (const { InstanceProfileName } of InstanceProfiles) {
    await iam.send(new RemoveRoleFromInstanceProfileCommand({ ...RoleName, InstanceProfileName }));
  }
  if (managed) {
    const { AttachedPolicies = [] } = await iam.send(new ListAttachedRolePoliciesCommand(RoleName));
    for (const { PolicyArn } of AttachedPolicies) {
      await unless(NOT_FOUND, iam.send(new DetachRolePolicyCommand({ ...RoleName, PolicyArn })));
    }
  }
  if (inline) {
    const { PolicyNames = [] } = await iam.send(new ListRolePoliciesCommand(RoleName));
    for (const PolicyName of PolicyNames) {
      await unless(NOT_FOUND, iam.send(new DeleteRolePolicyCommand({ ...RoleName, PolicyName })));
    }
  }
  await iam.send(new DeleteRoleCommand(RoleName));
}
