import type { Change } from "../../core/guard/change";

/**
 * Marks what the program loosens, whatever the config says: it is loosened by the new program over the old config, too.
 * @param byProgram the changes between the old program and the new one, both over the old config
 */
export async function loosenedByProgram(
  found: readonly Change[],
  byProgram: () => Promise<readonly Change[]>,
): Promise<readonly Change[]> {
  const keyOf = ({ urn, field }: Change): string => JSON.stringify([urn, field]);
  const loosened = new Set((await byProgram()).filter((change) => change.loosened === true).map(keyOf));
  return found.map((change) =>
    change.loosened === true && loosened.has(keyOf(change)) ? { ...change, guarded: true } : change,
  );
}
