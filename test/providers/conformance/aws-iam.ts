/** What the aws provider must do with roles and whom they trust (SDK 7.48). */
import {
  DeleteOpenIDConnectProviderCommand,
  DeleteRoleCommand,
  TagOpenIDConnectProviderCommand,
  TagRoleCommand,
  UpdateAssumeRolePolicyCommand,
} from "@aws-sdk/client-iam";
import { ACCOUNT, DEFAULT_TAGS as project, trust, type AwsWorld } from "./aws-world";
import { UNKNOWN_INPUT, type KindCases } from "./cases";

const role = {
  name: "conformance-role",
  assumeRolePolicy: trust("ec2.amazonaws.com"),
  description: "For tests",
  tags: { team: "sre" },
};
const normalTrust = (service: string): string =>
  `{"Statement":[{"Action":"sts:AssumeRole","Effect":"Allow","Principal":{"Service":"${service}"}}],"Version":"2012-10-17"}`;

export const roleCases: KindCases<AwsWorld> = {
  token: "aws:iam/role:Role",
  inputs: role,
  id: role.name,
  outputs: {
    arn: `${ACCOUNT}:role/conformance-role`,
    assumeRolePolicy: normalTrust("ec2.amazonaws.com"),
    description: "For tests",
    forceDetachPolicies: false,
    inlinePolicies: [],
    managedPolicyArns: [],
    maxSessionDuration: 3600,
    path: "/",
    tags: role.tags,
    tagsAll: { ...role.tags, ...project },
  },
  equivalents: [
    {
      title: "the same as an object, with lists",
      inputs: {
        ...role,
        assumeRolePolicy: {
          Version: "2012-10-17",
          Statement: [{ Principal: { Service: ["ec2.amazonaws.com"] }, Action: ["sts:AssumeRole"], Effect: "Allow" }],
        },
      },
    },
  ],
  updates: [
    {
      title: "who may take it",
      inputs: { ...role, assumeRolePolicy: trust("lambda.amazonaws.com") },
      changes: ["assumeRolePolicy"],
      outputs: { assumeRolePolicy: normalTrust("lambda.amazonaws.com") },
    },
    {
      title: "description, session and tags at once",
      inputs: { ...role, description: "Other", maxSessionDuration: 7200, tags: { owner: "data" } },
      changes: ["assumeRolePolicy", "description", "maxSessionDuration", "tags", "tagsAll"],
      outputs: { description: "Other", maxSessionDuration: 7200, tagsAll: { owner: "data", ...project } },
    },
  ],
  replacements: [
    {
      title: "another name",
      inputs: { ...role, name: "conformance-other" },
      because: ["name"],
      deleteBeforeReplace: true,
    },
    { title: "another path", inputs: { ...role, path: "/teams/" }, because: ["path"], deleteBeforeReplace: true },
  ],
  drift: [
    {
      title: "another service may take it",
      change: async ({ iam }) => {
        const document = trust("states.amazonaws.com");
        await iam.send(new UpdateAssumeRolePolicyCommand({ RoleName: role.name, PolicyDocument: document }));
      },
      outputs: { assumeRolePolicy: normalTrust("states.amazonaws.com") },
      changes: ["assumeRolePolicy"],
    },
    {
      title: "a tag more",
      change: async ({ iam }) => {
        await iam.send(new TagRoleCommand({ RoleName: role.name, Tags: [{ Key: "who", Value: "knows" }] }));
      },
      outputs: { tags: { owner: "data", who: "knows" } },
      changes: ["tags", "tagsAll"],
    },
  ],
  unknown: {
    inputs: { ...role, assumeRolePolicy: { Version: "2012-10-17", Statement: [{ Principal: UNKNOWN_INPUT }] } },
    outputs: ["assumeRolePolicy", "arn"],
  },
  imported: {
    id: role.name,
    inputs: { ...role, description: "Other", maxSessionDuration: 7200, tags: { owner: "data" } },
  },
  refused: [
    {
      title: "a session that is too short",
      inputs: { ...role, maxSessionDuration: 60 },
      reason: /expected max_session_duration to be in the range \(3600 - 43200\), got 60/,
      by: "check",
    },
    {
      title: "a name with spaces",
      inputs: { ...role, name: "conformance role" },
      reason: /invalid value for name \(must match \[\\w\+=,\.@-\]\)/,
      by: "check",
    },
    {
      title: "a document that says nothing",
      inputs: { ...role, assumeRolePolicy: "{}" },
      reason: /creating IAM Role \(conformance-role\): operation error IAM: CreateRole, .*MalformedPolicyDocument/,
      by: "create",
    },
  ],
  remove: async ({ iam }) => {
    await iam.send(new DeleteRoleCommand({ RoleName: role.name }));
  },
};

const issuer = { url: "https://oidc.example.org/id/CONFORMANCE", clientIdLists: ["sts.amazonaws.com"] };
const ISSUER_ARN = `${ACCOUNT}:oidc-provider/oidc.example.org/id/CONFORMANCE`;

export const openIdConnectProviderCases: KindCases<AwsWorld> = {
  token: "aws:iam/openIdConnectProvider:OpenIdConnectProvider",
  inputs: issuer,
  id: ISSUER_ARN,
  outputs: { arn: ISSUER_ARN, clientIdLists: issuer.clientIdLists, url: "oidc.example.org/id/CONFORMANCE" },
  updates: [
    {
      title: "one client more",
      inputs: { ...issuer, clientIdLists: ["sts.amazonaws.com", "streaming"] },
      changes: ["clientIdLists"],
      outputs: { clientIdLists: ["sts.amazonaws.com", "streaming"] },
    },
  ],
  replacements: [
    {
      title: "another issuer",
      inputs: { ...issuer, url: "https://oidc.example.org/id/OTHER" },
      because: ["url"],
      deleteBeforeReplace: false,
    },
  ],
  drift: [
    {
      title: "a tag of somebody else",
      change: async ({ iam }) => {
        const tags = [{ Key: "who", Value: "knows" }];
        await iam.send(new TagOpenIDConnectProviderCommand({ OpenIDConnectProviderArn: ISSUER_ARN, Tags: tags }));
      },
      outputs: { tags: { who: "knows" } },
      changes: ["tags", "tagsAll"],
    },
  ],
  unknown: { inputs: { ...issuer, url: UNKNOWN_INPUT }, outputs: ["url", "arn"] },
  imported: { id: ISSUER_ARN, inputs: { ...issuer, clientIdLists: ["streaming", "sts.amazonaws.com"] } },
  refused: [
    {
      title: "plain HTTP",
      inputs: { ...issuer, url: "http://oidc.example.org" },
      reason: /must be https/,
      by: "check",
    },
  ],
  remove: async ({ iam }) => {
    await iam.send(new DeleteOpenIDConnectProviderCommand({ OpenIDConnectProviderArn: ISSUER_ARN }));
  },
};
