import type { TargetConfig } from "../../core/config/target";
import type { ObjectStoreConfig } from "./config";
import { ROLE_ANNOTATION, SECRET_KEYS, objectStoreNames } from "./names";

/** What a platform keeps in a bucket of its own. */
export interface BucketWish {
  /** Last part of its name: `backups`. */
  readonly name: string;
  /** How long what was overwritten or deleted can be brought back. */
  readonly undeleteDays: number;
}

/** A workload that uses one bucket. */
export interface StoreUser {
  /** `postgres`, `flink`. */
  readonly name: string;
  readonly bucket: string;
  readonly serviceAccount: { readonly namespace: string; readonly name: string };
}

/** How a workload gets at its bucket. */
export interface StoreAccess {
  readonly bucket: string;
  /** `s3://acme-streamflow-backups`. */
  readonly url: string;
  readonly region: string;
  /** Absent on AWS. With it, the bucket's name stands in the path and not in the host. */
  readonly endpoint: string | undefined;
  readonly login: StoreLogin;
}

/** By a role of its service account on AWS; elsewhere by keys in a Secret of its namespace. */
export type StoreLogin =
  | { readonly kind: "role"; readonly annotations: Readonly<Record<string, string>> }
  | {
      readonly kind: "keys";
      readonly secret: string;
      /** Under which keys the Secret has them. */
      readonly accessKey: string;
      readonly secretKey: string;
      readonly region: string;
    };

export interface BucketPlan {
  readonly role: string;
  readonly name: string;
  readonly undeleteDays: number;
}

export interface IamRolePlan {
  readonly user: string;
  readonly name: string;
  readonly bucket: string;
  readonly serviceAccount: StoreUser["serviceAccount"];
}

export interface StoreKeysPlan {
  readonly accessKey: string;
  readonly region: string;
  readonly namespaces: readonly string[];
}

export interface ObjectStorePlan {
  readonly platform: string;
  readonly target: TargetConfig["kind"];
  /** What the stack makes on AWS; undefined at an S3-compatible store, whose buckets are there already. */
  readonly aws:
    | {
        readonly oidcProvider: string;
        readonly buckets: readonly BucketPlan[];
        readonly roles: readonly IamRolePlan[];
      }
    | undefined;
  /** Secrets with the keys of an S3-compatible store, one per namespace that uses it. */
  readonly keys: StoreKeysPlan | undefined;
  /** By the user's name. */
  readonly access: Readonly<Record<string, StoreAccess>>;
}

export interface ObjectStoreScope {
  readonly platform: string;
  readonly target: TargetConfig["kind"];
  readonly buckets: readonly BucketWish[];
  readonly users: readonly StoreUser[];
}

export function planObjectStore(scope: ObjectStoreScope, config: ObjectStoreConfig): ObjectStorePlan {
  const { platform, target, users } = scope;
  const { prefix, region, endpoint, oidcProvider, accessKey } = config;
  const bucketOf = (name: string) => objectStoreNames.bucket(prefix, platform, name);
  const roleOf = (user: string) => objectStoreNames.role(prefix, platform, user);
  const loginOf = (user: StoreUser): StoreLogin =>
    oidcProvider === undefined
      ? { kind: "keys", secret: objectStoreNames.secret(platform), ...SECRET_KEYS }
      : { kind: "role", annotations: { [ROLE_ANNOTATION]: roleArn(oidcProvider, roleOf(user.name)) } };
  const accessOf = (user: StoreUser): StoreAccess => {
    const bucket = bucketOf(user.bucket);
    return { bucket, url: `s3://${bucket}`, region, endpoint, login: loginOf(user) };
  };
  return {
    platform,
    target,
    aws:
      oidcProvider === undefined
        ? undefined
        : {
            oidcProvider,
            buckets: scope.buckets.map(({ name, undeleteDays }) => ({
              role: name,
              name: bucketOf(name),
              undeleteDays,
            })),
            roles: users.map((user) => ({
              user: user.name,
              name: roleOf(user.name),
              bucket: bucketOf(user.bucket),
              serviceAccount: user.serviceAccount,
            })),
          },
    keys:
      accessKey === undefined
        ? undefined
        : { accessKey, region, namespaces: [...new Set(users.map((user) => user.serviceAccount.namespace))] },
    access: Object.fromEntries(users.map((user) => [user.name, accessOf(user)])),
  };
}

/** In the account and partition of the cluster's identity provider. */
function roleArn(oidcProvider: string, role: string): string {
  const [, partition = "aws", , , account = ""] = oidcProvider.split(":");
  return `arn:${partition}:iam::${account}:role/${role}`;
}
