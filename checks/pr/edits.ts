/** Which settings a pull request edits, as they stand in the stack's file. */
import { LineCounter, isMap, isNode, isPair, isSeq, parseDocument } from "yaml";
import { type Path, written } from "../../core/config/faults";
import type { Plain } from "../../core/guard/change";
import { differences } from "../../core/guard/diff";
import { type Raw, rawOf } from "../../stacks/config";
import type { EditedSetting } from "../../stacks/guard/config-keys";

export interface SettingEdit extends EditedSetting {
  readonly from: Plain;
  readonly to: Plain;
}

type Values = Readonly<Record<string, string>>;

/** Secrets aren't among them. Without a file of before there is nothing to compare. */
export function editsOf(before: Values | undefined, after: Values): readonly SettingEdit[] {
  if (before === undefined) return [];
  const plain = (raw: Raw): Plain => raw as Readonly<Record<string, Plain>>;
  return differences(plain(rawOf(before)), plain(rawOf(after))).map(({ path, from, to }) => ({
    path,
    key: written(path),
    from,
    to,
  }));
}

/** The line on which a setting stands, or the nearest one above it that is there; the first where there is none. */
export function lineOf(text: string, path: Path): number {
  const counter = new LineCounter();
  const document = parseDocument(text, { lineCounter: counter });
  const [first = "", ...rest] = path;
  const steps: Path = ["config", `streaming:${first}`, ...rest];
  let node: unknown = document.contents;
  let offset: number | undefined;
  for (const step of steps) {
    const found: unknown = isMap(node)
      ? node.items.find((pair) => isPair(pair) && String(pair.key) === String(step))
      : isSeq(node)
        ? node.items[Number(step)]
        : undefined;
    if (found === undefined) break;
    const at: unknown = isPair(found) ? found.key : found;
    if (isNode(at)) offset = at.range?.[0] ?? offset;
    node = isPair(found) ? found.value : found;
  }
  return offset === undefined ? 1 : counter.linePos(offset).line;
}
