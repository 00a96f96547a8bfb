/** Stand-in for the aws plugin (HashiCorp's Terraform provider behind Pulumi's bridge): S3 and IAM, against moto. */
import { checkConfig, diffConfig } from "../bridged/config";
import type { BridgedResource } from "../bridged/resource";
import type { ProviderDefinition } from "../kind";
import { AwsClients } from "./clients";
import { AWS_SETTINGS, awsSettings } from "./config";
import { openIdConnectProviderResource } from "./iam/open-id-connect-provider";
import { policyResource } from "./iam/policy";
import { roleResource } from "./iam/role";
import { rolePolicyResource } from "./iam/role-policy";
import { rolePolicyAttachmentResource } from "./iam/role-policy-attachment";
import { awsKind } from "./kind";
import { bucketResource } from "./s3/bucket";
import { encryptionResource } from "./s3/encryption";
import { lifecycleResource } from "./s3/lifecycle";
import { metricResource } from "./s3/metric";
import { ownershipControlsResource } from "./s3/ownership-controls";
import { bucketPolicyResource } from "./s3/policy";
import { publicAccessBlockResource } from "./s3/public-access-block";
import { versioningResource } from "./s3/versioning";

/** The resource types that are played. */
export function awsResources(clients: AwsClients): readonly BridgedResource[] {
  return [
    bucketResource(clients),
    versioningResource(clients),
    encryptionResource(clients),
    lifecycleResource(clients),
    publicAccessBlockResource(clients),
    bucketPolicyResource(clients),
    ownershipControlsResource(clients),
    metricResource(clients),
    roleResource(clients),
    rolePolicyResource(clients),
    rolePolicyAttachmentResource(clients),
    policyResource(clients),
    openIdConnectProviderResource(clients),
  ];
}

export const provider: ProviderDefinition = {
  name: "aws",
  version: "7.48.0",
  acceptSecrets: false,
  checkConfig: (news) => Promise.resolve(checkConfig(AWS_SETTINGS, news)),
  diffConfig: (oldInputs, news) => Promise.resolve(diffConfig(oldInputs, news)),
  async configure(config) {
    const settings = awsSettings(config);
    const clients = new AwsClients(settings);
    if (settings.validateCredentials) await clients.validateCredentials();
    return {
      kinds: awsResources(clients).map((resource) => awsKind(resource, settings)),
      close: () => {
        clients.close();
        return Promise.resolve();
      },
    };
  },
};
