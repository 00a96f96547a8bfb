/** Who manages which field of a live object (`metadata.managedFields`). */
import type { Props, Value } from "../kind";
import type { Step } from "./diff/property-path";
import { at, isMap, mapAt, mapsAt, textAt } from "./objects";

interface Manager {
  readonly prefix: string;
  readonly operation: "Apply" | "Update";
}

/** What these wrote becomes ours at an update: kubectl's edits, and our own creates, which are no applies. */
const takenOver: readonly Manager[] = [
  { prefix: "kubectl", operation: "Apply" },
  { prefix: "kubectl", operation: "Update" },
  { prefix: "before-first-apply", operation: "Update" },
  { prefix: "pulumi-kubernetes", operation: "Update" },
  { prefix: "pulumi-resource-kubernetes", operation: "Update" },
];

const isBy = (entry: Props, { prefix, operation }: Manager): boolean =>
  textAt(entry, "manager").startsWith(prefix) && entry["operation"] === operation && !textAt(entry, "subresource");

const entriesOf = (live: Props): readonly Props[] => mapsAt(live, "metadata", "managedFields");

/** Fields are a tree of `f:name` members: the union of two trees. */
function union(a: Props, b: Props): Props {
  const members = Object.entries(b).map(([key, value]): [string, Value] => {
    const other = a[key];
    return [key, isMap(other) && isMap(value) ? union(other, value) : value];
  });
  return { ...a, ...Object.fromEntries(members) };
}

/** The managers' list with what we take over merged into our own entry; undefined where there is nothing to take. */
export function takeOver(live: Props, fieldManager: string): readonly Props[] | undefined {
  const entries = entriesOf(live);
  const isOurs = (entry: Props): boolean => entry["manager"] === fieldManager && entry["operation"] === "Apply";
  const taken = entries.filter((entry) => !isOurs(entry) && takenOver.some((manager) => isBy(entry, manager)));
  const [first] = taken;
  if (!first) return undefined;
  const ours = entries.find(isOurs);
  const fields = taken.map((entry) => mapAt(entry, "fieldsV1")).reduce(union, mapAt(ours, "fieldsV1"));
  const others = entries.filter((entry) => entry !== ours && !taken.includes(entry));
  return [...others, { ...(ours ?? first), manager: fieldManager, operation: "Apply", fieldsV1: fields }];
}

/** Our own creates are updates to the server: a dry run has to force what the real update takes over. */
export const createdByPulumi = (live: Props): boolean =>
  entriesOf(live).some((entry) => takenOver.slice(3).some((manager) => isBy(entry, manager)));

/** Objects from before managers were recorded belong to nobody. */
export const hasNoManagers = (live: Props): boolean => entriesOf(live).length === 0;

/** Whether others manage the field at a path and we don't. */
export function isTheirs(live: Props, fieldManager: string, path: readonly Step[]): boolean {
  const keys = path.map((step) => `f:${step}`);
  const managing = entriesOf(live).filter((entry) => at(entry, "fieldsV1", ...keys) !== undefined);
  return managing.length > 0 && managing.every((entry) => entry["manager"] !== fieldManager);
}
