/** Writes the Pulumi program that a stack would be without this project: one statement for each object, in JavaScript, with every value in place. */
import {
  type PlannedMap,
  type PlannedOptions,
  type PlannedResource,
  type PlannedValue,
  Secret,
  isPlannedMap,
} from "../../checks/plan";

const IMPORTS = `const pulumi = require("@pulumi/pulumi");
const aws = require("@pulumi/aws");
const k8s = require("@pulumi/kubernetes");
const kafka = require("@pulumi/kafka");
const postgresql = require("@pulumi/postgresql");
`;

/** Creates the custom resources of a plan: same types, names, inputs and options, and after the same others; no component. */
export function bareProgram(resources: readonly PlannedResource[]): string {
  const custom = inOrder(resources.filter((resource) => resource.custom));
  const variables = new Map(custom.map(({ urn }, i) => [urn, `r${i}`]));
  const statements = custom.map(
    (resource) => `const ${variables.get(resource.urn) ?? ""} = ${create(resource, variables)};\n`,
  );
  return `${IMPORTS}\n${statements.join("")}`;
}

/** Each after those that it depends on. */
function inOrder(resources: readonly PlannedResource[]): readonly PlannedResource[] {
  const byUrn = new Map(resources.map((resource) => [resource.urn, resource]));
  const ordered = new Set<PlannedResource>();
  const visit = (resource: PlannedResource): void => {
    if (ordered.has(resource)) return;
    for (const urn of [resource.opts.provider ?? "", ...resource.dependencies]) {
      const other = byUrn.get(urn);
      if (other !== undefined) visit(other);
    }
    ordered.add(resource);
  };
  resources.forEach(visit);
  return [...ordered];
}

function create(
  { type, name, props, opts, dependencies }: PlannedResource,
  variables: ReadonlyMap<string, string>,
): string {
  const isProvider = type.startsWith(PROVIDERS);
  const args = Object.entries(props).map(
    ([key, value]) => `${JSON.stringify(key)}: ${isProvider ? parsed(value) : literal(value)}`,
  );
  const variable = (urn: string | undefined): readonly string[] => {
    const found = variables.get(urn ?? "");
    return found === undefined ? [] : [found];
  };
  const options = [
    ...variable(opts.provider).map((provider) => `provider: ${provider}`),
    ...(dependencies.length === 0 ? [] : [`dependsOn: [${dependencies.flatMap(variable).join(", ")}]`]),
    ...OPTIONS.flatMap((key) => (opts[key] === undefined ? [] : [`${key}: ${JSON.stringify(opts[key])}`])),
  ];
  return `new ${className(type)}(${JSON.stringify(name)}, { ${args.join(", ")} }, { ${options.join(", ")} })`;
}

/** What isn't set by the SDK's classes themselves. */
const OPTIONS = [
  "protect",
  "retainOnDelete",
  "ignoreChanges",
  "deleteBeforeReplace",
  "replaceOnChanges",
  "customTimeouts",
] as const satisfies readonly (keyof PlannedOptions)[];

const PROVIDERS = "pulumi:providers:";

/** `kubernetes:apps/v1:StatefulSet` is `k8s.apps.v1.StatefulSet`, `aws:s3/bucket:Bucket` is `aws.s3.Bucket`. */
function className(type: string): string {
  const [pkg = "", module = "", kind = ""] = type.split(":");
  if (type.startsWith(PROVIDERS)) return `${kind === "kubernetes" ? "k8s" : kind}.Provider`;
  const [group = "", version = ""] = module.split("/");
  if (pkg !== "kubernetes") return group === "index" ? `${pkg}.${kind}` : `${pkg}.${group}.${kind}`;
  const known = KUBERNETES.get(group);
  return known === undefined ? "k8s.apiextensions.CustomResource" : `k8s.${known}.${version}.${kind}`;
}

/** The groups for which the SDK has classes, and where; objects of all others are custom resources. */
const KUBERNETES: ReadonlyMap<string, string> = new Map(
  [
    "core",
    "apps",
    "batch",
    "policy",
    "helm.sh",
    "networking.k8s.io",
    "rbac.authorization.k8s.io",
    "storage.k8s.io",
  ].map((group) => [group, group.split(".")[0] ?? group]),
);

/** A provider's inputs go over the wire as JSON, except texts. */
function parsed(value: PlannedValue): string {
  if (value instanceof Secret) return `pulumi.secret(${parsed(value.value)})`;
  if (typeof value !== "string") return literal(value);
  try {
    return JSON.stringify(JSON.parse(value));
  } catch {
    return JSON.stringify(value);
  }
}

function literal(value: PlannedValue): string {
  if (value instanceof Secret) return `pulumi.secret(${literal(value.value)})`;
  if (Array.isArray(value)) return `[${value.map(literal).join(", ")}]`;
  if (isPlannedMap(value)) return object(value);
  if (value === null || typeof value !== "object") return JSON.stringify(value);
  throw new Error("an input that only a deployment knows can't be written into a program");
}

const object = (map: PlannedMap): string =>
  `{ ${Object.entries(map)
    .map(([key, value]) => `${JSON.stringify(key)}: ${literal(value)}`)
    .join(", ")} }`;
