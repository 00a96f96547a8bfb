import { execFileSync } from "node:child_process";
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { parse } from "yaml";
import { brokerSettings, clusterSettings, redpandaFiles, restartingFiles } from "../../components/kafka/redpanda/files";
import type { RedpandaPlan } from "../../components/kafka/redpanda/plan";
import { planAppHub } from "../../stacks/apphub-plan";
import { parseConfig } from "../../stacks/config";
import { type Typed, multiNode, singleNode, values } from "../stacks/values";

function planFor(config: ReturnType<typeof singleNode>, redpanda: Typed = {}): RedpandaPlan {
  const { apphub, target, access } = parseConfig(
    values({ ...config, apphub: { ...config.apphub, redpanda: { ...config.apphub.redpanda, ...redpanda } } }),
  );
  const { kafka, postgres } = access.apphub ?? {};
  if (apphub === undefined || kafka === undefined || postgres === undefined)
    throw new Error("the test's config has AppHub");
  return planAppHub(
    apphub,
    target,
    { kafka, postgres, runners: access.runners },
    { objectStore: undefined, monitoring: undefined, runbooks: "docs/runbooks" },
  ).redpanda;
}

describe("sizes", () => {
  test.each([
    [
      "1 core for development",
      singleNode(),
      { cpu: "1", memory: "2560Mi" },
      { threads: 1, memoryMiB: 2304, developerMode: true },
    ],
    ["2 cores", singleNode(), { cpu: "2", memory: "5Gi" }, { threads: 2, memoryMiB: 4608, developerMode: false }],
    ["4 cores", multiNode(), { cpu: "4", memory: "10Gi" }, { threads: 4, memoryMiB: 9216, developerMode: false }],
  ])("%s: nine tenths of the memory are Redpanda's", (_, config, redpanda, expected) =>
    expect(planFor(config, redpanda)).toMatchObject(expected),
  );

  test.each([
    [1, singleNode(), { replication: 1, redundant: false }],
    [3, multiNode(), { replication: 3, redundant: true }],
    [5, multiNode(), { replication: 3, redundant: true }],
  ])("%i broker(s)", (brokers, config, expected) => expect(planFor(config, { brokers })).toMatchObject(expected));

  test("a size is written as the API server keeps it, so that nothing drifts", () => {
    expect(planFor(singleNode(), { memory: "6144Mi", cpu: "2000m", volume: "40960Mi" })).toMatchObject({
      resources: { memory: "6Gi", cpu: "2" },
      volume: { size: "40Gi" },
    });
  });
});

describe("settings", () => {
  test("brokers are found by three founders, so that growing restarts nobody", () => {
    expect(restartingFiles(planFor(multiNode(), { brokers: 5 }))).toBe(restartingFiles(planFor(multiNode())));
    expect(brokerSettings(planFor(multiNode(), { brokers: 5 })).redpanda.seed_servers).toHaveLength(3);
  });

  test("a bigger volume restarts nobody", () => {
    expect(restartingFiles(planFor(multiNode(), { volume: "200Gi" }))).toBe(restartingFiles(planFor(multiNode())));
  });

  test("topics aren't made by accident, and the floor of free disk stays", () => {
    expect(clusterSettings(planFor(multiNode()))).toMatchObject({
      auto_create_topics_enabled: false,
      internal_topic_replication_factor: 3,
    });
    expect(clusterSettings(planFor(multiNode()))).not.toHaveProperty("storage_min_free_bytes");
  });
});

