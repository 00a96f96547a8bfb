/** What an edit of the program does to one resource. */
import type { GuardedResource, Plain, PlainObject } from "../../../core/guard/change";
import { isList, isObject } from "../../../core/guard/diff";
import { edited } from "../../core/guard/support";

export const set =
  (path: readonly string[], value: Plain) =>
  (resource: GuardedResource): GuardedResource => ({ ...resource, props: edited(resource.props, path, value) });
export const without =
  (option: "protect" | "retainOnDelete" | "ignoreChanges") =>
  (resource: GuardedResource): GuardedResource => ({
    ...resource,
    opts: Object.fromEntries(Object.entries(resource.opts).filter(([name]) => name !== option)),
  });
/** Every text below is changed. */
export const rewritten =
  (change: (text: string) => string) =>
  (resource: GuardedResource): GuardedResource => {
    const walk = (value: Plain): Plain =>
      typeof value === "string"
        ? change(value)
        : isList(value)
          ? value.map(walk)
          : isObject(value)
            ? Object.fromEntries(Object.entries(value).map(([key, inner]) => [key, walk(inner)]))
            : value;
    return { ...resource, props: walk(resource.props) as PlainObject };
  };
export const ruleOf =
  (name: string, change: (rule: PlainObject) => PlainObject | undefined) =>
  (resource: GuardedResource): GuardedResource => {
    const spec = resource.props["spec"] as { readonly groups: readonly { readonly rules: readonly PlainObject[] }[] };
    const groups = spec.groups.map((group) => ({
      ...group,
      rules: group.rules.flatMap((rule) => (rule["alert"] === name ? (change(rule) ?? []) : rule)),
    }));
    return { ...resource, props: { ...resource.props, spec: { ...spec, groups } } };
  };
