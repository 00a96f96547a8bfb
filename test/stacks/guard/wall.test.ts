/** The wall without an engine: what it says when it is asked, and that nothing guarded is declared without it. */
import { join } from "node:path";
import * as pulumi from "@pulumi/pulumi";
import { describe, expect, test } from "vitest";
import { planStack, stackNames } from "../../../checks/plan";
import { readStackFile } from "../../../core/config/stack-file";
import { isGuarded } from "../../../core/guard/changes";
import { parseConfig } from "../../../stacks/config";
import { type WalledStack, raiseWall } from "../../../stacks/guard/wall";
import { run } from "../../checks/plan/programs";
import { ROOT } from "../../sources";

const golden = (name: string): WalledStack =>
  parseConfig(readStackFile(join(ROOT, "test/fixtures/golden", `${name}.yaml`), "streaming").values);
const MANY = golden("multi-node");
const TOPIC = "kafka:index/topic:Topic";
const RULE = "kubernetes:monitoring.coreos.com/v1:PrometheusRule";
const DATABASE = "postgresql:index/database:Database";

class Thing extends pulumi.CustomResource {}

type Question = Partial<pulumi.ResourceHookArgs> & Pick<pulumi.ResourceHookArgs, "type" | "name">;
type Ask = (hook: string, question: Question) => Promise<void>;

/** Declares resources behind the wall, asks as the engine would, and gives what the wall says. */
async function said(
  stack: WalledStack,
  declare: () => void,
  questions: (ask: Ask) => Promise<void>,
): Promise<readonly string[]> {
  const told: string[] = [];
  const say = (how: string) => (message: string, urn: string) => {
    told.push(`${how} ${urn.split("::").at(-1) ?? ""}: ${message.split("\n")[0] ?? ""}`);
    return Promise.resolve();
  };
  const hooks = new Map<string, pulumi.ResourceHook>();
  const ask: Ask = async (name, question) => {
    const { type, name: resource } = question;
    const urn = `urn:pulumi:test::streaming::${type}::${resource}`;
    await hooks.get(name)?.callback({ urn, id: "old", ...question });
  };
  await run(() => {
    raiseWall(stack, { info: say("info"), warn: say("warn"), refuse: say("refuse") });
    pulumi.runtime.registerStackTransformation(({ opts }) => {
      const { beforeUpdate = [], beforeDelete = [] } = opts.hooks ?? {};
      for (const hook of [...beforeUpdate, ...beforeDelete])
        if (pulumi.ResourceHook.isInstance(hook)) hooks.set(hook.name, hook);
      return undefined;
    });
    declare();
    return { asked: pulumi.output(questions(ask)) };
  });
  return told;
}

const topic = (changed: pulumi.Inputs = {}, opts?: pulumi.CustomResourceOptions) =>
  new Thing(
    TOPIC,
    "events",
    { name: "events", partitions: 6, config: { "retention.ms": "604800000" }, ...changed },
    opts,
  );
const events = (changed: pulumi.Inputs = {}) => ({
  name: "events",
  partitions: 6,
  config: { "retention.ms": "604800000" },
  ...changed,
});
const about = (question: Partial<Question> = {}): Question => ({ type: TOPIC, name: "events", ...question });

describe("an update", () => {
  const shorter = { "retention.ms": "86400000" };
  const update = (oldInputs: pulumi.Inputs, newInputs: pulumi.Inputs) => (ask: Ask) =>
    ask("streaming-guard-update", about({ oldInputs, newInputs }));

  test("that loses records is refused on many nodes, warned of on one, as the stack says otherwise", async () => {
    const ask = update(events(), events({ config: shorter }));
    const declare = () => topic({ config: shorter });
    const lossy = "events: CHG-01 Topic/events config[retention.ms]: 604800000 → 86400000 is data loss";
    const one = golden("single-node");
    expect(await said(MANY, declare, ask)).toEqual([expect.stringContaining(`refuse ${lossy}`)]);
    expect(await said(one, declare, ask)).toEqual([expect.stringContaining(`warn ${lossy}`)]);
    expect(await said({ ...one, guard: "enforce" }, declare, ask)).toEqual([
      expect.stringContaining(`refuse ${lossy}`),
    ]);
    expect(await said({ ...MANY, guard: "warn" }, declare, ask)).toEqual([expect.stringContaining(`warn ${lossy}`)]);
  });

  test("that loses nothing isn't spoken of", async () => {
    expect(await said(MANY, () => topic({ partitions: 9 }), update(events(), events({ partitions: 9 })))).toEqual([]);
  });

  test("whose values aren't known yet isn't judged by them", async () => {
    const unknown = { "retention.ms": pulumi.runtime.unknownValue };
    expect(await said(MANY, () => topic(), update(events(), events({ config: unknown })))).toEqual([]);
  });

  test("is judged by its settings though one of them is a secret, which isn't told", async () => {
    const config = (retention: string, secret: string) =>
      pulumi.secret({ "retention.ms": retention, password: secret });
    const told = await said(
      MANY,
      () => topic({ config: { ...shorter, password: pulumi.secret("new-s3cret") } }),
      update(
        events({ config: config("604800000", "old-s3cret") }),
        events({ config: config("86400000", "new-s3cret") }),
      ),
    );
    expect(told).toEqual([expect.stringContaining("604800000 → 86400000 is data loss")]);
    expect(told.join()).not.toContain("s3cret");
  });

  test("of an alert that goes is refused, unless another resource declares it now", async () => {
    const rules = (...alerts: readonly string[]) => ({
      metadata: { name: "alerts", namespace: "ns" },
      spec: { groups: [{ name: "g", rules: alerts.map((alert) => ({ alert, expr: "up == 0" })) }] },
    });
    const ask = (question: Ask) =>
      question("streaming-guard-update", {
        type: RULE,
        name: "a",
        oldInputs: rules("Down", "Late"),
        newInputs: rules("Down"),
      });
    const one = () => new Thing(RULE, "a", rules("Down"));
    const two = () => {
      one();
      new Thing(RULE, "b", rules("Late"));
    };
    expect(await said(MANY, one, ask)).toEqual([expect.stringContaining("PrometheusRule/alerts Late: there → –")]);
    expect(await said(MANY, two, ask)).toEqual([]);
  });
});

