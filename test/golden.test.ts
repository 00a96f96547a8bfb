/** What the program declares for fixed configs, one file per object, as reviewed. `npm run golden` writes what is declared now. */
import { existsSync, readdirSync, rmSync, statSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { stringify } from "yaml";
import { type Plan, type PlannedOptions, planStack } from "../checks/plan";
import { filesOf } from "../checks/render/files";
import { LIST } from "../checks/render/list";
import { schemaProblems } from "../checks/schema/objects";

const PROJECT = join(__dirname, "..");
const FIXTURES = join(__dirname, "fixtures", "golden");
const GOLDEN = join(__dirname, "golden");

const stacks = readdirSync(FIXTURES).map((file) => file.replace(/\.yaml$/, ""));
const planOf = (fixture: string, stack = fixture) =>
  planStack({ projectDir: PROJECT, stackFile: join(FIXTURES, `${fixture}.yaml`), stack });

describe.each(stacks)("%s", async (stack) => {
  const folder = join(GOLDEN, stack);
  const committed = filesUnder(folder);
  const plan = await planOf(stack);
  const files = filesToCommit(plan);

  test.each([...files])("%s is as committed", async (path, content) => {
    await expect(content).toMatchFileSnapshot(join(folder, path));
  });

  test("no object is missing and none is left over", () => {
    if (isUpdate()) for (const path of committed.filter((file) => !files.has(file))) rmSync(join(folder, path));
    else expect(committed).toEqual([...files.keys()].sort());
  });

  test("every Kubernetes object is as its schema wants it", () => {
    expect(schemaProblems(plan)).toEqual([]);
  });

  test("another name for the stack changes nothing but the names that hold it", async () => {
    const renamed = await planOf(stack, "some-other-name");
    const nameless = (p: Plan) =>
      JSON.stringify(p.resources)
        .replaceAll(`:${p.stack}::`, ":STACK::")
        .replaceAll(`streaming-${p.stack}`, "streaming-STACK");
    expect(nameless(renamed)).toBe(nameless(plan));
  });
});

test("every folder belongs to a fixture", () => {
  const left = readdirSync(GOLDEN).filter((folder) => !stacks.includes(folder));
  if (isUpdate()) for (const folder of left) rmSync(join(GOLDEN, folder), { recursive: true });
  else expect(left).toEqual([]);
});

const isUpdate = (): boolean => expect.getState().snapshotState.snapshotUpdateState === "all";

/** As `npm run render` writes them, but options stand in a file of their own: an update of a provider's SDK isn't a change of every object. */
function filesToCommit(plan: Plan): ReadonlyMap<string, string> {
  const rendered = filesOf({
    ...plan,
    resources: plan.resources.map((resource) => ({ ...resource, opts: {}, dependencies: [] })),
  });
  const options = Object.fromEntries(
    plan.resources.map(({ urn, opts, dependencies }) => [shortened(urn), optionsOf(opts, dependencies)]),
  );
  return new Map([
    ...[...rendered].filter(([path]) => path !== LIST),
    ["options.yaml", stringify(options, { lineWidth: 0 })],
  ]);
}

/** What Pulumi is told of a resource, but for what the SDKs add: the plugin's version and former types. */
function optionsOf({ provider, aliases = [], ...opts }: PlannedOptions, dependencies: readonly string[]): object {
  const own = Object.entries(opts).filter(([key]) => !["version", "propertyDependencies", "providers"].includes(key));
  const formerNames = aliases.filter((alias) => !alias.includes("type="));
  return {
    ...Object.fromEntries(own),
    ...(formerNames.length === 0 ? {} : { aliases: formerNames }),
    ...(provider === undefined ? {} : { provider: shortened(provider) }),
    ...(dependencies.length === 0 ? {} : { dependsOn: dependencies.map(shortened) }),
  };
}

/** A URN without stack and project. */
const shortened = (urn: string): string => urn.split("::").slice(2).join("::");

function filesUnder(folder: string): readonly string[] {
  if (!existsSync(folder)) return [];
  return readdirSync(folder, { recursive: true, encoding: "utf8" })
    .filter((path) => !statSync(join(folder, path)).isDirectory())
    .sort();
}
