import { z } from "zod";
import { type Complaints, complain } from "../framework/finding";
import type { Item } from "../framework/resource";
import { per, resourceRule } from "../framework/rule";
import { BUCKETS } from "../kinds/s3";

export const forceDestroy = resourceRule<object>({
  id: "S3-03",
  slug: "force-destroy",
  severity: "critical",
  level: per("advisory", "mandatory"),
  kinds: BUCKETS,
  description: "A bucket isn't deleted with what is in it, and Pulumi refuses to delete it.",
  why: "One pulumi destroy, or one renamed bucket, takes all backups and checkpoints with it.",
  remedy: "Leave forceDestroy out and set the resource option protect: true.",
  args: z.strictObject({}),
  defaults: per({}, {}),
  example: { target: "multi-node", bad: example("true"), good: example("false") },
  check: (item) => [...force(item), ...protect(item)],
});

function force(item: Item): Complaints {
  const at = item.props.at("forceDestroy");
  return at.flag === true
    ? [complain(item, at, "is true, must be false: the bucket goes with everything that is in it")]
    : [];
}

/** Nothing to say where a resource doesn't come with Pulumi's options. */
const protect = (item: Item): Complaints =>
  item.opts === undefined || item.opts.protect === true
    ? []
    : [complain(item, "opts.protect", "must be true: a config edit must not delete the bucket")];

function example(force: string): string {
  return `
- { type: "aws:s3/bucket:Bucket", name: backups, props: { bucket: acme-backups, forceDestroy: ${force} }, opts: { protect: true } }`;
}
