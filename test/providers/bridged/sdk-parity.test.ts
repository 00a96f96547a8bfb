/** The stand-ins take exactly the inputs that the SDKs offer: read from the SDKs' own type declarations. */
import { readFileSync } from "node:fs";
import path from "node:path";
import { describe, expect, test } from "vitest";
import { AwsClients } from "../../../sandbox/providers/aws/clients";
import { AWS_SETTINGS, awsSettings } from "../../../sandbox/providers/aws/config";
import { awsResources } from "../../../sandbox/providers/aws/provider";
import type { Field, Schema } from "../../../sandbox/providers/bridged/schema";
import { KafkaClient } from "../../../sandbox/providers/kafka/client";
import { KAFKA_SETTINGS, kafkaSettings } from "../../../sandbox/providers/kafka/config";
import { kafkaResources } from "../../../sandbox/providers/kafka/provider";
import { PostgresClient } from "../../../sandbox/providers/postgresql/client";
import { POSTGRES_SETTINGS, postgresSettings } from "../../../sandbox/providers/postgresql/config";
import { postgresqlResources } from "../../../sandbox/providers/postgresql/provider";

interface SdkInput {
  readonly name: string;
  readonly required: boolean;
}

const sdkFile = (sdk: string, file: string): string =>
  readFileSync(path.resolve("node_modules/@pulumi", sdk, file), "utf8");

/** The members of `interface NAMEArgs`. */
function inputsOf(sdk: string, file: string, name: string): readonly SdkInput[] {
  const body =
    new RegExp(`export interface ${name}Args \\{([\\s\\S]*?)\\n\\}`).exec(sdkFile(sdk, `${file}.d.ts`))?.[1] ?? "";
  return [...body.matchAll(/^ {4}(\w+)(\?)?: pulumi\.Input</gm)].map(([, member = "", optional]) => ({
    name: member,
    required: optional === undefined,
  }));
}

/** Inputs that the SDK itself wraps as secrets. */
function secretsOf(sdk: string, file: string): readonly string[] {
  return [...sdkFile(sdk, `${file}.js`).matchAll(/resourceInputs\["(\w+)"\] = args\?\.\w+ \? pulumi\.secret/g)].map(
    ([, name = ""]) => name,
  );
}

const names = (schema: Schema, of: (field: Field) => boolean): readonly string[] =>
  Object.entries(schema)
    .filter(([, field]) => of(field))
    .map(([key]) => key)
    .sort();

const kinds = [
  ...kafkaResources(new KafkaClient(kafkaSettings({}))).map((resource) => ({ sdk: "kafka", resource })),
  ...postgresqlResources(new PostgresClient(postgresSettings({}))).map((resource) => ({ sdk: "postgresql", resource })),
  ...awsResources(new AwsClients(awsSettings({ region: "eu-central-1" }))).map((resource) => ({
    sdk: "aws",
    resource,
  })),
].map(({ sdk, resource }) => ({ sdk, token: resource.token, schema: resource.schema }));

describe.each(kinds)("$token", ({ sdk, token, schema }) => {
  const [, module = "", base = "", name = ""] = /:(\w+)\/(\w+):(\w+)$/.exec(token) ?? [];
  const file = module === "index" ? base : `${module}/${base}`;
  const sdkInputs = inputsOf(sdk, file, name);

  test("has the SDK's inputs", () => {
    expect(names(schema, (field) => field.output !== true)).toEqual(sdkInputs.map((input) => input.name).sort());
  });

  test("requires what the SDK requires; names may be left to the provider", () => {
    expect(names(schema, (field) => field.required === true && field.autoNamed === undefined)).toEqual(
      sdkInputs
        .filter((input) => input.required)
        .map((input) => input.name)
        .sort(),
    );
  });

  test("keeps secret what the SDK keeps secret", () => {
    expect(names(schema, (field) => field.secret === true)).toEqual([...secretsOf(sdk, file)].sort());
  });
});

test.each([
  { sdk: "kafka", settings: KAFKA_SETTINGS },
  { sdk: "postgresql", settings: POSTGRES_SETTINGS },
  { sdk: "aws", settings: AWS_SETTINGS },
])("the $sdk provider takes the SDK's settings", ({ sdk, settings }) => {
  expect([...settings].sort()).toEqual(
    inputsOf(sdk, "provider", "Provider")
      .map((input) => input.name)
      .sort(),
  );
});
