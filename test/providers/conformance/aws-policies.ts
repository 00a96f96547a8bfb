/** What the aws provider must do with policies of roles (SDK 7.48). */
import {
  CreatePolicyCommand,
  CreatePolicyVersionCommand,
  CreateRoleCommand,
  DeletePolicyCommand,
  DeletePolicyVersionCommand,
  DeleteRoleCommand,
  DeleteRolePolicyCommand,
  DetachRolePolicyCommand,
  ListPolicyVersionsCommand,
  PutRolePolicyCommand,
} from "@aws-sdk/client-iam";
import { ACCOUNT, allow, DEFAULT_TAGS as project, trust, type AwsWorld } from "./aws-world";
import { UNKNOWN_INPUT, type KindCases } from "./cases";

const HOLDER = "conformance-holder";
const makeHolder = async ({ iam }: AwsWorld): Promise<void> => {
  const document = trust("ec2.amazonaws.com");
  await iam.send(new CreateRoleCommand({ RoleName: HOLDER, AssumeRolePolicyDocument: document }));
};
const removeHolder = async ({ iam }: AwsWorld): Promise<void> => {
  await iam.send(new DeleteRoleCommand({ RoleName: HOLDER }));
};

const rolePolicy = { name: "conformance-inline", role: HOLDER, policy: allow("s3:GetObject", "s3:ListBucket") };

export const rolePolicyCases: KindCases<AwsWorld> = {
  token: "aws:iam/rolePolicy:RolePolicy",
  before: makeHolder,
  after: removeHolder,
  inputs: rolePolicy,
  id: `${HOLDER}:conformance-inline`,
  outputs: {
    ...rolePolicy,
    policy: `{"Version":"2012-10-17","Statement":[{"Action":["s3:GetObject","s3:ListBucket"],"Effect":"Allow","Resource":"*"}]}`,
  },
  equivalents: [
    { title: "actions in another order", inputs: { ...rolePolicy, policy: allow("s3:ListBucket", "s3:GetObject") } },
  ],
  updates: [
    {
      title: "one action less",
      inputs: { ...rolePolicy, policy: allow("s3:GetObject") },
      changes: ["policy"],
      outputs: {
        policy: `{"Version":"2012-10-17","Statement":[{"Action":["s3:GetObject"],"Effect":"Allow","Resource":"*"}]}`,
      },
    },
  ],
  replacements: [
    {
      title: "another role",
      inputs: { ...rolePolicy, policy: allow("s3:GetObject"), role: "conformance-other" },
      because: ["role"],
      deleteBeforeReplace: true,
    },
  ],
  drift: [
    {
      title: "somebody allows everything",
      change: async ({ iam }) => {
        const target = { RoleName: HOLDER, PolicyName: rolePolicy.name };
        await iam.send(new PutRolePolicyCommand({ ...target, PolicyDocument: allow("*") }));
      },
      outputs: { policy: `{"Version":"2012-10-17","Statement":[{"Action":["*"],"Effect":"Allow","Resource":"*"}]}` },
      changes: ["policy"],
    },
  ],
  unknown: { inputs: { ...rolePolicy, role: UNKNOWN_INPUT }, outputs: ["role"] },
  imported: { id: `${HOLDER}:conformance-inline`, inputs: { ...rolePolicy, policy: allow("s3:GetObject") } },
  refused: [
    {
      title: "a role that isn't there",
      inputs: { ...rolePolicy, role: "conformance-nobody" },
      reason: /putting IAM Role \(conformance-nobody\) Policy \(conformance-inline\): .*NoSuchEntity/,
      by: "create",
    },
  ],
  remove: async ({ iam }) => {
    await iam.send(new DeleteRolePolicyCommand({ RoleName: HOLDER, PolicyName: rolePolicy.name }));
  },
};

const policy = { name: "conformance-policy", policy: allow("s3:GetObject"), description: "For tests" };
const POLICY_ARN = `${ACCOUNT}:policy/conformance-policy`;
const normalAllow = (action: string): string =>
  `{"Statement":[{"Action":["${action}"],"Effect":"Allow","Resource":"*"}],"Version":"2012-10-17"}`;
const removePolicy = async ({ iam }: AwsWorld): Promise<void> => {
  const { Versions = [] } = await iam.send(new ListPolicyVersionsCommand({ PolicyArn: POLICY_ARN }));
  for (const { VersionId, IsDefaultVersion } of Versions) {
    if (!IsDefaultVersion) await iam.send(new DeletePolicyVersionCommand({ PolicyArn: POLICY_ARN, VersionId }));
  }
  await iam.send(new DeletePolicyCommand({ PolicyArn: POLICY_ARN }));
};

