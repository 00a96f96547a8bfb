/** The optional Job that makes a platform's tables: what it is told, when it runs again, and what waits for it. */
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { beforeAll, describe, expect, test } from "vitest";
import { parse } from "yaml";
import { type Plan, type PlannedResource, reveal } from "../../checks/plan";
import { schemaProblems } from "../../checks/schema/objects";
import { Migration } from "../../components/migration/component";
import { MigrationConfig } from "../../components/migration/config";
import { migrationJob } from "../../components/migration/job";
import { planMigration } from "../../components/migration/plan";
import { MiB, parseSize } from "../../core/units";
import { refusal } from "../stacks/refusal";
import { type Typed, singleNode } from "../stacks/values";
import { at, comesAfter, find, kindOf, planOf } from "./planned";
import { RESTRICTED, containersOf, type PodTemplate, registered, secretText } from "./workload-support";

const SETTINGS: Typed = { image: "example.com/streamflow/migrations:1.0.0", command: ["migrate", "up"] };
const LOGIN = {
  namespace: "streamflow-data",
  partOf: "streamflow",
  host: "streamflow-postgres-rw.streamflow-data.svc.cluster.local",
  port: 5432,
  database: "streamflow",
  role: "streamflow_owner",
  sslmode: "require",
};
const migration = (more: Typed = {}) =>
  planMigration({ login: LOGIN, tools: "example.com/postgresql:18" }, MigrationConfig.parse({ ...SETTINGS, ...more }));
const jobOf = (more: Typed = {}) =>
  JSON.parse(JSON.stringify(migrationJob(migration(more)))) as {
    readonly metadata: { readonly name: string };
    readonly spec: { readonly template: PodTemplate; readonly [field: string]: unknown };
  };

const made = (password: string): Promise<Plan> =>
  registered((namespace) => {
    const deps = { namespace, database: namespace, password: secretText(password) };
    new Migration("streamflow-migration", { plan: migration(), deps });
  });

/** What a Secret of the plan holds, in clear. */
function loginOf(plan: Plan, secret: string): Readonly<Record<string, string>> {
  const { data } = reveal(find(plan, "Secret", secret).props) as { readonly data: Record<string, string> };
  return Object.fromEntries(Object.entries(data).map(([key, text]) => [key, Buffer.from(text, "base64").toString()]));
}

/** AppHub and StreamFlow as the golden fixture has them. */
const FIXTURE = join(__dirname, "../fixtures/golden/both-single-node.yaml");
function bothPlatforms(): Record<string, Typed> {
  const { config } = parse(readFileSync(FIXTURE, "utf8")) as { readonly config: Record<string, Typed> };
  return Object.fromEntries(Object.entries(config).map(([key, value]) => [key.replace("streaming:", ""), value]));
}

const jobsIn = (plan: Plan, namespace: string): readonly PlannedResource[] =>
  plan.resources.filter((r) => kindOf(r) === "Job" && at(r, "metadata.namespace") === namespace);
function only<T>(found: readonly T[]): T {
  const [first, ...others] = found;
  if (first === undefined || others.length > 0) throw new Error(`there are ${found.length}`);
  return first;
}

let both: Plan;
let without: Plan;
beforeAll(async () => {
  both = await planOf(bothPlatforms());
  const { apphub, streamflow, ...rest } = bothPlatforms();
  const drop = (config: Typed): Typed => Object.fromEntries(Object.entries(config).filter(([k]) => k !== "migration"));
  without = await planOf({ ...rest, apphub: drop(apphub ?? {}), streamflow: drop(streamflow ?? {}) });
}, 60_000);

