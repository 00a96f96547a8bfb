/** The program that a stack is compared with: it has to make the very same objects, or the comparison says nothing. */
import { createRequire } from "node:module";
import path from "node:path";
import { compileFunction } from "node:vm";
import { beforeAll, describe, expect, test } from "vitest";
import { type Plan, type PlannedResource, planStack } from "../../../checks/plan";
import { bareProgram } from "../../../tools/bench/bare-program";
import { declared } from "../../components/declared";

const ROOT = path.resolve(__dirname, "..", "..", "..");
const FIXTURES = path.join(ROOT, "test", "fixtures", "golden");

/** Declares what a program's text declares. */
function run(text: string): Promise<Plan> {
  const program = compileFunction(text, ["require"]) as (load: NodeJS.Require) => void;
  return declared(() => program(createRequire(path.join(ROOT, "index.js"))));
}

const identity = ({ type, name }: PlannedResource): string => `${type} ${name}`;
const sorted = (resources: readonly PlannedResource[]): readonly PlannedResource[] =>
  resources.filter(({ custom }) => custom).sort((a, b) => (identity(a) < identity(b) ? -1 : 1));

/** For each resource everything that is made before it, by type and name. */
function predecessors(all: readonly PlannedResource[]): ReadonlyMap<string, ReadonlySet<string>> {
  const byUrn = new Map(all.map((resource) => [resource.urn, resource]));
  const found = new Map<string, ReadonlySet<string>>();
  const visit = (resource: PlannedResource): ReadonlySet<string> => {
    const known = found.get(identity(resource));
    if (known !== undefined) return known;
    const direct = [...resource.dependencies, resource.opts.provider ?? ""].flatMap((urn) => byUrn.get(urn) ?? []);
    const before = new Set(direct.flatMap((other) => [identity(other), ...visit(other)]));
    found.set(identity(resource), before);
    return before;
  };
  all.forEach(visit);
  return found;
}

describe.each(["both-single-node", "multi-node", "streamflow-multi-node"])("of %s", (fixture) => {
  let own: Plan;
  let bare: Plan;
  beforeAll(async () => {
    own = await planStack({ projectDir: ROOT, stackFile: path.join(FIXTURES, `${fixture}.yaml`) });
    bare = await run(bareProgram(own.resources));
  }, 60_000);

  test("makes the same objects, and no component", () => {
    expect(sorted(bare.resources).map(identity)).toEqual(sorted(own.resources).map(identity));
    expect(bare.resources.filter(({ custom }) => !custom).map(({ type }) => type)).toEqual(["pulumi:pulumi:Stack"]);
  });

  test("gives them the same inputs, secrets as secrets", () => {
    const inputs = ({ resources }: Plan) => sorted(resources).map(({ type, name, props }) => ({ type, name, props }));
    expect(inputs(bare)).toEqual(inputs(own));
  });

  test("protects and keeps what the stack protects and keeps", () => {
    const kept = ({ resources }: Plan) =>
      sorted(resources).map((r) => [identity(r), r.opts.protect, r.opts.retainOnDelete, r.opts.ignoreChanges]);
    expect(kept(bare)).toEqual(kept(own));
  });

  test("makes them in the same order", () => {
    const [wanted, got] = [own, bare].map(({ resources }) => predecessors(sorted(resources)));
    expect([...(got?.keys() ?? [])].sort()).toEqual([...(wanted?.keys() ?? [])].sort());
    for (const [resource, before] of wanted ?? [])
      expect(
        [...before].filter((other) => !got?.get(resource)?.has(other)),
        resource,
      ).toEqual([]);
  });
});
