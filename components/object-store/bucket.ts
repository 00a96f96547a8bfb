import * as s3 from "@pulumi/aws/s3";
import type * as pulumi from "@pulumi/pulumi";
import type { TargetConfig } from "../../core/config/target";
import { PlatformComponent } from "../component";
import { stateful } from "../stateful";
import type { BucketPlan } from "./plan";
import { tlsOnly } from "./policies";

export interface BucketArgs {
  readonly plan: BucketPlan & { readonly target: TargetConfig["kind"]; readonly oidcProvider: string };
}

/** Parts of an upload that nobody finished are paid for until somebody removes them. */
const ABANDONED_UPLOAD_DAYS = 7;

/** A private bucket: encrypted, versioned, TLS only. Stateful. */
export class Bucket extends PlatformComponent {
  static readonly token = "streaming:object-store:Bucket";

  constructor(name: string, { plan }: BucketArgs, opts: pulumi.ComponentResourceOptions = {}) {
    super(Bucket.token, name, { bucket: plan.name }, opts);
    const bucket = plan.name;
    const made = this.add(
      s3.Bucket,
      "bucket",
      // On a single node, switching the platform off takes the objects along; elsewhere nothing does.
      { bucket, forceDestroy: plan.target === "single-node" },
      stateful(plan.target),
    );
    // By its name, which is known at preview, so that policies can judge what belongs to which bucket.
    const after = [made];
    const versioning = this.add(
      s3.BucketVersioning,
      "versioning",
      { bucket, versioningConfiguration: { status: "Enabled" } },
      { after },
    );
    this.add(
      s3.BucketServerSideEncryptionConfiguration,
      "encryption",
      { bucket, rules: [{ applyServerSideEncryptionByDefault: { sseAlgorithm: "AES256" } }] },
      { after },
    );
    this.add(
      s3.BucketOwnershipControls,
      "ownership",
      { bucket, rule: { objectOwnership: "BucketOwnerEnforced" } },
      { after },
    );
    const block = this.add(
      s3.BucketPublicAccessBlock,
      "public-access-block",
      {
        bucket,
        blockPublicAcls: true,
        blockPublicPolicy: true,
        ignorePublicAcls: true,
        restrictPublicBuckets: true,
      },
      { after },
    );
    this.add(
      s3.BucketPolicy,
      "policy",
      { bucket, policy: JSON.stringify(tlsOnly(plan.oidcProvider, bucket)) },
      // S3 refuses one of the two while it is busy with the other.
      { after: [block] },
    );
    this.add(
      s3.BucketLifecycleConfiguration,
      "lifecycle",
      { bucket, rules: lifecycleRules(plan) },
      { after: [versioning] },
    );
    this.registerOutputs({});
  }
}

/** Current objects never expire: Flink and the backups' own retention remove what they no longer need. */
const lifecycleRules = ({ undeleteDays }: BucketPlan) => [
  {
    id: "undelete",
    status: "Enabled",
    filter: { prefix: "" },
    noncurrentVersionExpiration: { noncurrentDays: undeleteDays },
    expiration: { expiredObjectDeleteMarker: true },
  },
  {
    id: "abandoned-uploads",
    status: "Enabled",
    filter: { prefix: "" },
    abortIncompleteMultipartUpload: { daysAfterInitiation: ABANDONED_UPLOAD_DAYS },
  },
];
