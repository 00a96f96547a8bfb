import { runtime } from "@pulumi/pulumi";
import { join } from "node:path";
import { readStackFile } from "../core/config/stack-file";
import { TargetConfig } from "../core/config/target";
import { UserError } from "../core/problems";

const PROJECT = { name: "streaming", folder: join(__dirname, "..") } as const;
const KEY = "streaming:target";

const read = new Map<string, TargetConfig["kind"]>();

/**
 * The kind of target of the stack that a resource belongs to. Rules read it in the stack's config, never from the plan that they judge.
 * Pulumi gives a pack the config only where it starts the pack itself; where a language host does, it stands in the stack's file.
 */
export function targetKind(urn: string): TargetConfig["kind"] {
  const stack = urn.split("::")[0]?.split(":")[2] ?? "";
  const kind = read.get(stack) ?? parse(runtime.getConfig(KEY) ?? fromFile(stack), stack);
  read.set(stack, kind);
  return kind;
}

const fromFile = (stack: string): string | undefined =>
  readStackFile(join(PROJECT.folder, `Pulumi.${stack}.yaml`), PROJECT.name).values[KEY];

function parse(text: string | undefined, stack: string): TargetConfig["kind"] {
  const result = TargetConfig.safeParse(JSON.parse(text ?? "null"));
  if (!result.success)
    throw new UserError(`Pulumi.${stack}.yaml names no valid ${KEY}: policies can't tell what to demand`);
  return result.data.kind;
}
