import { grantId } from "../../sandbox/providers/postgresql/grant-sql";
import type { Inputs, State } from "./deployment";

/**
 * The id that a provider gives to what was declared so: what it takes to find out whether it was created. Undefined for types of which nothing is
 * known, and where the inputs don't tell. `known` is what the stack has: an ARN needs the account that others of its resources are in.
 */
export function idOf({ type, inputs = {} }: State, known: readonly State[]): string | undefined {
  if (type.startsWith("kubernetes:")) return kubernetesId(inputs);
  return Object.hasOwn(IDS, type) ? IDS[type]?.(inputs, known) : undefined;
}

/** Undefined where the inputs don't say it. */
type Id = (inputs: Inputs, known: readonly State[]) => string | undefined;

/** `namespace/name`; objects of every kind, and patches of them. */
function kubernetesId({ metadata }: Inputs): string | undefined {
  const { name, namespace } = (metadata ?? {}) as Inputs;
  return joined("/", namespace === undefined ? [name] : [namespace, name]);
}

const fields =
  (separator: string, ...names: readonly string[]): Id =>
  (inputs) =>
    joined(
      separator,
      names.map((name) => inputs[name]),
    );

/** Secrets and what is missing aren't texts: then there is no id. */
const joined = (separator: string, parts: readonly unknown[]): string | undefined =>
  parts.every((part) => typeof part === "string" && part !== "") ? parts.join(separator) : undefined;

/** `arn:aws:iam::123456789012:<rest>` */
function iamArn(rest: string | undefined, known: readonly State[]): string | undefined {
  const outputs = known.flatMap((state) => Object.values(state.outputs ?? {}));
  const arns = outputs.flatMap((value) => (typeof value === "string" ? [ARN.exec(value)] : []));
  const [, partition, account] = arns.find((match) => match !== null) ?? [];
  return rest === undefined || account === undefined ? undefined : `arn:${partition ?? ""}:iam::${account}:${rest}`;
}

const ARN = /^arn:([\w-]+):[\w-]+:[\w-]*:(\d{12}):/;

function policyArn({ name, path = "/" }: Inputs, known: readonly State[]): string | undefined {
  return iamArn(joined("", ["policy", path, name]), known);
}

function issuerArn({ url }: Inputs, known: readonly State[]): string | undefined {
  return typeof url === "string" ? iamArn(`oidc-provider/${url.replace(/^https:\/\//, "")}`, known) : undefined;
}

const ofBucket = fields("", "bucket");

const IDS: Readonly<Record<string, Id>> = {
  "kafka:index/topic:Topic": fields("", "name"),
  "kafka:index/acl:Acl": fields(
    "|",
    ...["aclPrincipal", "aclHost", "aclOperation", "aclPermissionType"],
    ...["aclResourceType", "aclResourceName", "resourcePatternTypeFilter"],
  ),
  "kafka:index/quota:Quota": ({ entityName = "entity-default", entityType }) => joined("|", [entityName, entityType]),
  "kafka:index/userScramCredential:UserScramCredential": fields("|", "username", "scramMechanism"),
  "postgresql:index/role:Role": fields("", "name"),
  "postgresql:index/database:Database": fields("", "name"),
  "postgresql:index/schema:Schema": fields(".", "database", "name"),
  "postgresql:index/extension:Extension": fields(".", "database", "name"),
  "postgresql:index/grant:Grant": (inputs) => grantId(inputs as Parameters<typeof grantId>[0]),
  "postgresql:index/defaultPrivileges:DefaultPrivileges": ({
    role,
    database,
    schema = "noschema",
    owner,
    objectType,
  }) => joined("_", [role, database, schema, owner, objectType]),
  "aws:s3/bucket:Bucket": ofBucket,
  "aws:s3/bucketLifecycleConfiguration:BucketLifecycleConfiguration": ofBucket,
  "aws:s3/bucketMetric:BucketMetric": fields(":", "bucket", "name"),
  "aws:s3/bucketOwnershipControls:BucketOwnershipControls": ofBucket,
  "aws:s3/bucketPolicy:BucketPolicy": ofBucket,
  "aws:s3/bucketPublicAccessBlock:BucketPublicAccessBlock": ofBucket,
  "aws:s3/bucketServerSideEncryptionConfiguration:BucketServerSideEncryptionConfiguration": ofBucket,
  "aws:s3/bucketVersioning:BucketVersioning": ofBucket,
  "aws:iam/openIdConnectProvider:OpenIdConnectProvider": issuerArn,
  "aws:iam/policy:Policy": policyArn,
  "aws:iam/role:Role": fields("", "name"),
  "aws:iam/rolePolicy:RolePolicy": fields(":", "role", "name"),
  "aws:iam/rolePolicyAttachment:RolePolicyAttachment": fields("/", "role", "policyArn"),
};
