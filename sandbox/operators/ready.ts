import path from "node:path";
import { readIfExists } from "../files";
import type { SandboxLayout } from "../layout";

/** Last words of the operators' start: from here on they see every change. Whoever started them waits for this line in their log. */
export const FOLLOWING = "following the API server";

/** What of a kind is a real process, what is only an object: said by the operators when they start, for those who ask. */
export interface Played {
  readonly name: string;
  readonly reality: string;
}

export const playedFile = (layout: SandboxLayout): string => path.join(layout.dir, "played.json");

export const playedKinds = (layout: SandboxLayout): readonly Played[] =>
  JSON.parse(readIfExists(playedFile(layout)) ?? "[]") as readonly Played[];
