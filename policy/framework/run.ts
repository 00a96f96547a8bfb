/** Runs rules over a scene. Both ways in (the CLI's pack and `npm run policy`) stand on it, so they find the same. */
import { type Complaint, type Complaints, type Level, eachItem, parts } from "./finding";
import type { Item } from "./resource";
import { type Rule, nameOf } from "./rule";
import type { Scene } from "./scene";
import type { RuleSettings, Settings } from "./settings";
import { type WaivedBy, Waivers } from "./waivers";

/** What a rule found, ready to be told. */
export interface Finding {
  /** `CAP-01`. */
  readonly rule: string;
  /** `cap-01-requests-fit`. */
  readonly name: string;
  readonly severity: Rule["severity"];
  readonly level: Level;
  /** `StatefulSet/apphub-redpanda`. */
  readonly resource: string;
  readonly namespace: string;
  readonly urn: string;
  readonly path: string;
  readonly message: string;
  readonly waived: boolean;
  readonly waiver?: WaivedBy;
}

/** `CAP-01` and the like; waivers that hold no longer report under their own. */
export const WAIVERS_RULE = { id: "WAIVERS", name: "waivers" } as const;

/** All findings, those of faulty waivers included, in the order of the rules. */
export function runRules(rules: readonly Rule[], scene: Scene, settings: Settings, today: string): readonly Finding[] {
  const waivers = new Waivers(settings.waivers, today);
  const found = rules.flatMap((rule) => runRule(rule, scene, settings.of(rule), waivers));
  return [...found, ...waivers.faults().map((fault) => waiverFinding(fault.resource, fault.path, fault.message))];
}

export function runRule(rule: Rule, scene: Scene, settings: RuleSettings, waivers: Waivers): readonly Finding[] {
  if (settings.level === "off") return [];
  const args = settings.args as never;
  const complaints =
    rule.scope === "stack"
      ? wholeStack(scene, () => rule.check(scene, args))
      : eachItem(rule.kinds === undefined ? scene.items : scene.of(...rule.kinds), (item) =>
          rule.check(item, args, scene.kind),
        );
  return findingsOf(rule, complaints, settings, waivers);
}

/** With what couldn't be read of what the rule looked at. */
function wholeStack(scene: Scene, check: () => Complaints): Complaints {
  const { value, unproved } = scene.collecting(() => parts(scene.whole, check));
  return [...value, ...unproved];
}

/** Sorted by resource and path; the same thing said twice is said once. */
export function findingsOf(
  rule: Rule,
  complaints: readonly Complaint[],
  { level }: RuleSettings,
  waivers: Waivers,
): readonly Finding[] {
  const found = new Map<string, Finding>();
  for (const complaint of complaints) {
    const { item, path, message } = complaint;
    const resource = shownName(item);
    const told = complaint.level ?? (level === "mandatory" ? "mandatory" : "advisory");
    const waiver = told === "cannot-prove" ? undefined : waivers.cover(rule.id, resource, item.namespace);
    found.set(JSON.stringify([item.urn, path, message]), {
      rule: rule.id,
      name: nameOf(rule),
      severity: rule.severity,
      level: told,
      resource,
      namespace: item.namespace,
      urn: item.urn,
      path,
      message,
      waived: waiver !== undefined,
      ...(waiver === undefined ? {} : { waiver }),
    });
  }
  return [...found.values()].sort(
    (a, b) => compare(a.namespace, b.namespace) || compare(a.resource, b.resource) || compare(a.path, b.path),
  );
}

const compare = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0);

/** `StatefulSet/apphub-redpanda`, `Topic/apphub-topics-apphub.core.events`. */
export function shownName(item: Item): string {
  const kind = item.kind.split("/").at(-1)?.split(":").at(-1) ?? item.kind;
  return `${kind}/${item.name}`;
}

const waiverFinding = (resource: string, path: string, message: string): Finding => ({
  rule: WAIVERS_RULE.id,
  name: WAIVERS_RULE.name,
  severity: "medium",
  level: "mandatory",
  resource,
  namespace: "",
  urn: "",
  path,
  message,
  waived: false,
});

/** What makes a pull request fail. */
export const refuses = ({ level, waived }: Finding): boolean => level === "mandatory" && !waived;
