import { describe, expect, test } from "vitest";
import { awsSettings } from "../../../sandbox/providers/aws/config";

const config = { region: "eu-central-1" };
const endpointsOf = (blocks: unknown, environment = {}) =>
  awsSettings({ ...config, endpoints: JSON.stringify(blocks) }, environment).endpoints;

describe("endpoints", () => {
  test("stand in one block or in several, of which the last counts", () => {
    expect(
      endpointsOf([
        { s3: "http://a", iam: "http://b" },
        { s3: "http://c", lambda: "http://d" },
      ]),
    ).toEqual({
      s3: "http://c",
      iam: "http://b",
    });
  });

  test("come from the environment where the program gives none", () => {
    const environment = { AWS_ENDPOINT_URL: "http://all", AWS_ENDPOINT_URL_IAM: "http://iam" };
    expect(endpointsOf([{ s3: "http://own" }], environment)).toEqual({
      s3: "http://own",
      iam: "http://iam",
      sts: "http://all",
    });
  });
});

test("a region is required, from the program or the environment", () => {
  expect(() => awsSettings({}, {})).toThrow(/Invalid AWS Region/);
  expect(awsSettings({}, { AWS_DEFAULT_REGION: "eu-west-1" }).region).toBe("eu-west-1");
});

test("a role can't be assumed in the sandbox", () => {
  const assumeRoles = JSON.stringify([{ roleArn: "arn:aws:iam::123456789012:role/x" }]);
  expect(() => awsSettings({ ...config, assumeRoles }, {})).toThrow(/assuming a role needs a cloud/);
});

test("flags, tags and keys are read as the SDK sends them", () => {
  const settings = awsSettings(
    {
      ...config,
      ...{ accessKey: "key", secretKey: "secret", s3UsePathStyle: "true", skipCredentialsValidation: "true" },
      defaultTags: JSON.stringify({ tags: { project: "streaming" } }),
      ignoreTags: JSON.stringify({ keys: ["cost"], keyPrefixes: ["kubernetes.io/"] }),
    },
    {},
  );
  expect(settings).toMatchObject({
    credentials: { accessKeyId: "key", secretAccessKey: "secret" },
    pathStyle: true,
    validateCredentials: false,
    defaultTags: { project: "streaming" },
    ignoreTags: { keys: ["cost"], keyPrefixes: ["kubernetes.io/"] },
  });
});
