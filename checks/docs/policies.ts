/** `docs/policies.md` and a page per rule. */
import { z } from "zod";
import { type PerTarget, type Rule, type RuleLevel, nameOf } from "../../policy/framework/rule";
import { RULES } from "../../policy/rules";
import { rows } from "./tables";

const NOTE = "<!-- Made by `npm run docs` from the rules; edits here are lost. -->";

const GROUPS: readonly (readonly [prefix: string, title: string])[] = [
  ["CAP", "Capacity"],
  ["KAF", "Kafka"],
  ["RPK", "Redpanda"],
  ["FLK", "Flink"],
  ["PG", "PostgreSQL"],
  ["AVL", "Availability"],
  ["SEC", "Security"],
  ["S3", "Object storage"],
  ["STA", "State"],
  ["OBS", "Monitoring"],
];

/** Pages by path. */
export const policyPages = (): Readonly<Record<string, () => string>> =>
  Object.fromEntries(RULES.map((rule) => [`docs/policies/${nameOf(rule)}.md`, () => pageOf(rule)]));

export function policiesPage(): string {
  const sections = GROUPS.map(([prefix, title]) => {
    const own = RULES.filter(({ id }) => id.startsWith(`${prefix}-`));
    const table = own.map((rule) => [
      `[${rule.id}](policies/${nameOf(rule)}.md)`,
      rule.description,
      rule.level["single-node"],
      rule.level["multi-node"],
    ]);
    return `## ${title}\n\n${rows(["Rule", "What must hold", "Single node", "Several nodes"], table)}`;
  });
  return `${[HEAD, ...sections, LEVELS, WAIVERS, OTHERS].join("\n\n")}\n`;
}

const HEAD = `${NOTE}

# Policies

${RULES.length} rules judge what a stack declares, and any Kubernetes YAML, before anything is changed. They look at final resources, so what is written by hand
is judged as well, and they count the pods that operators will make of custom resources.

There are two ways to run them, and they find the same:

- \`npm run policy -- --stack <stack>\` in a second or two, without the CLI, a cluster or credentials;
- \`pulumi preview --policy-pack policy\` and \`pulumi up --policy-pack policy\`. Rules over the whole stack stop an \`up\` through its preview, so don't skip it.

A finding is **mandatory** (it refuses), **advisory** (it is shown), or **cannot-prove**: a value that the rule needs is known only once the stack is deployed.
What can't be proved is counted and never taken for right.`;

const LEVELS = `## Levels and arguments

A stack sets them in its own file; what it doesn't set is as the rule's page says:

\`\`\`yaml
# Pulumi.<stack>.yaml
config:
  streaming:policies:
    CAP-01: { share: 0.7 }
    AVL-02: { level: advisory } # mandatory, advisory or off
\`\`\``;

const WAIVERS = `## Waivers

A waiver lets one rule's findings on one resource pass until a day. One that is expired, or covers nothing that was found, is a finding itself.

\`\`\`yaml
config:
  streaming:waivers:
    - rule: SEC-04
      resource: Namespace/streamflow-data # as findings name it
      reason: policies come with the new network plugin
      owner: platform
      until: "2027-03-31"
\`\`\``;

const OTHERS = `## Objects that aren't of a stack

\`npm run policy -- --manifests DIR --target-config FILE\` reads every YAML and JSON file below a folder: several documents in a file, anchors and lists of objects
included. Documents without \`apiVersion\` and \`kind\` are counted and left out; kinds that no rule knows never fail. \`--resources FILE\` reads a list of
\`{type, name, props, opts, parent}\`, such as the \`resources.json\` of \`npm run render\`.

The target's file holds the value of \`streaming:target\`; beside it may stand what the objects don't say:

\`\`\`yaml
kind: multi-node
distribution: eks
zones: [a, b, c]
nodes: [{ count: 6, cpu: "8", memory: 32Gi, disk: 200Gi }]
storageClass: gp3
workload:
  topics: { orders: { rate: 500/s, messageSize: 1Ki } }
  flink: { state: 2Gi }
policies: { AVL-02: { level: advisory } }
waivers: []
\`\`\`

Where only files are given, what isn't among them may be elsewhere: a namespace without its NetworkPolicies, or a database without alerts, is then shown, not
refused. \`--format\` prints text, json, sarif, junit or md.`;

function pageOf(rule: Rule): string {
  const { id, description, why, remedy, severity, scope, example } = rule;
  const seen = scope === "stack" ? "all resources together" : "each resource by itself";
  return `${NOTE}

# ${id} ${rule.slug}

${description}

${rows(["", "Single node", "Several nodes"], [["Level", ...perTarget(rule.level)], ...argumentRows(rule)])}

Severity: ${severity}. In CrossGuard: \`${nameOf(rule)}\`. Judges ${seen}.

## Why

${why}

## Bad, on a ${example.target} target

${workloadOf(rule)}${code(example.bad)}

## Mended

${code(example.good)}

${remedy}

## Settings

${settingsOf(rule)}

## Waiver

${code(`
config:
  streaming:waivers:
    - rule: ${id}
      resource: Kind/name # as the finding names it
      reason: why it may break the rule
      owner: who answers for it
      until: "2027-03-31"`)}
`;
}

const code = (yaml: string): string => `\`\`\`yaml\n${yaml.trim()}\n\`\`\``;

const workloadOf = ({ example }: Rule): string =>
  example.workload === undefined ? "" : `With \`workload\` in the target's file:\n\n${code(example.workload)}\n\n`;

const perTarget = (level: PerTarget<RuleLevel>): readonly string[] => [level["single-node"], level["multi-node"]];

function argumentRows(rule: Rule): readonly (readonly string[])[] {
  return Object.keys(rule.args.shape).map((name) => [
    `\`${name}\``,
    ...(["single-node", "multi-node"] as const).map((kind) =>
      shown(new Map<string, unknown>(Object.entries(rule.defaults[kind])).get(name)),
    ),
  ]);
}

const shown = (value: unknown): string => {
  if (value === undefined) return "";
  const text = JSON.stringify(value);
  return text.length <= 60 ? `\`${text}\`` : "see the rule";
};

function settingsOf(rule: Rule): string {
  const about = Object.entries<unknown>(rule.args.shape).map(([name, schema]) => [
    `\`${name}\``,
    schema instanceof z.ZodType ? (schema.description ?? "") : "",
  ]);
  const names = Object.keys(rule.args.shape);
  const [first] = names;
  const value =
    first === undefined ? undefined : new Map<string, unknown>(Object.entries(rule.defaults["multi-node"])).get(first);
  const argument =
    first === undefined || value === undefined || JSON.stringify(value).length > 60
      ? ""
      : `, ${first}: ${JSON.stringify(value)}`;
  const sample = code(`
config:
  streaming:policies:
    ${rule.id}: { level: advisory${argument} }`);
  return about.length === 0
    ? `It has none but its level.\n\n${sample}`
    : `${rows(["Argument", "Meaning"], about)}\n\n${sample}`;
}