describe("a deletion", () => {
  const asked =
    (question: Partial<Question> = {}, hook = "streaming-guard-delete") =>
    (ask: Ask) =>
      ask(hook, about({ oldInputs: events(), ...question }));
  const other = () => new Thing(TOPIC, "other", { name: "other" });

  test("of what the program doesn't declare any more is a removal", async () => {
    expect(await said(MANY, other, asked())).toEqual([
      expect.stringContaining("refuse events: CHG-01 Topic/events removed: data loss"),
    ]);
  });

  test("of what it declares otherwise is a replacement, by what makes it one", async () => {
    expect(await said(MANY, () => topic({ partitions: 3 }), asked())).toEqual([
      expect.stringContaining("refuse events: CHG-01 Topic/events partitions: 6 → 3 is data loss"),
    ]);
  });

  test("of what it declares as it was is a removal: something else takes it along", async () => {
    expect(await said(MANY, () => topic(), asked())).toEqual([expect.stringContaining("Topic/events removed")]);
  });

  test("of what waits for something that doesn't exist yet is answered before that does", async () => {
    let exists: (partitions: number) => void = () => undefined;
    const later = new Promise<number>((resolve) => (exists = resolve));
    const questions = async (ask: Ask) => {
      await ask("streaming-guard-delete", about({ oldInputs: events() }));
      exists(3);
    };
    expect(await said(MANY, () => topic({ partitions: later }), questions)).toEqual([
      expect.stringContaining("refuse events: CHG-01 Topic/events removed"),
    ]);
  });

  test("is let pass by a waiver for the replacement, and only that one", async () => {
    const waiver = (to: number) => ({
      ...{ rule: "CHG-01", resource: "Topic/events", field: "partitions", to },
      ...{ reason: "moved", owner: "platform", until: "2999-12-31" },
    });
    const declare = () => topic({ partitions: 3 });
    expect(await said({ ...MANY, waivers: [waiver(3)] }, declare, asked())).toEqual([
      "info events: CHG-01 Topic/events partitions: let pass until 2999-12-31 by platform: moved",
    ]);
    expect(await said({ ...MANY, waivers: [waiver(4)] }, declare, asked())).toEqual([
      expect.stringContaining("refuse"),
    ]);
    expect(await said({ ...MANY, waivers: [waiver(3)] }, other, asked())).toEqual([expect.stringContaining("refuse")]);
  });

  test("of what Pulumi only forgets loses nothing, but a protection counts", async () => {
    const kept = (opts: pulumi.CustomResourceOptions) => () => topic({}, opts);
    const gone = { name: "gone" };
    expect(await said(MANY, kept({ retainOnDelete: true }), asked(gone, "streaming-guard-delete-retained"))).toEqual(
      [],
    );
    expect(
      await said(
        MANY,
        kept({ retainOnDelete: true, protect: true }),
        asked(gone, "streaming-guard-delete-protected-retained"),
      ),
    ).toEqual([expect.stringContaining("Topic/events removed: in place: Pulumi forgets it")]);
  });

  test("isn't mistaken for a replacement by what the provider filled in", async () => {
    const oldInputs = { name: "shop", template: "template1", __defaults: ["template"] };
    const declare = () => new Thing(DATABASE, "shop", { name: "shop" });
    expect(
      await said(MANY, declare, (ask) => ask("streaming-guard-delete", { type: DATABASE, name: "shop", oldInputs })),
    ).toEqual([expect.stringContaining("Database/shop removed")]);
  });
});

test("two resources that the engine would call the same are refused", async () => {
  const declare = () => {
    const group = new pulumi.ComponentResource("test:index:Group", "group");
    topic();
    topic({}, { parent: group });
  };
  await expect(said(MANY, declare, () => Promise.resolve())).rejects.toThrow(
    /two resources of type kafka:index\/topic:Topic are named events/,
  );
});

test.each(stackNames(ROOT))(
  "everything guarded of the stack %s carries the hooks, by the options that it has",
  async (stack) => {
    const { resources } = await planStack({ projectDir: ROOT, stackFile: join(ROOT, `Pulumi.${stack}.yaml`), stack });
    const guarded = resources.filter(({ type }) => isGuarded(type));
    expect(guarded.length).toBeGreaterThan(20);
    const wanted = guarded.map(({ urn, opts }) => [
      urn,
      {
        beforeUpdate: ["streaming-guard-update"],
        beforeDelete: [
          [
            "streaming-guard-delete",
            ...(opts.protect ? ["protected"] : []),
            ...(opts.retainOnDelete ? ["retained"] : []),
          ].join("-"),
        ],
      },
    ]);
    expect(guarded.map(({ urn, opts }) => [urn, opts.hooks])).toEqual(wanted);
  },
);