describe("brokers on many nodes", () => {
  test("let in nobody without a password, and show a certificate, on every port", () => {
    const { redpanda, pandaproxy } = brokerSettings(planFor(multiNode()));
    const tls = [{ name: "internal", enabled: true, cert_file: "/etc/redpanda-tls/tls.crt" }];
    expect(redpanda).toMatchObject({
      kafka_api: [{ name: "internal", authentication_method: "sasl" }],
      kafka_api_tls: tls,
      admin_api_tls: tls,
      rpc_server_tls: { enabled: true, require_client_auth: true },
    });
    expect(pandaproxy).toMatchObject({
      pandaproxy_api: [{ name: "internal", authentication_method: "http_basic" }],
      pandaproxy_api_tls: tls,
    });
    expect(clusterSettings(planFor(multiNode()))).toMatchObject({
      enable_sasl: true,
      superusers: ["admin"],
      admin_api_require_auth: true,
    });
  });

  test("read no password from a file", () => {
    expect(Object.values(redpandaFiles(planFor(multiNode()))).join("\n")).not.toMatch(/scram_password|pass: /);
  });

  test("write their settings out, without YAML's aliases", () => {
    expect(redpandaFiles(planFor(multiNode()))["redpanda.yaml"]).not.toMatch(/[&*]a\d/);
  });

  test("drain themselves as the superuser, whose password is in no list of processes", () => {
    const { curl, rpk } = drained(planFor(multiNode()), { RPK_USER: "admin", RPK_PASS: "pass" });
    expect(curl).toEqual([
      "--silent --fail --cacert /etc/redpanda-tls/ca.crt --config - https://localhost:9644/v1/node_config",
      'user = "admin:pass"',
    ]);
    expect(rpk).toEqual(["cluster maintenance enable 2 --wait"]);
  });
});

describe("the broker of a single node", () => {
  test("speaks plain and asks nobody", () => {
    const files = Object.values(redpandaFiles(planFor(singleNode()))).join("\n");
    expect(files).not.toMatch(/tls|sasl|superusers|auth/i);
  });
});

/** What drain.sh calls: each program's arguments and standard input, line by line. Broker 2 answers. */
function drained(plan: RedpandaPlan, env: Readonly<Record<string, string>>) {
  const folder = mkdtempSync(join(tmpdir(), "redpanda-"));
  try {
    const program = (name: string, body: string) =>
      writeFileSync(join(folder, name), `#!/bin/bash\n${body}\n`, { mode: 0o755 });
    program("curl", `{ echo "$*"; cat; } > ${folder}/curl.log; echo '{"node_id": 2, "rack": 7}'`);
    program("rpk", `echo "$*" > ${folder}/rpk.log`);
    const script = redpandaFiles(plan)["drain.sh"] ?? "";
    execFileSync("bash", ["--norc", "-c", script], {
      input: "",
      env: { ...env, PATH: `${folder}:${process.env["PATH"] ?? ""}` },
    });
    const lines = (name: string) =>
      readFileSync(join(folder, `${name}.log`), "utf8")
        .trim()
        .split("\n");
    return { curl: lines("curl"), rpk: lines("rpk") };
  } finally {
    rmSync(folder, { recursive: true });
  }
}

describe("configure.sh", () => {
  let folder: string;
  beforeEach(() => (folder = mkdtempSync(join(tmpdir(), "redpanda-"))));
  afterEach(() => rmSync(folder, { recursive: true }));

  /** Runs the script as the init container would, with /etc below a folder of its own. */
  function configured(plan: RedpandaPlan, env: { readonly POD_NAME: string; readonly ZONE: string }) {
    const [template, config] = [join(folder, "redpanda-template"), join(folder, "redpanda")];
    [template, config].forEach((path) => mkdirSync(path));
    for (const [name, text] of Object.entries(redpandaFiles(plan)))
      writeFileSync(join(template, name), text.replaceAll("/etc/", `${folder}/`));
    execFileSync("bash", [join(template, "configure.sh")], { env: { ...process.env, ...env } });
    return {
      ...(parse(readFileSync(join(config, "redpanda.yaml"), "utf8")) as {
        redpanda: { rack?: string; advertised_kafka_api: readonly Typed[] };
      }),
      bootstrap: parse(readFileSync(join(config, ".bootstrap.yaml"), "utf8")) as unknown,
    };
  }

  test("a broker advertises its own name and its zone", () => {
    const { redpanda, bootstrap } = configured(planFor(multiNode()), { POD_NAME: "apphub-redpanda-1", ZONE: "a" });
    expect(redpanda.rack).toBe("a");
    expect(redpanda.advertised_kafka_api).toEqual([
      {
        name: "internal",
        address: "apphub-redpanda-1.apphub-redpanda-headless.apphub-system.svc.cluster.local",
        port: 9092,
      },
    ]);
    expect(bootstrap).toMatchObject({ enable_rack_awareness: true });
  });

  test("a broker whose zone isn't known has no rack", () => {
    expect(configured(planFor(multiNode()), { POD_NAME: "apphub-redpanda-0", ZONE: "" }).redpanda).not.toHaveProperty(
      "rack",
    );
  });
});
