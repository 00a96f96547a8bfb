/** What is committed is what kinds.ts asks for, made from the pinned versions. */
import { readFileSync, readdirSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { schemaOf } from "../../checks/schema/library";
import { BUILT_IN, CUSTOM } from "../../schemas/kinds";
import versions from "../../versions.json";

const FOLDER = join(__dirname, "../../schemas");
const kinds = (all: Readonly<Record<string, readonly string[]>>) =>
  Object.entries(all).flatMap(([apiVersion, names]) => names.map((kind) => ({ apiVersion, kind })));

test("there is a file per custom kind, one for Kubernetes, and Airflow's options", () => {
  const wanted = kinds(CUSTOM).map(({ apiVersion, kind }) => `${apiVersion.replace("/", "_")}_${kind}.json`);
  expect(readdirSync(FOLDER).filter((name) => name.endsWith(".json") && !name.endsWith(".schema.json"))).toEqual(
    [...wanted, "kubernetes.json", "airflow-options.json"].sort(),
  );
});

test("there are types per custom kind", () => {
  const wanted = kinds(CUSTOM).map(({ kind }) => `${kind}.ts`);
  expect(readdirSync(join(FOLDER, "types"))).toEqual([...wanted, "common.ts"].sort());
});

test("Kubernetes' schemas are of the pinned version and of all kinds asked for", () => {
  const committed = JSON.parse(readFileSync(join(FOLDER, "kubernetes.json"), "utf8")) as {
    version: string;
    kinds: object;
  };
  expect(committed.version).toBe(versions.tools.kubernetes);
  expect(Object.keys(committed.kinds).sort()).toEqual(
    kinds(BUILT_IN)
      .map(({ apiVersion, kind }) => `${apiVersion}/${kind}`)
      .sort(),
  );
});

describe.each([...kinds(BUILT_IN), ...kinds(CUSTOM)])("$apiVersion $kind", ({ apiVersion, kind }) => {
  test("can be compiled, and refuses a field that the API doesn't have", () => {
    const schema = schemaOf(apiVersion, kind);
    expect(schema?.validate({ apiVersion, kind, metadata: { name: "a" }, noSuchField: 1 })).toBe(false);
    expect(schema?.validate.errors?.map(({ params }) => params as unknown)).toContainEqual({
      additionalProperty: "noSuchField",
    });
  });
});
