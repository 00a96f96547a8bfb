/** AWS as somebody sees it who isn't the provider. */
import type { IAMClient } from "@aws-sdk/client-iam";
import { BucketLocationConstraint, CreateBucketCommand, DeleteBucketCommand, type S3Client } from "@aws-sdk/client-s3";
import type { BehindItsBack } from "./cases";

export const REGION = BucketLocationConstraint.eu_central_1;

/** Every sandbox's account. */
export const ACCOUNT = "arn:aws:iam::123456789012";

/** Tags that the provider is configured to put on everything. */
export const DEFAULT_TAGS = { project: "conformance" };

export interface AwsWorld {
  readonly s3: S3Client;
  readonly iam: IAMClient;
}

export const makeBucket =
  (bucket: string): BehindItsBack<AwsWorld> =>
  async ({ s3 }) => {
    const configuration = { LocationConstraint: REGION };
    await s3.send(new CreateBucketCommand({ Bucket: bucket, CreateBucketConfiguration: configuration }));
  };

export const removeBucket =
  (bucket: string): BehindItsBack<AwsWorld> =>
  async ({ s3 }) => {
    await s3.send(new DeleteBucketCommand({ Bucket: bucket }));
  };

/** A policy document, as text whose keys are in no order. */
export const allow = (...actions: readonly string[]): string =>
  JSON.stringify({ Version: "2012-10-17", Statement: [{ Effect: "Allow", Action: actions, Resource: "*" }] });

export const trust = (service: string): string =>
  JSON.stringify({
    Version: "2012-10-17",
    Statement: [{ Effect: "Allow", Principal: { Service: service }, Action: "sts:AssumeRole" }],
  });
