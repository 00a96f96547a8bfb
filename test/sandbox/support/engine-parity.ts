/** Holds an in-process plan against what the real engine wrote into its state for the same config. */
import type { Plan, PlannedResource } from "../../../checks/plan";
import { redact } from "../../../checks/plan";

/** A resource in `pulumi stack export`. */
export interface StateResource {
  readonly urn: string;
  readonly custom: boolean;
  readonly parent?: string;
  readonly protect?: boolean;
  readonly retainOnDelete?: boolean;
  readonly dependencies?: readonly string[];
  readonly propertyDependencies?: Readonly<Record<string, readonly string[] | null>>;
  readonly provider?: string;
  readonly ignoreChanges?: readonly string[];
  readonly inputs?: object;
}

/** One line per difference; none when the plan says what the engine did. Providers may add defaults to the inputs. */
export function differencesFromState({ resources }: Plan, state: readonly StateResource[]): readonly string[] {
  const byUrn = new Map(state.map((resource) => [resource.urn, resource]));
  const planned = new Set(resources.map(({ urn }) => urn));
  return [
    ...state.filter(({ urn }) => !planned.has(urn)).map(({ urn }) => `${urn}: the engine has it, the plan hasn't`),
    ...resources.flatMap((resource) => {
      const real = byUrn.get(resource.urn);
      if (real === undefined) return [`${resource.urn}: the plan has it, the engine hasn't`];
      return [...factDifferences(resource, real), ...inputDifferences(resource, real)].map(
        (text) => `${resource.urn}: ${text}`,
      );
    }),
  ];
}

function factDifferences(
  { parent, custom, opts, dependencies }: PlannedResource,
  real: StateResource,
): readonly string[] {
  const byProperty = Object.entries(real.propertyDependencies ?? {}).map(([key, urns]): [string, string[]] => [
    key,
    [...(urns ?? [])].sort(),
  ]);
  const facts: Readonly<Record<string, readonly [unknown, unknown]>> = {
    parent: [parent, real.parent],
    custom: [custom, real.custom],
    protect: [opts.protect ?? false, real.protect ?? false],
    retainOnDelete: [opts.retainOnDelete ?? false, real.retainOnDelete ?? false],
    dependencies: [dependencies, [...(real.dependencies ?? [])].sort()],
    propertyDependencies: [
      opts.propertyDependencies ?? {},
      Object.fromEntries(byProperty.filter(([, urns]) => urns.length > 0)),
    ],
    provider: [opts.provider, real.provider?.slice(0, real.provider.lastIndexOf("::"))],
    ignoreChanges: [opts.ignoreChanges ?? [], real.ignoreChanges ?? []],
  };
  return Object.entries(facts)
    .filter(([, [ours, theirs]]) => canonical(ours) !== canonical(theirs))
    .map(([name, [ours, theirs]]) => `${name} is ${canonical(ours)} in the plan, ${canonical(theirs)} in the engine`);
}

function inputDifferences({ props }: PlannedResource, real: StateResource): readonly string[] {
  const theirs = new Map<string, unknown>(Object.entries(real.inputs ?? {}));
  return Object.entries(props)
    .map(([key, value]) => ({ key, ours: canonical(redact(value)), theirs: canonical(theirs.get(key)) }))
    .filter(({ ours, theirs: other }) => ours !== JSON.stringify("[unknown]") && ours !== other)
    .map(({ key, ours, theirs: other }) => `input ${key} is ${ours} in the plan, ${other} in the engine`);
}

/** Marks secrets in the state, which holds them encrypted. */
const SECRET = "4dabf18193072939515e22adb298388d";

/** The same text for equal values, whatever the order of their keys. */
function canonical(value: unknown): string {
  if (Array.isArray(value)) return `[${value.map(canonical).join(",")}]`;
  if (value === undefined) return "nothing";
  if (typeof value !== "object" || value === null) return JSON.stringify(value);
  if (SECRET in value) return JSON.stringify("[secret]");
  const entries = Object.entries(value).sort(([a], [b]) => (a < b ? -1 : 1));
  return `{${entries.map(([key, item]) => `${key}:${canonical(item)}`).join(",")}}`;
}
