import { readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { parse } from "yaml";
import { refusal } from "./refusal";
import type { Typed } from "./values";

/** Config of a fixture, as typed, with one line changed; `undefined` takes it away. */
function typed(fixture: string, path: readonly string[] = [], value?: unknown): Typed {
  const file = join(__dirname, "../fixtures/golden", `${fixture}.yaml`);
  const { config } = parse(readFileSync(file, "utf8")) as { readonly config: Typed };
  const plain = Object.fromEntries(Object.entries(config).map(([key, v]) => [key.replace("streaming:", ""), v]));
  const last = path.at(-1);
  const parent = path.slice(0, -1).reduce<Typed>((at, key) => at[key] as Typed, plain);
  if (last !== undefined) parent[last] = value;
  return JSON.parse(JSON.stringify(plain)) as Typed;
}

const SINGLE = "both-single-node";
const MULTI = "streamflow-multi-node";

describe("sound configs", () => {
  test("StreamFlow beside AppHub is accepted", () => expect(refusal(typed(SINGLE))).toBe("accepted"));
  test("StreamFlow alone is accepted", () => expect(refusal(typed(MULTI))).toBe("accepted"));
  test("AppHub is accepted without it", () =>
    expect(refusal(typed(SINGLE, ["streamflow"], undefined))).toBe("accepted"));

  test("brokers that the runner can't reach need no address where the operator makes the topics", () => {
    const config = typed(MULTI, ["streamflow", "kafka"], { brokers: 3, managedBy: "operator" });
    (config["access"] as { streamflow: Typed }).streamflow["kafka"] = undefined;
    expect(refusal(JSON.parse(JSON.stringify(config)) as Typed)).toBe("accepted");
  });
});

describe("refusals of StreamFlow's settings", () => {
  test("topics and databases can't be made without addresses", () =>
    expect(refusal(typed(MULTI, ["access"], undefined))).toMatchInlineSnapshot(`
      "Pulumi.test.yaml has 2 problem(s)
        access.streamflow.kafka     is required: topics and users are made through it
        access.streamflow.postgres  is required: databases and roles are made through it"
    `));

  test("checkpoints and backups need a place off the nodes", () =>
    expect(refusal(typed(MULTI, ["objectStore"], undefined))).toContain(
      "objectStore  is required: StreamFlow keeps checkpoints and backups there",
    ));

  test("brokers on many nodes speak TLS", () =>
    expect(refusal(typed(MULTI, ["access", "streamflow", "kafka", "tls"], false))).toMatchInlineSnapshot(`
      "Pulumi.test.yaml has 1 problem(s)
        access.streamflow.kafka.tls  must be true on a multi-node target: the brokers speak TLS and ask for a login, got false"
    `));

  test.each([
    [SINGLE, 3, "must be 1 on a single-node target: brokers that share a node are lost together, got 3"],
    [MULTI, 2, "must be at least 3 on a multi-node target, so that one may be lost, got 2"],
    [MULTI, 7, "must be at most 6, the number of nodes: each has one to itself, got 7"],
  ])("%s: %i brokers", (fixture, brokers, message) =>
    expect(refusal(typed(fixture, ["streamflow", "kafka", "brokers"], brokers))).toContain(
      `streamflow.kafka.brokers  ${message}`,
    ),
  );

  test("brokers that ask for a login need the operator that makes the first one", () =>
    expect(refusal(typed(MULTI, ["streamflow", "kafka", "entityOperator"], false))).toContain(
      "streamflow.kafka.entityOperator  must be true on a multi-node target: it makes the superuser",
    ));

  test("a topic that the job needs must be written out", () =>
    expect(refusal(typed(SINGLE, ["streamflow", "topics", "fraud.scored"], undefined))).toContain(
      'streamflow.topics["fraud.scored"]  is required: StreamFlow\'s job uses this topic',
    ));
});
