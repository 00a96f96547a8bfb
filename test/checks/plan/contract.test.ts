/** Pins what the in-process plan takes from inside the Pulumi SDK: when an update of the SDK breaks one of these, plans would lie. */
import { createRequire } from "node:module";
import * as pulumi from "@pulumi/pulumi";
import { describe, expect, test, vi } from "vitest";
import { Group, TestProvider, Thing, run } from "./programs";
import type { SdkPromises } from "../../../checks/plan/promises";
import { UNKNOWN, Secret, redact } from "../../../checks/plan/values";

function fail(message: string): never {
  throw new Error(message);
}

describe("identity", () => {
  test("a URN names all ancestors' types, however deep, and not the stack's", async () => {
    const { resources } = await run(() => {
      const a = new Group("A", "a");
      const b = new Group("B", "b", { parent: a });
      const c = new Group("C", "c", { parent: b });
      new Thing("t", {}, { parent: c });
    });
    expect(resources.map(({ urn }) => urn)).toEqual([
      "urn:pulumi:dev::streaming::pulumi:pulumi:Stack::streaming-dev",
      "urn:pulumi:dev::streaming::test:groups:A$test:groups:B$test:groups:C$test:things:Thing::t",
      "urn:pulumi:dev::streaming::test:groups:A$test:groups:B$test:groups:C::c",
      "urn:pulumi:dev::streaming::test:groups:A$test:groups:B::b",
      "urn:pulumi:dev::streaming::test:groups:A::a",
    ]);
  });

  test("components and custom resources are told apart, and each knows its parent", async () => {
    const { named } = await run(() => {
      new Thing("t", {}, { parent: new Group("A", "a") });
    });
    expect([named("a").custom, named("t").custom]).toEqual([false, true]);
    expect(named("t").parent).toBe(named("a").urn);
    expect(named("a").parent).toBe(named("streaming-dev").urn);
    expect(named("streaming-dev").parent).toBeUndefined();
  });

  test("two resources with one URN are refused, as by the engine", async () => {
    await expect(
      run(() => {
        new Thing("same");
        new Thing("same");
      }),
    ).rejects.toThrow(/two resources have the same URN .*Thing::same/);
  });
});

describe("values", () => {
  test("secrets and unknowns are marked wherever they stand", async () => {
    const { named } = await run(() => {
      const a = new Thing("a");
      new Thing("b", {
        list: [{ pw: pulumi.secret("x") }],
        other: a.id,
        text: pulumi.interpolate`${a.id}!`,
        plain: 1,
        gone: undefined,
      });
    });
    expect(named("b").props).toEqual({ list: [{ pw: new Secret("x") }], other: UNKNOWN, text: UNKNOWN, plain: 1 });
    expect(redact(named("b").props)).toEqual({
      list: [{ pw: "[secret]" }],
      other: "[unknown]",
      text: "[unknown]",
      plain: 1,
    });
  });

  test("an output that was given as input is known, one that the provider adds is not", async () => {
    const { named } = await run(() => {
      const a = new Thing("a", { size: 3 });
      new Thing("b", { size: a.size, address: a.address });
    });
    expect(named("b").props).toEqual({ size: 3, address: UNKNOWN });
  });

  test("a secret stays one on its way through another resource", async () => {
    const { named } = await run(() => {
      const a = new Thing("a", { address: pulumi.secret("x") });
      new Thing("b", { address: a.address.apply((v) => `${v}y`) });
    });
    expect(named("b").props).toEqual({ address: new Secret("xy") });
  });

  test("the config's secrets are secrets", async () => {
    const { named } = await run(
      () => {
        const config = new pulumi.Config("streaming");
        new Thing("a", { pw: config.requireSecret("pw"), plain: config.require("plain") });
      },
      { "streaming:pw": "x", "streaming:plain": "y" },
      ["streaming:pw"],
    );
    expect(named("a").props).toEqual({ pw: new Secret("x"), plain: "y" });
  });

  test("components keep their inputs and outputs, and the stack its outputs", async () => {
    const { named } = await run(() => {
      class Named extends pulumi.ComponentResource {
        constructor() {
          super("test:groups:Named", "n", { size: 1 });
          this.registerOutputs({ host: "h" });
        }
      }
      new Named();
      return { url: pulumi.secret("u") };
    });
    expect(named("n").props).toEqual({ size: 1 });
    expect(named("n").outputs).toEqual({ host: "h" });
    expect(named("streaming-dev").outputs).toEqual({ url: new Secret("u") });
  });
});

