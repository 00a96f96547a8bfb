import { NoSuchEntityException } from "@aws-sdk/client-iam";
import { S3ServiceException } from "@aws-sdk/client-s3";
import { describe, expect, test } from "vitest";
import { AwsError, doing, hasCode, unless } from "../../../sandbox/providers/aws/errors";

const $metadata = { httpStatusCode: 409, requestId: "R1" };
const notEmpty = new AwsError(
  "S3",
  "DeleteBucket",
  Object.assign(
    new S3ServiceException({ name: "BucketNotEmpty", $fault: "client", $metadata, message: "The bucket is not empty" }),
    { HostId: "H1" },
  ),
);

describe("an error reads as the Go SDK writes it", () => {
  test("for one that the API sends", () => {
    expect(notEmpty.message).toBe(
      "operation error S3: DeleteBucket, https response error StatusCode: 409, RequestID: R1, HostID: H1, api error BucketNotEmpty: The bucket is not empty",
    );
  });

  test("for one that the SDK has a type for", () => {
    const exception = new NoSuchEntityException({ $metadata, message: "Role x not found" });
    const error = new AwsError("IAM", "GetRole", Object.assign(exception, { Code: "NoSuchEntity" }));
    expect(error.message).toBe(
      "operation error IAM: GetRole, https response error StatusCode: 409, RequestID: R1, NoSuchEntity: Role x not found",
    );
  });

  test("for a service that can't be reached", () => {
    const refused = Object.assign(new Error("connect ECONNREFUSED"), {
      ...{ code: "ECONNREFUSED", address: "127.0.0.1", port: 1 },
      $metadata: { attempts: 3 },
    });
    expect(new AwsError("STS", "GetCallerIdentity", refused).message).toBe(
      "operation error STS: GetCallerIdentity, exceeded maximum number of attempts, 3, https response error StatusCode: 0, RequestID: , request send failed, dial tcp 127.0.0.1:1: connect: connection refused",
    );
  });
});

test("what isn't there is undefined; other errors stay errors", async () => {
  expect(await unless(["BucketNotEmpty"], Promise.reject<string>(notEmpty))).toBeUndefined();
  await expect(unless(["NoSuchBucket"], Promise.reject<string>(notEmpty))).rejects.toBe(notEmpty);
});

test("an error says what was being done, and keeps its cause", async () => {
  const error: unknown = await doing("deleting S3 Bucket (x)", () => Promise.reject(notEmpty)).catch(
    (thrown: unknown) => thrown,
  );
  expect(error).toMatchObject({ message: `deleting S3 Bucket (x): ${notEmpty.message}` });
  expect(error instanceof Error && hasCode(error.cause, "BucketNotEmpty")).toBe(true);
});
