/** The aws provider's settings. */
import { ConfigReader } from "../bridged/config";
import { isObject, textMap, texts } from "../bridged/schema";
import type { Props } from "../kind";

export const SERVICES = ["s3", "iam", "sts"] as const;
export type Service = (typeof SERVICES)[number];

export interface AwsSettings {
  readonly region: string;
  readonly endpoints: Readonly<Partial<Record<Service, string>>>;
  /** Undefined: from the environment or a profile, as every AWS client finds them. */
  readonly credentials:
    { readonly accessKeyId: string; readonly secretAccessKey: string; readonly sessionToken?: string } | undefined;
  readonly profile: string | undefined;
  readonly pathStyle: boolean;
  readonly maxAttempts: number | undefined;
  readonly validateCredentials: boolean;
  readonly allowedAccountIds: readonly string[];
  readonly defaultTags: Readonly<Record<string, string>>;
  readonly ignoreTags: { readonly keys: readonly string[]; readonly keyPrefixes: readonly string[] };
}

export const AWS_SETTINGS = [
  "accessKey",
  "allowedAccountIds",
  "assumeRoleWithWebIdentity",
  "assumeRoles",
  "customCaBundle",
  "defaultTags",
  "ec2MetadataServiceEndpoint",
  "ec2MetadataServiceEndpointMode",
  "endpoints",
  "forbiddenAccountIds",
  "httpProxy",
  "httpsProxy",
  "ignoreTags",
  "insecure",
  "maxRetries",
  "noProxy",
  "profile",
  "region",
  "retryMode",
  "s3UsEast1RegionalEndpoint",
  "s3UsePathStyle",
  "secretKey",
  "sharedConfigFiles",
  "sharedCredentialsFiles",
  "skipCredentialsValidation",
  "skipMetadataApiCheck",
  "skipRegionValidation",
  "skipRequestingAccountId",
  "stsRegion",
  "tagPolicyCompliance",
  "token",
  "tokenBucketRateLimiterCapacity",
  "useDualstackEndpoint",
  "useFipsEndpoint",
  "userAgents",
] as const;

const NO_REGION =
  "unable to validate AWS credentials.\nDetails: Invalid AWS Region: set the provider's region, aws:region or AWS_REGION";

export function awsSettings(config: Props, environment: NodeJS.ProcessEnv = process.env): AwsSettings {
  const read = new ConfigReader(config, environment);
  if (read.list("assumeRoles").length > 0 || read.object("assumeRoleWithWebIdentity") !== undefined) {
    throw new Error("assuming a role needs a cloud and is not available in the sandbox: give accessKey and secretKey");
  }
  const region = read.text("region", "AWS_REGION", "AWS_DEFAULT_REGION");
  if (region === undefined) throw new Error(NO_REGION);
  const ignored = read.object("ignoreTags") ?? {};
  return {
    region,
    endpoints: endpoints(read),
    credentials: credentials(read),
    profile: read.text("profile"),
    pathStyle: read.flag("s3UsePathStyle") ?? false,
    maxAttempts: read.integer("maxRetries", "AWS_MAX_ATTEMPTS"),
    validateCredentials: read.flag("skipCredentialsValidation") !== true,
    allowedAccountIds: read.texts("allowedAccountIds"),
    defaultTags: textMap(read.object("defaultTags") ?? {}, "tags"),
    ignoreTags: { keys: texts(ignored, "keys"), keyPrefixes: texts(ignored, "keyPrefixes") },
  };
}

function credentials(read: ConfigReader): AwsSettings["credentials"] {
  const accessKeyId = read.text("accessKey");
  const secretAccessKey = read.text("secretKey");
  const sessionToken = read.text("token");
  if (accessKeyId === undefined || secretAccessKey === undefined) return undefined;
  return { accessKeyId, secretAccessKey, ...(sessionToken !== undefined && { sessionToken }) };
}

/** A list of blocks, of which the last that names a service counts; then the environment's. */
function endpoints(read: ConfigReader): AwsSettings["endpoints"] {
  const given = read.list("endpoints").filter(isObject);
  return Object.fromEntries(
    SERVICES.flatMap((service) => {
      const blocks = given.map((block) => block[service]).filter((url) => typeof url === "string" && url !== "");
      const url = blocks.at(-1) ?? read.text("", `AWS_ENDPOINT_URL_${service.toUpperCase()}`, "AWS_ENDPOINT_URL");
      return typeof url === "string" ? [[service, url]] : [];
    }),
  );
}