export const policyCases: KindCases<AwsWorld> = {
  token: "aws:iam/policy:Policy",
  inputs: policy,
  id: POLICY_ARN,
  outputs: {
    arn: POLICY_ARN,
    attachmentCount: 0,
    description: "For tests",
    path: "/",
    policy: normalAllow("s3:GetObject"),
    tagsAll: project,
  },
  updates: [
    ...["s3:PutObject", "s3:DeleteObject", "s3:ListBucket", "s3:GetBucketAcl", "s3:GetBucketPolicy"].map((action) => ({
      title: `a new version: ${action}`,
      inputs: { ...policy, policy: allow(action) },
      changes: ["policy"],
      outputs: { policy: normalAllow(action) },
    })),
    {
      title: "tags",
      inputs: { ...policy, policy: allow("s3:GetBucketPolicy"), tags: { team: "sre" } },
      changes: ["tags", "tagsAll"],
      outputs: { tagsAll: { team: "sre", ...project } },
    },
  ],
  replacements: [
    {
      title: "another description",
      inputs: { ...policy, description: "Other" },
      because: ["description"],
      deleteBeforeReplace: true,
    },
  ],
  drift: [
    {
      title: "a version of somebody else",
      change: async ({ iam }) => {
        const { Versions = [] } = await iam.send(new ListPolicyVersionsCommand({ PolicyArn: POLICY_ARN }));
        const old = Versions.find(({ IsDefaultVersion }) => !IsDefaultVersion);
        const version = { PolicyArn: POLICY_ARN, VersionId: old?.VersionId };
        await iam.send(new DeletePolicyVersionCommand(version));
        const document = { PolicyArn: POLICY_ARN, PolicyDocument: allow("*"), SetAsDefault: true };
        await iam.send(new CreatePolicyVersionCommand(document));
      },
      outputs: { policy: normalAllow("*") },
      changes: ["policy"],
    },
  ],
  unknown: { inputs: { ...policy, policy: UNKNOWN_INPUT }, outputs: ["policy", "arn", "policyId"] },
  imported: { id: POLICY_ARN, inputs: { ...policy, policy: allow("s3:GetBucketPolicy"), tags: { team: "sre" } } },
  refused: [
    {
      title: "a document that says nothing",
      inputs: { ...policy, policy: "{}" },
      reason:
        /creating IAM Policy \(conformance-policy\): operation error IAM: CreatePolicy, https response error StatusCode: 400, RequestID: \w+, MalformedPolicyDocument: Syntax errors in policy\./,
      by: "create",
    },
  ],
  remove: removePolicy,
};

const attachment = { role: HOLDER, policyArn: POLICY_ARN };
const target = { RoleName: HOLDER, PolicyArn: POLICY_ARN };

export const rolePolicyAttachmentCases: KindCases<AwsWorld> = {
  token: "aws:iam/rolePolicyAttachment:RolePolicyAttachment",
  before: async (world) => {
    await makeHolder(world);
    await world.iam.send(new CreatePolicyCommand({ PolicyName: policy.name, PolicyDocument: policy.policy }));
  },
  after: async (world) => {
    await removeHolder(world);
    await removePolicy(world);
  },
  inputs: attachment,
  id: `${HOLDER}/${POLICY_ARN}`,
  outputs: attachment,
  updates: [],
  replacements: [
    {
      title: "another policy",
      inputs: { ...attachment, policyArn: `${ACCOUNT}:policy/other` },
      because: ["policyArn"],
      deleteBeforeReplace: true,
    },
  ],
  drift: [],
  unknown: { inputs: { ...attachment, policyArn: UNKNOWN_INPUT }, outputs: ["policyArn"] },
  imported: { id: `${HOLDER}/${POLICY_ARN}`, inputs: attachment },
  refused: [
    {
      title: "what is no ARN",
      inputs: { ...attachment, policyArn: "conformance-policy" },
      reason: /"policy_arn" \(conformance-policy\) is an invalid ARN/,
      by: "check",
    },
    {
      title: "a policy that isn't there",
      inputs: { ...attachment, policyArn: `${ACCOUNT}:policy/none` },
      reason: /attaching IAM Policy \(.*:policy\/none\) to IAM Role \(conformance-holder\): .*NoSuchEntity/,
      by: "create",
    },
  ],
  remove: async ({ iam }) => {
    await iam.send(new DetachRolePolicyCommand(target));
  },
};