describe("the Job", () => {
  test("is another one for another image, command or size, and the same for the same", () => {
    const { name } = jobOf().metadata;
    expect(name).toMatch(/^streamflow-migration-[0-9a-f]{8}$/);
    expect(jobOf().metadata.name).toBe(name);
    for (const more of [
      { image: "example.com/streamflow/migrations:1.1.0" },
      { command: ["migrate", "up", "--verbose"] },
      { memory: "512Mi" },
      { timeout: "1h" },
    ])
      expect(jobOf(more).metadata.name, JSON.stringify(more)).not.toBe(name);
  });

  test("is kept when it is done, and ended when it takes too long", () => {
    const { spec } = jobOf({ timeout: "20m" });
    expect(spec).not.toHaveProperty("ttlSecondsAfterFinished");
    expect(spec).toMatchObject({ activeDeadlineSeconds: 1200, backoffLimit: 4 });
  });

  test("waits for the server to answer before it begins", () => {
    const [wait] = jobOf().spec.template.spec.initContainers ?? [];
    expect(wait).toMatchObject({ image: "example.com/postgresql:18" });
    expect(wait?.env?.map(({ name }) => name)).toEqual(["PGHOST", "PGPORT"]);
    expect(JSON.stringify(wait)).toContain("pg_isready");
  });

  test("finds its login by reference, under keys that the Secret has", async () => {
    const [main] = jobOf().spec.template.spec.containers;
    const references = (main?.env ?? []).flatMap(({ valueFrom }) =>
      valueFrom === undefined ? [] : [(valueFrom as { secretKeyRef: { name: string; key: string } }).secretKeyRef],
    );
    expect(new Set(references.map(({ name }) => name))).toEqual(new Set(["streamflow-migration"]));
    const login = loginOf(await made("secret"), "streamflow-migration");
    expect(references.map(({ key }) => key).sort()).toEqual(Object.keys(login).sort());
    expect(main?.env?.filter(({ value }) => value !== undefined)).toEqual([{ name: "PGSSLMODE", value: "require" }]);
  });

  test("gets an address that stands any password", async () => {
    expect(loginOf(await made("p@ss/w:rd"), "streamflow-migration")["url"]).toBe(
      "postgresql://streamflow_owner:p%40ss%2Fw%3Ard@streamflow-postgres-rw.streamflow-data.svc.cluster.local:5432/streamflow?sslmode=require",
    );
  });

  test("keeps to the restricted standard, as the image's user or as the one that is named", () => {
    const { template } = jobOf().spec;
    expect(template.spec.securityContext).toEqual(RESTRICTED.pod);
    for (const { securityContext } of containersOf(template)) expect(securityContext).toEqual(RESTRICTED.container);
    expect(jobOf({ user: 1001 }).spec.template.spec.securityContext).toEqual({ ...RESTRICTED.pod, runAsUser: 1001 });
  });
});

describe("in a stack", () => {
  test("there is none unless the config asks for it", () => {
    expect(jobsIn(without, "streamflow-data")).toEqual([]);
    expect(jobsIn(without, "apphub-system")).toEqual([]);
    expect(schemaProblems(both)).toEqual([]);
  });

  test("StreamFlow's runs as the tables' owner, after its rights and before what reads the tables", () => {
    const job = only(jobsIn(both, "streamflow-data"));
    const comesFirst = both.resources.filter((r) => r.urn.includes("streamflow-layers-"));
    expect(comesFirst.length).toBeGreaterThan(20);
    expect(comesFirst.filter((r) => !comesAfter(both, job, r)).map(({ name }) => name)).toEqual([]);
    expect(comesAfter(both, find(both, "FlinkDeployment", "flink-jobmanager"), job)).toBe(true);
    for (const name of ["airflow-scheduler", "airflow-dag-processor"])
      expect(comesAfter(both, find(both, "Deployment", name), job)).toBe(true);
    for (const kind of ["FlinkDeployment", "Deployment"])
      for (const later of both.resources.filter((r) => kindOf(r) === kind))
        expect(comesAfter(both, job, later), later.name).toBe(false);
    // Not through the pooler, which drops the locks that keep two migrations apart.
    expect(loginOf(both, "streamflow-migration")).toMatchObject({ username: "streamflow_owner", host: LOGIN.host });
  });

  test("AppHub's runs as the role that owns sequencer-db's schema", () => {
    const job = only(jobsIn(both, "apphub-system"));
    expect(comesAfter(both, job, find(both, "Schema", "sequencer"))).toBe(true);
    expect(loginOf(both, "apphub-migration")).toMatchObject({ username: "apphub_core", dbname: "sequencer" });
  });

  test("the namespaces' quotas have room for it", () => {
    const memory = (plan: Plan, namespace: string): number => {
      const quota = only(
        plan.resources.filter((r) => kindOf(r) === "ResourceQuota" && at(r, "metadata.namespace") === namespace),
      );
      const { hard } = at(quota, "spec") as { readonly hard: Readonly<Record<string, string>> };
      return parseSize(hard["requests.memory"] ?? "") ?? Number.NaN;
    };
    expect(memory(both, "apphub-system") - memory(without, "apphub-system")).toBe(256 * MiB);
    // Here the server itself grows a little, too: its two connections more are the next ten.
    expect(memory(both, "streamflow-data") - memory(without, "streamflow-data")).toBeGreaterThan(256 * MiB);
  });
});

describe("a config", () => {
  const refused = (settings: Typed): string => {
    const stack = singleNode();
    return refusal({ ...stack, apphub: { ...stack.apphub, migration: settings } });
  };

  test("without an image, or with settings that there aren't, is refused", () => {
    expect(refused({ command: ["migrate"], ttl: "1h" })).toMatchInlineSnapshot(`
      "Pulumi.test.yaml has 2 problem(s)
        apphub.migration.image  is required; it must be a text
        apphub.migration.ttl    is not a setting here; known are image, command, cpu, memory, timeout, user, got "1h""
    `);
    expect(refused({ ...SETTINGS, command: [], user: 0, timeout: "30s" })).toMatchInlineSnapshot(`
      "Pulumi.test.yaml has 3 problem(s)
        apphub.migration.command  must name at least one word, got []
        apphub.migration.timeout  must be at least 1m, got "30s"
        apphub.migration.user     must be at least 1, got 0"
    `);
  });
});
