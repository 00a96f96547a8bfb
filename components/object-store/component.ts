import * as iam from "@pulumi/aws/iam";
import * as k8s from "@pulumi/kubernetes";
import type * as pulumi from "@pulumi/pulumi";
import { PlatformComponent } from "../component";
import { Bucket } from "./bucket";
import { credentials } from "./credentials";
import type { ObjectStorePlan } from "./plan";
import { trust, useBucket } from "./policies";

export interface ObjectStoreArgs {
  readonly plan: ObjectStorePlan;
  readonly deps: {
    /** Of every namespace that uses the store. */
    readonly namespaces: readonly pulumi.Resource[];
    /** Of an S3-compatible store; on AWS there is none. */
    readonly secretKey: pulumi.Output<string> | undefined;
  };
}

/** Where a platform keeps what must survive its nodes: on AWS its buckets, and a role for each service account that uses one; elsewhere the keys to them. */
export class ObjectStore extends PlatformComponent {
  static readonly token = "streaming:object-store:ObjectStore";

  constructor(name: string, { plan, deps }: ObjectStoreArgs, opts: pulumi.ComponentResourceOptions = {}) {
    super(ObjectStore.token, name, { platform: plan.platform }, opts);
    const { aws, keys } = plan;
    if (aws !== undefined) {
      for (const bucket of aws.buckets)
        this.add(Bucket, `bucket-${bucket.role}`, {
          plan: { ...bucket, target: plan.target, oidcProvider: aws.oidcProvider },
        });
      for (const role of aws.roles) {
        const made = this.add(iam.Role, `role-${role.user}`, {
          name: role.name,
          description: `${role.serviceAccount.namespace}/${role.serviceAccount.name} uses ${role.bucket}`,
          assumeRolePolicy: JSON.stringify(trust(aws.oidcProvider, role)),
        });
        this.add(
          iam.RolePolicy,
          `role-${role.user}-bucket`,
          { name: "bucket", role: role.name, policy: JSON.stringify(useBucket(aws.oidcProvider, role)) },
          { after: [made] },
        );
      }
    }
    if (keys !== undefined && deps.secretKey !== undefined)
      for (const namespace of keys.namespaces)
        this.add(k8s.core.v1.Secret, `keys-${namespace}`, credentials(plan.platform, namespace, keys, deps.secretKey), {
          after: deps.namespaces,
        });
    this.registerOutputs({});
  }
}
