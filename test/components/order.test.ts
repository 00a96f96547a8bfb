/** What comes after what: few dependencies are declared, and all are kept. */
import * as pulumi from "@pulumi/pulumi";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import type { PlannedResource } from "../../checks/plan";
import { PlatformComponent } from "../../components/component";
import { declared } from "./declared";

class Thing extends pulumi.CustomResource {
  constructor(name: string, args: object, opts?: pulumi.CustomResourceOptions) {
    super("test:things:Thing", name, { ...args }, opts);
  }
}
class Connection extends pulumi.ProviderResource {
  constructor(name: string, args: object, opts?: pulumi.CustomResourceOptions) {
    super("test", name, { ...args }, opts);
  }
}

/** A component whose children are made from outside. */
class Part extends PlatformComponent {
  constructor(name: string, { after }: { readonly after: readonly pulumi.Resource[] }, opts = {}) {
    super("test:parts:Part", name, {}, opts, after);
  }
  thing(role: string, after: readonly pulumi.Resource[] = [], provider?: pulumi.ProviderResource): Thing {
    return this.add(Thing, role, {}, { after, ...(provider && { provider }) });
  }
  connection(role: string): Connection {
    return this.add(Connection, role, {});
  }
  part(role: string, after: readonly pulumi.Resource[]): Part {
    return this.add(Part, role, { after });
  }
}

const named = (resources: readonly PlannedResource[], name: string): PlannedResource => {
  const found = resources.find((resource) => resource.name === name);
  if (found === undefined) throw new Error(`there is no ${name}`);
  return found;
};
const nameOf = (urn: string): string => urn.slice(urn.lastIndexOf("::") + 2);
const dependenciesOf = (resources: readonly PlannedResource[], name: string): readonly string[] =>
  named(resources, name).dependencies.map(nameOf);

/** Everything that the engine makes before a resource: dependencies and providers, through others as well. */
function before(resources: readonly PlannedResource[], name: string): ReadonlySet<string> {
  const { dependencies, opts } = named(resources, name);
  const direct = [...dependencies, ...(opts.provider === undefined ? [] : [opts.provider])].map(nameOf);
  return new Set(direct.flatMap((other) => [other, ...before(resources, other)]));
}

describe("what comes after a component", () => {
  test("names the last of its resources, those of components in it too", async () => {
    const { resources } = await declared(() => {
      const whole = new Part("whole", { after: [] });
      whole.thing("last", [whole.thing("first")]);
      whole.part("inner", []).thing("other");
      new Part("next", { after: [whole] }).thing("thing");
    });
    expect(dependenciesOf(resources, "next-thing")).toEqual(["whole-inner-other", "whole-last"]);
    expect(dependenciesOf(resources, "next")).toEqual(["whole-inner-other", "whole-last"]);
  });

  test("doesn't repeat what a sibling before it comes after", async () => {
    const { resources } = await declared(() => {
      const part = new Part("part", { after: [new Thing("first", {})] });
      part.thing("third", [part.thing("second")]);
    });
    expect(dependenciesOf(resources, "part-third")).toEqual(["part-second"]);
    expect(dependenciesOf(resources, "part-second")).toEqual(["first"]);
  });

  test("doesn't repeat what its provider comes after", async () => {
    const { resources } = await declared(() => {
      const part = new Part("part", { after: [new Thing("first", {})] });
      part.thing("thing", [], part.connection("provider"));
    });
    expect(dependenciesOf(resources, "part-thing")).toEqual([]);
    expect([...before(resources, "part-thing")]).toEqual(["part-provider", "first"]);
  });
});

test("whatever the order, everything comes after all that it was to come after", async () => {
  // Each thing is in one of three parts; a later part may come after things and parts before it, a later thing after earlier ones.
  const wishes = fc.array(fc.array(fc.nat({ max: 11 }), { maxLength: 5 }), { minLength: 12, maxLength: 12 });
  await fc.assert(
    fc.asyncProperty(wishes, async (wanted) => {
      const expected = new Map<string, Set<string>>();
      const { resources } = await declared(() => {
        const made: { readonly thing: Thing; readonly name: string }[] = [];
        const earlier = (i: number) => made.filter((_, j) => wanted[i]?.includes(j));
        for (const p of [0, 1, 2]) {
          const ofPart = earlier(p * 4);
          const part = new Part(`p${p}`, { after: ofPart.map(({ thing }) => thing) });
          for (let i = p * 4; i < (p + 1) * 4; i += 1) {
            const after = earlier(i);
            const name = `p${p}-t${i}`;
            const thing = part.thing(
              `t${i}`,
              after.map((other) => other.thing),
            );
            expected.set(name, new Set([...ofPart, ...after].map((other) => other.name)));
            made.push({ thing, name });
          }
        }
      });
      for (const [name, names] of expected) {
        const reached = before(resources, name);
        expect([...names].filter((other) => !reached.has(other))).toEqual([]);
        const named = dependenciesOf(resources, name);
        expect(
          named.filter((one) => named.some((other) => other !== one && before(resources, other).has(one))),
        ).toEqual([]);
      }
    }),
    { numRuns: 50 },
  );
});