describe("options", () => {
  test("all that the engine acts upon are kept", async () => {
    const { named } = await run(() => {
      const first = new Thing("first");
      new Thing(
        "t",
        { size: 1, address: first.address },
        {
          protect: true,
          retainOnDelete: true,
          ignoreChanges: ["size"],
          deleteBeforeReplace: true,
          replaceOnChanges: ["address"],
          additionalSecretOutputs: ["address"],
          aliases: [{ name: "old" }],
          customTimeouts: { create: "5m" },
          dependsOn: [new Thing("second")],
          deletedWith: first,
          version: "1.2.3",
          import: "some-id",
        },
      );
    });
    const first = named("first").urn;
    expect(named("t").opts).toEqual({
      protect: true,
      retainOnDelete: true,
      ignoreChanges: ["size"],
      deleteBeforeReplace: true,
      replaceOnChanges: ["address"],
      additionalSecretOutputs: ["address"],
      aliases: [`name=old,parenturn=${named("streaming-dev").urn}`],
      customTimeouts: { create: "5m" },
      deletedWith: first,
      import: "some-id",
      propertyDependencies: { address: [first] },
      version: "1.2.3",
    });
    expect(named("t").dependencies).toEqual([first, named("second").urn]);
  });

  test("hooks are kept by name, and not called", async () => {
    const called: string[] = [];
    const { named, hooks } = await run(() => {
      const hook = (name: string) =>
        new pulumi.ResourceHook(name, ({ urn }) => void called.push(urn), { onDryRun: true });
      new Thing("t", {}, { hooks: { beforeUpdate: [hook("ask")], beforeDelete: [hook("keep")] } });
      new Thing("free");
    });
    expect(named("t").opts).toEqual({ hooks: { beforeUpdate: ["ask"], beforeDelete: ["keep"] } });
    expect(named("free").opts).toEqual({});
    expect([...hooks.values()].map(({ name, opts }) => [name, opts])).toEqual([
      ["ask", { onDryRun: true }],
      ["keep", { onDryRun: true }],
    ]);
    expect(called).toEqual([]);
  });

  test("two hooks of one name are refused, as by the engine", async () => {
    await expect(
      run(() => {
        for (const child of ["a", "b"])
          new Thing(child, {}, { hooks: { beforeUpdate: [new pulumi.ResourceHook("same", () => undefined)] } });
      }),
    ).rejects.toThrow("two resource hooks have the name same");
  });

  test("children take over protection, retention and their package's provider", async () => {
    const { named } = await run(() => {
      const provider = new TestProvider("p");
      const outer = new Group("A", "outer", { protect: true, retainOnDelete: true, providers: [provider] });
      const inner = new Group("B", "inner", { parent: outer });
      new Thing("kept", {}, { parent: inner });
      new Thing("loose", {}, { parent: inner, protect: false, retainOnDelete: false });
    });
    const provider = named("p").urn;
    expect(named("kept").opts).toEqual({ protect: true, retainOnDelete: true, provider });
    expect(named("loose").opts).toEqual({ provider });
    expect(named("inner").opts.protect).toBe(true);
  });
});

describe("running", () => {
  test("promises pass through a function that can be replaced, and have no stack traces", async () => {
    const sdk = createRequire(__filename)("@pulumi/pulumi/runtime/debuggable") as SdkPromises;
    const promises = vi.spyOn(sdk, "debuggablePromise");
    await run(() => new Thing("t"));
    expect(promises.mock.calls.length).toBeGreaterThan(10);
    for (const [promise] of promises.mock.calls as unknown as [{ readonly _debugStackTrace: string }][])
      expect(promise._debugStackTrace).not.toContain("    at ");
    promises.mockRestore();
  });

  test("several programs at the same time don't see each other", async () => {
    const one = (n: number) =>
      run(
        () => {
          new Thing(`t${n}`, {
            config: new pulumi.Config("streaming").require("n"),
            stack: pulumi.getStack(),
            dry: pulumi.runtime.isDryRun(),
          });
        },
        { "streaming:n": String(n) },
        [],
        `stack${n}`,
      );
    const runs = await Promise.all([1, 2, 3].map(one));
    for (const [i, { resources }] of runs.entries())
      expect(resources.filter(({ custom }) => custom).map(({ name, props }) => ({ name, props }))).toEqual([
        { name: `t${i + 1}`, props: { config: String(i + 1), stack: `stack${i + 1}`, dry: true } },
      ]);
  });

  test("what the program throws is thrown", async () => {
    await expect(
      run(() => {
        throw new Error("no");
      }),
    ).rejects.toThrow("no");
  });

  test("what is thrown inside an apply is thrown", async () => {
    await expect(
      run(() => {
        new Thing("a", {
          x: pulumi.output("late").apply(fail),
        });
      }),
    ).rejects.toThrow("late");
  });

  test("a failure belongs to its own program", async () => {
    const late = (name: string, fails: boolean) =>
      run(() => {
        new Thing(name, {
          x: pulumi.output(name).apply(fails ? fail : String),
        });
      });
    const [a, b, c] = await Promise.allSettled([late("a", true), late("b", false), late("c", true)]);
    expect([a.status, b.status, c.status]).toEqual(["rejected", "fulfilled", "rejected"]);
    expect(a.status === "rejected" && String(a.reason)).toContain('property "x": a');
    expect(c.status === "rejected" && String(c.reason)).toContain('property "x": c');
  });

  test("warnings are kept, and a logged error fails the run", async () => {
    const { warnings } = await run(() => {
      void pulumi.log.warn("careful");
      return {};
    });
    expect(warnings).toEqual(["careful"]);
    await expect(
      run(() => {
        void pulumi.log.error("broken");
        return {};
      }),
    ).rejects.toThrow("broken");
  });

  test("asking a provider or reading a deployed resource is refused", async () => {
    await expect(run(() => ({ x: pulumi.output(pulumi.runtime.invoke("test:index:get", {})) }))).rejects.toThrow(
      /test:index:get asks a provider/,
    );
    await expect(
      run(() => {
        new Thing("r", {}, { id: "x" });
      }),
    ).rejects.toThrow(/Thing r is read from what is deployed/);
  });
});
