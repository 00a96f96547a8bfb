import { z } from "zod";
import { complain } from "../framework/finding";
import { both, resourceRule } from "../framework/rule";
import { isStateful } from "../kinds/stateful";

export const noReplace = resourceRule<object>({
  id: "STA-02",
  slug: "no-replace",
  severity: "critical",
  level: both("mandatory"),
  description: "What holds data isn't told to be deleted before it is replaced.",
  why: "With deleteBeforeReplace a change of a field that can't change deletes the data first and makes an empty one after.",
  remedy: "Remove the resource option deleteBeforeReplace; move the data, then the resource, in two steps.",
  args: z.strictObject({}),
  defaults: both({}),
  example: { target: "single-node", bad: example("true"), good: example("false") },
  check: (item) =>
    item.opts?.deleteBeforeReplace === true && isStateful(item)
      ? [complain(item, "opts.deleteBeforeReplace", "must be false: a replacement would delete the data first")]
      : [],
});

function example(value: string): string {
  return `
- type: kubernetes:apps/v1:StatefulSet
  name: orders
  props: { apiVersion: apps/v1, kind: StatefulSet, metadata: { name: orders }, spec: { volumeClaimTemplates: [{ metadata: { name: data } }] } }
  opts: { protect: true, deleteBeforeReplace: ${value} }`;
}
