/** Tags of a resource: its own, and with the provider's defaults all of them. */
import { hasUnknown, isObject, textMap, type Field } from "../bridged/schema";
import { UNKNOWN, type Props, type Value } from "../kind";
import type { AwsSettings } from "./config";

export type Tags = Readonly<Record<string, string>>;

/** As AWS's services send and take them. */
interface Tag {
  readonly Key: string | undefined;
  readonly Value: string | undefined;
}

type TagSettings = Pick<AwsSettings, "defaultTags" | "ignoreTags">;

export const TAG_FIELDS = {
  tags: { type: "map" },
  tagsAll: { type: "map", output: true },
} as const satisfies Readonly<Record<string, Field>>;

/** The input `tagsAll`: known only where all tags are. */
export function allTags({ defaultTags, ignoreTags }: TagSettings, tags: Value | undefined): Value {
  if (hasUnknown(tags)) return UNKNOWN;
  const own = isObject(tags) ? textMap({ tags }, "tags") : {};
  return kept(ignoreTags, { ...defaultTags, ...own });
}

/** What a read finds. A default that the program repeats stays among its own. */
export function tagsFound(
  { defaultTags, ignoreTags }: TagSettings,
  found: readonly Tag[],
  state: Props,
): { readonly tags: Tags; readonly tagsAll: Tags } {
  const pairs = found.map(({ Key = "", Value: value = "" }) => [Key, value] as const);
  const tagsAll = kept(ignoreTags, Object.fromEntries(pairs.filter(([key]) => !key.startsWith("aws:"))));
  const own = textMap(state, "tags");
  const tags = Object.entries(tagsAll).filter(([key, value]) => defaultTags[key] !== value || own[key] === value);
  return { tags: Object.fromEntries(tags), tagsAll };
}

function kept({ keys, keyPrefixes }: TagSettings["ignoreTags"], tags: Tags): Tags {
  return Object.fromEntries(
    Object.entries(tags).filter(
      ([key]) => !keys.includes(key) && !keyPrefixes.some((prefix) => key.startsWith(prefix)),
    ),
  );
}

export function tagList(tags: Tags): { Key: string; Value: string }[] {
  return Object.entries(tags).map(([Key, value]) => ({ Key, Value: value }));
}

/** Keys that an update has to remove. */
export function removedTags(olds: Props, planned: Props): string[] {
  const next = textMap(planned, "tagsAll");
  return Object.keys(textMap(olds, "tagsAll")).filter((key) => !(key in next));
}
