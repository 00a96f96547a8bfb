import type * as aws from "@pulumi/aws";
import type { AccessConfig } from "../../core/config/access";
import type { ObjectStoreConfig } from "./config";

/** How the runner speaks to AWS: known before anything is made. Its own credentials come from its environment, as for every AWS tool. */
export function awsSettings(config: ObjectStoreConfig, access: AccessConfig["aws"]): aws.ProviderArgs {
  const { region } = config;
  const endpoint = access?.endpoint;
  if (endpoint === undefined) return { region };
  return {
    region,
    endpoints: [{ s3: endpoint, iam: endpoint, sts: endpoint }],
    // One address serves every bucket, and has no accounts, regions or machines' metadata to ask about.
    s3UsePathStyle: true,
    skipCredentialsValidation: true,
    skipMetadataApiCheck: true,
    skipRegionValidation: true,
    skipRequestingAccountId: true,
  };
}
