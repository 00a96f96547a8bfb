/** Volumes whose size is derived, and never less than what is deployed. */
import type { Fault, Path } from "./faults";
import { size } from "./fields";

/** Least size of a derived volume, beside the setting that gives its exact size. */
export const leastVolume = (exactly: string) =>
  size({ min: "1Gi" })
    .optional()
    .describe(
      `Least size of it: volumes never shrink, so name what is deployed, and it stays when less would do. Not beside \`${exactly}\`.`,
    );

/** Faults of a volume that is given both exactly and at least. */
export const leastVolumeFaults = (
  at: Path,
  given: object | undefined,
  exactly: string,
  least: string,
): readonly Fault[] =>
  given !== undefined && hasValue(given, exactly) && hasValue(given, least)
    ? [{ path: [...at, least], message: `must be left out where ${exactly} is given` }]
    : [];

const hasValue = (given: object, key: string): boolean =>
  (given as Readonly<Record<string, unknown>>)[key] !== undefined;
